// Who gets one of the web server's two connections, and for how long.
#include <gtest/gtest.h>

#include "fakes/asked.h"

using namespace emeter;
using namespace emeter::test;

namespace {

constexpr char question[] = "GET /api/line HTTP/1.1\r\nHost: emeter.local\r\n\r\n";

struct Visited : Online {
  // A browser that has sent so much of its request, and waits for its turn.
  void knock(FakeBrowser& with, const char* text) {
    with.say(text);
    net.web = &with;
    run(device, 20);
  }
  bool answered(FakeBrowser& with) {
    run(device, 50);
    return with.status() == 200 && with.closed == 1;
  }
  // Time passes faster than in run(), with a look each 10 ms.
  void pass(uint32_t millis) {
    for (uint32_t i = 0; i < millis / 10; i++) {
      for (int k = 0; k < 12; k++) device.cycle();
      clock.advance(10);
    }
  }
};

}  // namespace

TEST(WebConnections, TwoAreServedAtTheSameTime) {
  static Visited home;
  static FakeBrowser first, second;
  first.room = second.room = 5;  // each answer takes many looks
  home.knock(first, question);
  home.knock(second, question);
  EXPECT_EQ(first.closed + second.closed, 0);
  EXPECT_TRUE(first.total > 0 && second.total > 0);
  home.run(home.device, 500);
  EXPECT_EQ(first.status() + second.status(), 400);
  EXPECT_EQ(first.closed + second.closed, 2);
}

TEST(WebConnections, OnesThatSayNothingGiveWayAfterHalfASecond) {
  static Visited home;
  static FakeBrowser idle[2], third;
  for (FakeBrowser& browser : idle) home.knock(browser, "");
  home.knock(third, question);
  EXPECT_EQ(home.net.web == &third, true);  // it waits in the network's queue
  home.run(home.device, 300);
  EXPECT_EQ(home.net.web == &third, true);
  home.run(home.device, 300);
  EXPECT_TRUE(home.answered(third));
  EXPECT_EQ(idle[0].closed + idle[1].closed, 1);
}

TEST(WebConnections, ASilentOneStaysWhereThereIsAFreePlace) {
  static Visited home;
  static FakeBrowser idle, other;
  home.knock(idle, "");
  home.run(home.device, 1000);
  home.knock(other, question);
  EXPECT_TRUE(home.answered(other));
  EXPECT_EQ(idle.closed, 0);
}

TEST(WebConnections, ARequestThatHasBegunKeepsItsPlace) {
  static Visited home;
  static FakeBrowser begun[2], third;
  for (FakeBrowser& browser : begun) home.knock(browser, "G");
  home.run(home.device, 1000);
  home.knock(third, question);
  EXPECT_EQ(home.net.web == &third, true);
  EXPECT_EQ(begun[0].closed + begun[1].closed, 0);
}

TEST(WebConnections, OneIsEndedAfterFiveSecondsWithoutProgress) {
  static Visited home;
  static FakeBrowser browser;
  home.knock(browser, "GET / HT");
  home.pass(4'900);
  EXPECT_EQ(browser.closed, 0);
  home.pass(120);
  EXPECT_EQ(browser.closed, 1);
}

TEST(WebConnections, OneWhosePeerIsGoneIsEndedAtOnce) {
  static Visited home;
  static FakeBrowser browser;
  home.knock(browser, "GET / HT");
  browser.isOpen = false;
  home.run(home.device, 20);
  EXPECT_EQ(browser.closed, 1);
}

TEST(WebConnections, ARequestThatDripsIsEndedAfterTwentySeconds) {
  static Visited home;
  static FakeBrowser browser;
  home.knock(browser, "");
  for (int second = 0; second < 19; second++) {  // a byte a second
    browser.said = "G";
    browser.left = 1;
    home.pass(1'000);
  }
  EXPECT_EQ(browser.closed, 0);
  home.pass(1'000);
  EXPECT_EQ(browser.closed, 1);
}

TEST(WebConnections, AnAnswerThatIsReadDripByDripIsEndedAfterTwentySeconds) {
  static Visited home;
  static FakeBrowser browser;
  browser.room = 0;
  home.knock(browser, "GET / HTTP/1.1\r\nHost: emeter.local\r\n\r\n");
  for (int second = 0; second < 19; second++) {
    browser.room = 1;
    home.pass(10);
    browser.room = 0;
    home.pass(990);
  }
  EXPECT_EQ(browser.closed, 0);
  home.pass(1'100);
  EXPECT_EQ(browser.closed, 1);
}

TEST(WebConnections, AnAnswerHasItsOwnTwentySeconds) {
  static Visited home;
  static FakeBrowser browser;
  home.knock(browser, "");
  const char* text = question;
  for (int second = 0; second < 18; second++) {  // the request takes 18 s
    browser.said = text++;
    browser.left = 1;
    home.pass(1'000);
  }
  browser.room = 0;
  browser.said = text;
  browser.left = strlen(text);
  home.pass(4'000);
  EXPECT_EQ(browser.closed, 0);
  browser.room = 1000;
  EXPECT_TRUE(home.answered(browser));
}

TEST(WebConnections, ARefusedBodyIsReadForTwentySecondsAtMost) {
  static Visited home;
  static FakeBrowser browser;
  home.knock(browser, "POST /api/settings HTTP/1.1\r\nHost: emeter.local\r\nContent-Length: 5000\r\n\r\n");
  EXPECT_EQ(browser.status(), 413);
  for (int second = 0; second < 19; second++) {
    browser.said = "x";
    browser.left = 1;
    home.pass(1'000);
  }
  EXPECT_EQ(browser.closed, 0);
  home.pass(1'000);
  EXPECT_EQ(browser.closed, 1);
}

TEST(WebConnections, ARefusedBodyIsReadToItsEndAndNoFurther) {
  static Visited home;
  static FakeBrowser browser;
  static char body[1200];
  home.knock(browser, "POST /api/settings HTTP/1.1\r\nHost: emeter.local\r\nContent-Length: 1200\r\n\r\n");
  browser.said = body;
  browser.left = 1199;
  home.run(home.device, 50);
  EXPECT_EQ(browser.closed, 0);
  browser.left = 1;
  home.run(home.device, 20);
  EXPECT_EQ(browser.closed, 1);
}

TEST(WebConnections, AnImageMayTakeFiveMinutes) {
  static Visited home;
  static FakeBrowser browser;
  home.knock(browser, "POST /api/update HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 1000\r\n\r\n\xe9");
  for (int second = 0; second < 298; second += 2) {
    browser.said = "x";
    browser.left = 1;
    home.pass(2'000);
  }
  EXPECT_EQ(browser.closed, 0);
  home.pass(2'000);
  EXPECT_EQ(browser.closed, 1);
  EXPECT_EQ(home.updater.aborted, 1);
  EXPECT_EQ(home.updater.ended, 0);
}

TEST(WebConnections, OneRunReadsOneKibibyteAtMost) {
  static Visited home;
  static FakeBrowser browsers[2];
  static char body[9000];
  for (FakeBrowser& browser : browsers) home.knock(browser, "POST /api/settings HTTP/1.1\r\nHost: emeter.local\r\nContent-Length: 9000\r\n\r\n");
  for (FakeBrowser& browser : browsers) {
    browser.said = body;
    browser.left = sizeof body;
  }
  for (size_t before = 2 * sizeof body; before > 0;) {
    home.device.cycle();
    home.clock.advanceMicros(250);
    const size_t left = browsers[0].left + browsers[1].left;
    EXPECT_LE(before - left, 1024u);
    before = left;
  }
}
