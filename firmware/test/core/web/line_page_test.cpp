// /api/line: how the app finds the line's mode.
#include <gtest/gtest.h>

#include <initializer_list>

#include "fakes/asked.h"

using namespace emeter;
using namespace emeter::test;

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
  EXPECT_EQ(home.ask("POST /api/line HTTP/1.1\r\nHost: emeter.local\r\nContent-Length: 20\r\n\r\nmode=9600-7E1&keep=1"), 200);
  EXPECT_TRUE(home.browser.contains("\"kept\":true,\"find\":false"));
  EXPECT_EQ(home.ask(trial), 403);
  EXPECT_EQ(home.device.settings().line.baud, 9600u);
}

TEST(WebLine, TakesItsFieldsFromTheBodyOrTheAddress) {
  static Online home;
  home.device.initialSettings().findLine = true;
  EXPECT_EQ(home.post("/api/line?mode=9600-7E1&inverted=1", OWN, ""), 200);
  EXPECT_STREQ(home.browser.body(), "{\"mode\":\"9600-7E1\",\"inverted\":true,\"kept\":false,\"find\":true}");
  EXPECT_EQ(home.post("/api/line?mode=9600-7E1", OWN, "inverted=0"), 200);
  EXPECT_STREQ(home.browser.body(), "{\"mode\":\"9600-7E1\",\"inverted\":false,\"kept\":false,\"find\":true}");
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
  static Online home;
  home.device.initialSettings().findLine = true;
  EXPECT_EQ(home.post("/api/line", OWN, "mode=2400-8E1&inverted=1&keep=0"), 200);
  home.run(home.device, 1000);
  EXPECT_EQ(home.store.saves, 0);
  EXPECT_EQ(home.post("/api/line", OWN, "keep=1"), 200);
  EXPECT_STREQ(home.browser.body(), "{\"mode\":\"2400-8E1\",\"inverted\":true,\"kept\":true,\"find\":false}");
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
