// The pages of a running emeter-host, by raw HTTP.
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "running_host.h"

using namespace emeter::test;

namespace {

constexpr char password[] = "Authorization: Basic eDpjb3JyZWN0IGhvcnNl\r\n";  // x:correct horse

std::string post(const std::string& path, const std::string& body, const std::string& headers) {
  return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

}  // namespace

TEST(Pages, ChangesNeedPasswordAndSameOrigin) {
  RunningHost host;
  const std::string own = "Origin: http://localhost\r\n";
  EXPECT_EQ(host.ask(post("/api/settings", "mode=2400-8E1", own)).substr(9, 3), "401");
  EXPECT_EQ(host.ask(post("/api/settings", "mode=2400-8E1", std::string("Origin: http://evil.example\r\n") + password)).substr(9, 3), "403");
  EXPECT_EQ(host.ask(post("/api/settings", "mode=2400-8E1", password)).substr(9, 3), "403");
  EXPECT_NE(host.status().find("\"mode\":\"115200-8N1\""), std::string::npos);
  EXPECT_EQ(host.ask(post("/api/settings", "mode=2400-8E1", own + password)).substr(9, 3), "200");
  EXPECT_NE(host.status().find("\"mode\":\"2400-8E1\""), std::string::npos);
}

TEST(Pages, TheLineModeIsTriedAndKept) {
  char name[] = "/tmp/emeter-settings-XXXXXX";
  close(mkstemp(name));
  {
    RunningHost host({"--settings", name});
    EXPECT_EQ(host.ask(post("/api/line", "mode=9600-7E1", "")).substr(9, 3), "200");
    EXPECT_NE(host.status().find("\"mode\":\"9600-7E1\""), std::string::npos);
    EXPECT_EQ(host.ask(post("/api/line", "keep=1", "")).substr(9, 3), "403");  // who does not read the stream keeps nothing
    const int stream = host.connect();
    ASSERT_TRUE(host.waitForClients(1));
    EXPECT_NE(host.ask(post("/api/line", "keep=1", "")).find("\"kept\":true,\"find\":false"), std::string::npos);
    EXPECT_EQ(host.ask(post("/api/line", "mode=2400-8E1", "")).substr(9, 3), "403");
    EXPECT_EQ(host.ask(post("/api/line", "mode=2400-8E1", "Origin: http://localhost\r\n")).substr(9, 3), "401");
    usleep(300'000);
    close(stream);
  }
  RunningHost again({"--settings", name});
  EXPECT_NE(again.status().find("\"mode\":\"9600-7E1\""), std::string::npos);
  unlink(name);
}

TEST(Pages, AnImageArrivesByteForByte) {
  char name[] = "/tmp/emeter-image-XXXXXX";
  close(mkstemp(name));
  RunningHost host({"--update-file", name});
  std::string image(400'000, 0);
  for (size_t i = 0; i < image.size(); i++) image[i] = static_cast<char>(i * 7 + i / 251);
  image[0] = static_cast<char>(0xE9);
  const std::string mark = "#emeter image for host.";
  image.replace(123'456, mark.size(), mark);
  EXPECT_EQ(host.ask(post("/api/update", image, std::string("Origin: http://localhost\r\n") + password)).substr(9, 3), "200");
  FILE* file = fopen(name, "rb");
  std::string stored(image.size() + 1, 0);
  stored.resize(fread(stored.data(), 1, stored.size(), file));
  fclose(file);
  EXPECT_TRUE(stored == image);
  unlink(name);
}

TEST(Pages, ARefusalReachesTheBrowserAlthoughTheImageIsStillBeingSent) {
  RunningHost host({"--update-file", "/tmp/emeter-unused"});
  const std::string answer = host.ask(post("/api/update", std::string(200'000, 'x'), std::string("Origin: http://localhost\r\n") + password));
  EXPECT_EQ(answer.substr(9, 3), "409");
  EXPECT_NE(answer.find("not a firmware image"), std::string::npos);
}

TEST(Pages, NoiseAndSilenceOnTheWebPortDoNoHarm) {
  RunningHost host;
  int idle[8];
  for (int& socket : idle) socket = connectTo(host.pages);
  for (int i = 0; i < 50; i++) {
    std::string noise(1000, 0);
    for (char& c : noise) c = static_cast<char>(rand());
    host.ask(noise + "\r\n\r\n");
  }
  EXPECT_EQ(host.status().substr(9, 3), "200");
  for (int socket : idle) close(socket);
}

// The same process with the same ports: what was open before must not keep them.
TEST(Pages, ARestartFromThePagesIsARestart) {
  const int first = freePort(), second = freePort();
  RunningHost host({"--port", std::to_string(first), "--http", std::to_string(second)});
  const int before = host.connect();
  ASSERT_GE(before, 0);
  EXPECT_EQ(host.ask(post("/api/restart", "", std::string("Origin: http://localhost\r\n") + password)).substr(9, 3), "200");
  EXPECT_EQ(readBytes(before, 1, 10'000), "");  // the old connection ends
  close(before);
  std::string status;
  for (int i = 0; i < 100 && status.empty(); i++) {
    usleep(100'000);
    status = host.status();
  }
  EXPECT_NE(status.find("\"connects\":0"), std::string::npos) << status;
  EXPECT_EQ(waitpid(host.process, nullptr, WNOHANG), 0) << "the process is gone";
  const int after = host.connect();
  EXPECT_GE(after, 0);
  close(after);
}
