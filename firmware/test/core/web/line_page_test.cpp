// /api/line: how the app finds the line's mode.
#include <gtest/gtest.h>

#include <initializer_list>

#include "fakes/asked.h"
#include "fakes/sink.h"

using namespace emeter;
using namespace emeter::test;

namespace {

// Beside the questions it reads the stream, from the same address.
struct Reading : Online {
  Reading() {
    device.initialSettings().findLine = true;
    net.stream = &sink;
    run(device, 20);
  }
  FakeSink sink;
};

constexpr uint32_t minute = 60'000;

}  // namespace

TEST(WebLine, TheAppFindsTheLineModeWithoutPasswordOnlyWhileItMay) {
  static Online home;
  const char* trial = "POST /api/line HTTP/1.1\r\nHost: emeter.local\r\nContent-Length: 13\r\n\r\nmode=2400-8E1";
  EXPECT_EQ(home.ask(trial), 403);
  home.ask("POST /api/settings HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 6\r\n\r\nfind=1");
  EXPECT_EQ(home.ask(trial), 200);
  EXPECT_TRUE(home.browser.contains("\"mode\":\"2400-8E1\""));
  EXPECT_TRUE(home.browser.contains("\"kept\":false"));
  EXPECT_EQ(home.uart.line.baud, 2400u);
  EXPECT_EQ(home.device.settings().line.baud, 115200u);
  EXPECT_EQ(home.ask("POST /api/line HTTP/1.1\r\nHost: emeter.local\r\nOrigin: http://evil.example\r\nContent-Length: 13\r\n\r\nmode=9600-7E1"), 403);
  const char* kept = "POST /api/line HTTP/1.1\r\nHost: emeter.local\r\nContent-Length: 20\r\n\r\nmode=9600-7E1&keep=1";
  EXPECT_EQ(home.ask(kept), 403);  // it does not read the stream
  static FakeSink sink;
  home.net.stream = &sink;
  home.run(home.device, 20);
  EXPECT_EQ(home.ask(kept), 200);
  EXPECT_TRUE(home.browser.contains("\"kept\":true,\"find\":false"));
  EXPECT_EQ(home.ask(trial), 403);
  EXPECT_EQ(home.device.settings().line.baud, 9600u);
}

TEST(WebLine, TakesItsFieldsFromTheBodyOrTheAddress) {
  static Online home;
  home.device.initialSettings().findLine = true;
  EXPECT_EQ(home.post("/api/line?mode=9600-7E1&inverted=1", OWN, ""), 200);
  EXPECT_STREQ(home.browser.body(), "{\"mode\":\"9600-7E1\",\"inverted\":true,\"kept\":false,\"find\":true,\"alive_s\":null}");
  EXPECT_EQ(home.post("/api/line?mode=9600-7E1", OWN, "inverted=0"), 200);
  EXPECT_STREQ(home.browser.body(), "{\"mode\":\"9600-7E1\",\"inverted\":false,\"kept\":false,\"find\":true,\"alive_s\":null}");
  EXPECT_EQ(home.post("/api/line", OWN, "m=1"), 200);  // what is not given stays
  EXPECT_TRUE(home.uart.line.baud == 9600u && !home.uart.isInverted);
}

TEST(WebLine, RefusesWhatIsNoMode) {
  static Online home;
  home.device.initialSettings().findLine = true;
  for (const char* body : {"mode=", "mode=9600", "mode=115200-8N1000000", "mode=%", "mode=0-8N1"}) EXPECT_EQ(home.post("/api/line", OWN, body), 400);
  EXPECT_EQ(home.uart.changes, 1);
}

TEST(WebLine, ATriedModeIsGoneWithTheNextStartAndAKeptOneIsStored) {
  static Reading home;
  EXPECT_EQ(home.post("/api/line", OWN, "mode=2400-8E1&inverted=1&keep=0"), 200);
  home.run(home.device, 1000);
  EXPECT_EQ(home.store.saves, 0);
  EXPECT_EQ(home.post("/api/line", OWN, "keep=1"), 200);
  EXPECT_STREQ(home.browser.body(), "{\"mode\":\"2400-8E1\",\"inverted\":true,\"kept\":true,\"find\":false,\"alive_s\":0}");
  home.run(home.device, 1000);
  Settings stored;
  EXPECT_TRUE(decodeSettings(home.store.bytes, home.store.used, stored));
  EXPECT_TRUE(stored.line.baud == 2400u && stored.inverted && !stored.findLine);
}

TEST(WebLine, ChangingNothingLeavesTheReceiverAlone) {
  static Online home;
  home.device.initialSettings().findLine = true;
  EXPECT_EQ(home.post("/api/line", OWN, "mode=115200-8N1"), 200);
  EXPECT_EQ(home.uart.changes, 1);  // it was started, no more
}

