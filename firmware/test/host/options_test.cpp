#include <gtest/gtest.h>

#include "options.h"

using namespace emeter;
using namespace emeter::host;

namespace {

bool read(std::vector<const char*> arguments, Options& options, std::string& why) {
  arguments.insert(arguments.begin(), "emeter-host");
  bool help = false;
  return readOptions(static_cast<int>(arguments.size()), const_cast<char**>(arguments.data()), options, help, why);
}

}  // namespace

TEST(Options, TakesValuesAfterASpaceOrAnEqualsSign) {
  Options options;
  std::string why;
  ASSERT_TRUE(read({"--uart", "/dev/ttyUSB0", "--mode=2400-8E1", "--port", "9000", "--bind=0.0.0.0", "--chip-uart"}, options, why));
  EXPECT_EQ(options.uart, "/dev/ttyUSB0");
  EXPECT_EQ(options.mode.baud, 2400u);
  EXPECT_EQ(options.port, 9000);
  EXPECT_EQ(options.bind, 0u);
  EXPECT_TRUE(options.chipUart);
  EXPECT_FALSE(options.pages);
}

TEST(Options, ListensOnLoopbackUnlessAsked) {
  Options options;
  std::string why;
  ASSERT_TRUE(read({"--uart", "x"}, options, why));
  EXPECT_EQ(options.bind, 0x7F000001u);
}

TEST(Options, NamesWhatIsWrong) {
  const std::vector<std::pair<std::vector<const char*>, const char*>> cases = {
      {{}, "--uart"},
      {{"--uart"}, "--uart needs a value"},
      {{"--uart", "x", "--mode", "9"}, "--mode: \"9\""},
      {{"--uart", "x", "--port", "70000"}, "--port: \"70000\""},
      {{"--uart", "x", "--port", "-1"}, "--port: \"-1\""},
      {{"--uart", "x", "--bind", "localhost"}, "--bind: \"localhost\""},
      {{"--uart", "x", "--ring", "5000"}, "--ring: \"5000\""},
      {{"--uart", "x", "--allow", "1.2.3"}, "--allow: \"1.2.3\""},
      {{"--uart", "x", "--name", "A B"}, "--name: \"A B\""},
      {{"--uart", "x", "--frobnicate"}, "unknown option --frobnicate"},
  };
  for (const auto& [arguments, expected] : cases) {
    Options options;
    std::string why;
    EXPECT_FALSE(read(arguments, options, why));
    EXPECT_NE(why.find(expected), std::string::npos) << why;
  }
}
