// Who gets one of the web server's two connections, and for how long.
#include <gtest/gtest.h>

#include "fakes/asked.h"

using namespace emeter;
using namespace emeter::test;

namespace {

constexpr char question[] = "GET /api/line HTTP/1.1\r\nHost: emeter.local\r\n\r\n";

struct WebConnections : testing::Test, Online {
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

TEST_F(WebConnections, TwoAreServedAtTheSameTime) {
  static FakeBrowser first, second;
  first.room = second.room = 5;  // each answer takes many looks
  knock(first, question);
  knock(second, question);
  EXPECT_EQ(first.closed + second.closed, 0);
  EXPECT_TRUE(first.total > 0 && second.total > 0);
  run(device, 500);
  EXPECT_EQ(first.status() + second.status(), 400);
  EXPECT_EQ(first.closed + second.closed, 2);
}

TEST_F(WebConnections, OnesThatSayNothingGiveWayAfterHalfASecond) {
  static FakeBrowser idle[2], third;
  for (FakeBrowser& browser : idle) knock(browser, "");
  knock(third, question);
  EXPECT_EQ(net.web == &third, true);  // it waits in the network's queue
  run(device, 300);
  EXPECT_EQ(net.web == &third, true);
  run(device, 300);
  EXPECT_TRUE(answered(third));
  EXPECT_EQ(idle[0].closed + idle[1].closed, 1);
}

TEST_F(WebConnections, ASilentOneStaysWhereThereIsAFreePlace) {
  static FakeBrowser idle, other;
  knock(idle, "");
  run(device, 1000);
  knock(other, question);
  EXPECT_TRUE(answered(other));
  EXPECT_EQ(idle.closed, 0);
}

TEST_F(WebConnections, ARequestThatHasBegunKeepsItsPlace) {
  static FakeBrowser begun[2], third;
  for (FakeBrowser& browser : begun) knock(browser, "G");
  run(device, 1000);
  knock(third, question);
  EXPECT_EQ(net.web == &third, true);
  EXPECT_EQ(begun[0].closed + begun[1].closed, 0);
}

TEST_F(WebConnections, OneIsEndedAfterFiveSecondsWithoutProgress) {
  knock(browser, "GET / HT");
  pass(4'900);
  EXPECT_EQ(browser.closed, 0);
  pass(120);
  EXPECT_EQ(browser.closed, 1);
}

TEST_F(WebConnections, OneWhosePeerIsGoneIsEndedAtOnce) {
  knock(browser, "GET / HT");
  browser.isOpen = false;
  run(device, 20);
  EXPECT_EQ(browser.closed, 1);
}

TEST_F(WebConnections, ARequestThatDripsIsEndedAfterTwentySeconds) {
  knock(browser, "");
  for (int second = 0; second < 19; second++) {  // a byte a second
    browser.said = "G";
    browser.left = 1;
    pass(1'000);
  }
  EXPECT_EQ(browser.closed, 0);
  pass(1'000);
  EXPECT_EQ(browser.closed, 1);
}

TEST_F(WebConnections, AnAnswerThatIsReadDripByDripIsEndedAfterTwentySeconds) {
  browser.room = 0;
  knock(browser, "GET / HTTP/1.1\r\nHost: emeter.local\r\n\r\n");
  for (int second = 0; second < 19; second++) {
    browser.room = 1;
    pass(10);
    browser.room = 0;
    pass(990);
  }
  EXPECT_EQ(browser.closed, 0);
  pass(1'100);
  EXPECT_EQ(browser.closed, 1);
}

TEST_F(WebConnections, AnAnswerHasItsOwnTwentySeconds) {
  knock(browser, "");
  const char* text = question;
  for (int second = 0; second < 18; second++) {  // the request takes 18 s
    browser.said = text++;
    browser.left = 1;
    pass(1'000);
  }
  browser.room = 0;
  browser.said = text;
  browser.left = strlen(text);
  pass(4'000);
  EXPECT_EQ(browser.closed, 0);
  browser.room = 1000;
  EXPECT_TRUE(answered(browser));
}

TEST_F(WebConnections, ARefusedBodyIsReadForTwentySecondsAtMost) {
  knock(browser, "POST /api/settings HTTP/1.1\r\nHost: emeter.local\r\nContent-Length: 5000\r\n\r\n");
  EXPECT_EQ(browser.status(), 413);
  for (int second = 0; second < 19; second++) {
    browser.said = "x";
    browser.left = 1;
    pass(1'000);
  }
  EXPECT_EQ(browser.closed, 0);
  pass(1'000);
  EXPECT_EQ(browser.closed, 1);
}

TEST_F(WebConnections, ARefusedBodyIsReadToItsEndAndNoFurther) {
  static char body[1200];
  knock(browser, "POST /api/settings HTTP/1.1\r\nHost: emeter.local\r\nContent-Length: 1200\r\n\r\n");
  browser.said = body;
  browser.left = 1199;
  run(device, 50);
  EXPECT_EQ(browser.closed, 0);
  browser.left = 1;
  run(device, 20);
  EXPECT_EQ(browser.closed, 1);
}

TEST_F(WebConnections, AnImageMayTakeFiveMinutes) {
  knock(browser, "POST /api/update HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 1000\r\n\r\n\xe9");
  for (int second = 0; second < 298; second += 2) {
    browser.said = "x";
    browser.left = 1;
    pass(2'000);
  }
  EXPECT_EQ(browser.closed, 0);
  pass(2'000);
  EXPECT_EQ(browser.closed, 1);
  EXPECT_EQ(updater.aborted, 1);
  EXPECT_EQ(updater.ended, 0);
}

TEST_F(WebConnections, OneRunReadsOneKibibyteAtMost) {
  static FakeBrowser browsers[2];
  static char body[9000];
  for (FakeBrowser& browser : browsers) knock(browser, "POST /api/settings HTTP/1.1\r\nHost: emeter.local\r\nContent-Length: 9000\r\n\r\n");
  for (FakeBrowser& browser : browsers) {
    browser.said = body;
    browser.left = sizeof body;
  }
  for (size_t before = 2 * sizeof body; before > 0;) {
    device.cycle();
    clock.advanceMicros(250);
    const size_t left = browsers[0].left + browsers[1].left;
    EXPECT_LE(before - left, 1024u);
    before = left;
  }
}
