#include <gtest/gtest.h>

#include <initializer_list>

#include "emeter/image/image_mark.h"
#include "fakes/asked.h"

using namespace emeter;
using namespace emeter::test;

namespace {

constexpr char image[] = "\xe9image-##emeter image for host.-end";

}  // namespace

TEST(WebUpdate, AnImageGoesToTheUpdaterAndTheDeviceRestarts) {
  static Online home;
  EXPECT_EQ(home.post("/api/update", OWN PASSWORD, image), 200);
  EXPECT_STREQ(home.browser.body(), "{\"restarts\":true}");
  EXPECT_EQ(home.updater.got, 35u);
  EXPECT_EQ(home.updater.ended, 1);
  home.run(home.device, 2000);
  EXPECT_EQ(home.system.restarts, 1);
}

TEST(WebUpdate, AnImageForAnotherChipIsNotInstalled) {
  static Online home;
  EXPECT_EQ(home.ask("POST /api/update HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 35\r\n\r\n\xe9image-#emeter image for esp32.--end"), 409);
  EXPECT_EQ(home.updater.ended, 0);
  EXPECT_EQ(home.updater.aborted, 1);
}

TEST(WebUpdate, AForeignImageIsRefusedAndTheDeviceRunsOn) {
  static Online home;
  EXPECT_EQ(home.ask("POST /api/update HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 10\r\n\r\nnot-an-img"), 409);
  EXPECT_TRUE(home.browser.contains("not a firmware image"));
  EXPECT_EQ(home.updater.aborted, 1);
  home.run(home.device, 3000);
  EXPECT_EQ(home.system.restarts, 0);
}

TEST(WebUpdate, AnUploadThatStopsHalfwayIsAborted) {
  static Online home;
  home.browser.say("POST /api/update HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 1000\r\n\r\n\xe9half");
  home.net.web = &home.browser;
  home.run(home.device, 6000);
  EXPECT_EQ(home.browser.closed, 1);
  EXPECT_EQ(home.updater.aborted, 1);
  EXPECT_EQ(home.post("/api/update", OWN PASSWORD, image), 200);  // and is in nobody's way
}

TEST(WebUpdate, TheLastByteOfAnImageIsWaitedFor) {
  static Online home;
  for (const size_t chunk : {size_t{1}, size_t{34}}) {
    home.browser.chunk = chunk;
    EXPECT_EQ(home.post("/api/update", OWN PASSWORD, image), 200);
    EXPECT_EQ(home.updater.got, 35u);
  }
}

TEST(WebUpdate, TheMarkIsFoundHoweverTheImageIsCut) {
  for (const size_t chunk : {size_t{1}, size_t{2}, size_t{5}, size_t{17}}) {
    ImageMark mark;
    const size_t size = sizeof image - 1;
    for (size_t at = 0; at < size; at += chunk) {
      EXPECT_EQ(mark.seen(), at >= 31);
      mark.look(reinterpret_cast<const uint8_t*>(image) + at, at + chunk < size ? chunk : size - at);
    }
    EXPECT_TRUE(mark.seen());
  }
}

TEST(WebUpdate, AMarkThatIsBrokenIsNone) {
  for (const char* text : {"#emXeter image for host.", "#em#meter image for host.", "emeter image for host.", "#emeter image for host", "#emeter image for hosts."}) {
    ImageMark mark;
    mark.look(reinterpret_cast<const uint8_t*>(text), strlen(text));
    EXPECT_FALSE(mark.seen());
  }
  ImageMark mark;
  const char again[] = "#emeter im#emeter image for host.";
  mark.look(reinterpret_cast<const uint8_t*>(again), sizeof again - 1);
  EXPECT_TRUE(mark.seen());
}

TEST(WebUpdate, AnImageThatFailsItsCheckIsNotInstalled) {
  static Online home;
  home.updater.broken = true;  // such as one whose signature is not the project's
  EXPECT_EQ(home.post("/api/update", OWN PASSWORD, image), 409);
  EXPECT_TRUE(home.browser.contains("not a firmware image"));
  home.run(home.device, 3000);
  EXPECT_EQ(home.system.restarts, 0);
}

TEST(WebUpdate, WithoutRoomNothingIsWritten) {
  static Online home;
  home.updater.full = true;
  EXPECT_EQ(home.post("/api/update", OWN PASSWORD, image), 409);
  EXPECT_EQ(home.updater.got, 0u);
  EXPECT_EQ(home.updater.ended, 0);
}

TEST(WebUpdate, TheMarkOfTheImageBeforeDoesNotCount) {
  static Online home;
  home.updater.broken = true;
  EXPECT_EQ(home.post("/api/update", OWN PASSWORD, image), 409);
  home.updater.broken = false;
  EXPECT_EQ(home.post("/api/update", OWN PASSWORD, "\xe9image without a mark"), 409);
  EXPECT_EQ(home.updater.ended, 1);
  EXPECT_EQ(home.updater.aborted, 1);
}

TEST(WebUpdate, AnImageNeedsItsLength) {
  static Online home;
  EXPECT_EQ(home.ask("POST /api/update HTTP/1.1\r\n" OWN PASSWORD "\r\n"), 411);
  EXPECT_EQ(home.post("/api/update", OWN PASSWORD, "\xe9"), 409);  // one byte is taken, and is no image
  EXPECT_EQ(home.updater.begun, 1);
}

TEST(WebUpdate, ABoardThatIsNotUpdatedSaysSo) {
  static Online home;
  static Bench bench;
  bench.board.updater = nullptr;
  static Device device(bench.board, bench.ring, sizeof bench.ring);
  static FakeBrowser browser;
  copyText(device.initialSettings().ssid, "Home");
  copyText(device.initialSettings().wifiPassword, "password1");
  copyText(device.initialSettings().devicePassword, "correct horse");
  device.begin();
  bench.request(device, browser, "POST /api/update HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 5\r\n\r\n\xe9imag");
  EXPECT_EQ(browser.status(), 409);
  EXPECT_TRUE(browser.contains("not updated over the network"));
  bench.request(device, browser, "GET /status.json HTTP/1.1\r\n" OWN "\r\n");
  EXPECT_TRUE(browser.contains("\"update\":{\"possible\":false,\"unlocked\":true,\"signed\":false,\"key\":null}}"));
}

TEST(WebUpdate, ASecondImageMeanwhileIsNotMixedIn) {
  static Online home;
  static FakeBrowser second;
  home.browser.say("POST /api/update HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 35\r\n\r\n\xe9image");
  home.net.web = &home.browser;
  home.run(home.device, 20);
  second.say("POST /api/update HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 12\r\n\r\n\xe9other-image");
  home.net.web = &second;
  home.run(home.device, 20);
  EXPECT_EQ(second.status(), 409);
  home.browser.said = image + 6;
  home.browser.left = 29;
  home.run(home.device, 50);
  EXPECT_EQ(home.browser.status(), 200);
  EXPECT_EQ(home.updater.got, 35u);
  EXPECT_EQ(home.updater.begun, 1);
}
