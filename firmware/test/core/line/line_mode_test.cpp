#include <gtest/gtest.h>

#include "emeter/line/line_mode.h"

using namespace emeter;

TEST(LineMode, ReadsWhatItWrites) {
  const char* const modes[] = {"115200-8N1", "9600-7E1", "2400-8E1", "2400-8N1", "9600-8N1", "9600-8E1", "38400-8N1", "300-7O2", "921600-8N2"};
  for (const char* text : modes) {
    LineMode mode;
    char written[LineMode::textSize];
    ASSERT_TRUE(LineMode::parse(text, mode));
    EXPECT_STREQ(mode.format(written), text);
  }
}

TEST(LineMode, ReadsSmallLettersToo) {
  LineMode mode;
  ASSERT_TRUE(LineMode::parse("2400-8e1", mode));
  EXPECT_TRUE(mode.parity == Parity::even);
  ASSERT_TRUE(LineMode::parse("2400-8o1", mode));
  EXPECT_TRUE(mode.parity == Parity::odd);
  ASSERT_TRUE(LineMode::parse("2400-8n1", mode));
  EXPECT_TRUE(mode.parity == Parity::none);
}

TEST(LineMode, CountsStartParityAndStopBits) {
  LineMode mode;
  ASSERT_TRUE(LineMode::parse("115200-8N1", mode));
  EXPECT_EQ(mode.bitsPerCharacter(), 10);
  ASSERT_TRUE(LineMode::parse("2400-8E1", mode));
  EXPECT_EQ(mode.bitsPerCharacter(), 11);
  ASSERT_TRUE(LineMode::parse("9600-7E1", mode));
  EXPECT_EQ(mode.bitsPerCharacter(), 10);
}

TEST(LineMode, RefusesAnythingElseAndKeepsTheOldMode) {
  const char* const wrong[] = {"",         "115200",      "115200-",    "115200-8",   "115200-8N",  "115200-8N12", "115200-9N1",
                               "-8N1",     "115200 8N1",  "115200-8X1", "115200-8N3", "299-8N1",    "921601-8N1",  "99999999999-8N1",
                               " 2400-8E1", "2400-8E1 ", "2400-6E1",   "2400-8E0",
                               "4294969696-8N1",  // 2400 in the lowest 32 bits
                               "2400-\0" "E1", "2400-8\0" "1", "2400-8E\0"};
  for (const char* text : wrong) {
    LineMode mode;
    mode.baud = 9600;
    EXPECT_FALSE(LineMode::parse(text, mode));
    EXPECT_EQ(mode.baud, 9600u);
  }
}