TEST(WebLine, OnlyWhoReadsTheStreamOrHasThePasswordKeepsAMode) {
  static Reading home;
  home.browser.address = 0xC0A80177;  // somebody else on the network
  EXPECT_EQ(home.post("/api/line", OWN, "mode=2400-8E1&keep=1"), 403);
  EXPECT_TRUE(home.browser.contains("raw stream"));
  EXPECT_EQ(home.uart.line.baud, 115200u);
  EXPECT_TRUE(home.device.settings().findLine);
  EXPECT_EQ(home.post("/api/line", OWN PASSWORD, "keep=1"), 200);
  home.device.initialSettings().findLine = true;
  home.browser.address = home.sink.address;
  EXPECT_EQ(home.post("/api/line", OWN, "mode=2400-8E1&keep=1"), 200);
  EXPECT_EQ(home.device.settings().line.baud, 2400u);
  home.sink.isOpen = false;
  home.run(home.device, 50);
  home.device.initialSettings().findLine = true;
  EXPECT_EQ(home.post("/api/line", OWN, "keep=1"), 403);  // it is gone
}

TEST(WebLine, AliveNeedsNoPasswordAndChangesNothing) {
  static Reading home;
  home.device.initialSettings().findLine = false;
  EXPECT_EQ(home.post("/api/line", OWN, "alive=1"), 200);
  EXPECT_STREQ(home.browser.body(), "{\"mode\":\"115200-8N1\",\"inverted\":false,\"kept\":true,\"find\":false,\"alive_s\":0}");
  home.run(home.device, 3'000);
  EXPECT_EQ(home.get("/api/line", OWN), 200);
  EXPECT_TRUE(home.browser.contains("\"alive_s\":3}"));
  EXPECT_EQ(home.post("/api/line", OWN, "alive=1&mode=2400-8E1"), 401);
  EXPECT_EQ(home.post("/api/line", OWN, "alive=0"), 401);
  EXPECT_EQ(home.uart.changes, 1);
  EXPECT_EQ(home.store.saves, 0);
  home.browser.address = 0xC0A80177;
  EXPECT_EQ(home.post("/api/line", OWN, "alive=1"), 403);
}

namespace {

// Half an hour and more in steps that a test can pay for.
void pass(Asked& home, uint32_t millis) {
  for (uint32_t t = 0; t < millis; t += 5'000) {
    home.clock.advance(5'000 - 3);
    home.run(home.device, 3);
  }
}

}  // namespace

TEST(WebLine, ThirtyMinutesWithoutTelegramsOpenTheSearchAgain) {
  static Reading home;
  EXPECT_EQ(home.post("/api/line", OWN, "keep=1"), 200);
  home.run(home.device, 100);
  const int saves = home.store.saves;
  for (int i = 0; i < 6; i++) {
    pass(home, 10 * minute);
    EXPECT_FALSE(home.device.settings().findLine);
    EXPECT_EQ(home.post("/api/line", OWN, "alive=1"), 200);
  }
  pass(home, 29 * minute);
  EXPECT_FALSE(home.device.settings().findLine);
  pass(home, 2 * minute);
  EXPECT_TRUE(home.device.settings().findLine);
  EXPECT_EQ(home.store.saves, saves);  // not a byte of flash is spent on it
  EXPECT_EQ(home.post("/api/line", OWN, "mode=2400-8E1"), 200);  // the new meter's
  EXPECT_EQ(home.post("/api/line", OWN, "keep=1"), 200);
  home.run(home.device, 200);
  EXPECT_FALSE(home.device.settings().findLine);
  EXPECT_EQ(home.store.saves, saves + 1);
}

TEST(WebLine, TheSearchOpensEverMoreRarely) {
  static Reading home;
  EXPECT_EQ(home.post("/api/line", OWN, "keep=1"), 200);
  LineWatch watch;
  watch.begin(0);
  int opened = 0;
  for (uint32_t now = 0; now < 7 * 24 * 60 * minute; now += minute) opened += watch.due(now) ? 1 : 0;
  EXPECT_EQ(opened, 11);  // after 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 hours, and then each day
  watch.alive(7 * 24 * 60 * minute);
  EXPECT_FALSE(watch.due(7 * 24 * 60 * minute + 29 * minute));
  EXPECT_TRUE(watch.due(7 * 24 * 60 * minute + 30 * minute));
}

TEST(WebLine, TelegramsThatComeAgainCloseTheSearch) {
  static Reading home;
  EXPECT_EQ(home.post("/api/line", OWN, "keep=1"), 200);
  pass(home, 31 * minute);
  EXPECT_TRUE(home.device.settings().findLine);
  EXPECT_EQ(home.post("/api/line", OWN, "alive=1"), 200);
  EXPECT_FALSE(home.device.settings().findLine);
}

TEST(WebLine, AModeSetByHandIsNotSearchedForAgain) {
  static Reading home;
  EXPECT_EQ(home.post("/api/line", OWN, "keep=1"), 200);
  EXPECT_EQ(home.post("/api/settings", OWN PASSWORD, "mode=9600-7E1&find=0"), 200);
  EXPECT_EQ(home.post("/api/line", OWN, "alive=1"), 200);
  pass(home, 70 * minute);
  EXPECT_FALSE(home.device.settings().findLine);
}
