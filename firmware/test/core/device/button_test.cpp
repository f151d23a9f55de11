#include <gtest/gtest.h>

#include "emeter/device/button.h"
#include "emeter/device/led.h"

using namespace emeter;

namespace {

// Looks every 10 ms for so long with the button in one state; returns how often it fired.
int hold(Button& button, bool pressed, uint32_t& now, uint32_t millis) {
  int fired = 0;
  for (uint32_t t = 0; t < millis; t += 10) {
    if (button.look(pressed, now) == Press::held) fired++;
    now += 10;
  }
  return fired;
}

}  // namespace

TEST(Button, FourPointNineSecondsDoNothing) {
  Button button;
  uint32_t now = 1000;
  hold(button, false, now, 100);
  EXPECT_EQ(hold(button, true, now, 4900), 0);
  EXPECT_EQ(hold(button, false, now, 2000), 0);
}

TEST(Button, FiveSecondsEraseOnce) {
  Button button;
  uint32_t now = 1000;
  hold(button, false, now, 100);
  EXPECT_EQ(hold(button, true, now, 5000), 0);
  EXPECT_TRUE(button.look(true, now) == Press::held);  // 5.0 s to the millisecond
  EXPECT_EQ(hold(button, true, now, 20000), 0);
}

TEST(Button, ErasesAtFiveSecondsToTheMillisecond) {
  Button button;
  uint32_t now = 1000;
  for (; now < 1100; now++) EXPECT_TRUE(button.look(false, now) == Press::none);
  const uint32_t pressed = now;
  for (; now - pressed < 5000; now++) EXPECT_TRUE(button.look(true, now) == Press::none);
  EXPECT_TRUE(button.look(true, now) == Press::held);
}

TEST(Button, APressCountsFromItsLastBounceAndOnlyAfterThirtyMilliseconds) {
  Button button;
  for (uint32_t now = 0; now < 100; now++) button.look(false, now);
  button.look(true, 100);
  button.look(false, 129);  // 29 ms: a disturbance
  for (uint32_t now = 130; now < 6000; now++) EXPECT_TRUE(button.look(false, now) == Press::none);
  EXPECT_FALSE(button.warning(6000));
  button.look(true, 6000);
  button.look(true, 6030);
  EXPECT_FALSE(button.warning(6999));
  EXPECT_TRUE(button.warning(7000));
}

TEST(Button, NothingIsErasedWithinThirtyMillisecondsOfABounceAtTheEnd) {
  Button button;
  for (uint32_t now = 0; now < 100; now++) button.look(false, now);
  for (uint32_t now = 100; now < 5090; now++) button.look(true, now);
  button.look(false, 5090);
  for (uint32_t now = 5095; now < 5125; now++) EXPECT_TRUE(button.look(true, now) == Press::none);
  EXPECT_TRUE(button.look(true, 5125) == Press::held);
}

TEST(Button, ReleaseCancels) {
  Button button;
  uint32_t now = 0;
  hold(button, false, now, 100);
  EXPECT_EQ(hold(button, true, now, 3000), 0);
  hold(button, false, now, 100);
  EXPECT_EQ(hold(button, true, now, 4000), 0);
}

TEST(Button, BouncesNeitherCancelNorCount) {
  Button button;
  uint32_t now = 0;
  hold(button, false, now, 100);
  for (int i = 0; i < 5; i++) {  // bounces on the way down
    button.look(true, now);
    now += 3;
    button.look(false, now);
    now += 3;
  }
  const uint32_t pressed = now;
  hold(button, true, now, 2000);
  button.look(false, now);  // a bounce in the middle
  now += 5;
  button.look(true, now);
  EXPECT_EQ(hold(button, true, now, pressed + 4990 - now), 0);
  EXPECT_EQ(hold(button, true, now, 100), 1);
}

TEST(Button, NothingIsErasedWhileAReleaseBegins) {
  Button button;
  uint32_t now = 0;
  hold(button, false, now, 100);
  hold(button, true, now, 4990);
  EXPECT_EQ(hold(button, false, now, 100), 0);
}

TEST(Button, ClockMayWrapWhileItIsHeld) {
  Button button;
  uint32_t now = 0xFFFFFFFFu - 2000;
  hold(button, false, now, 100);
  EXPECT_EQ(hold(button, true, now, 5000), 0);
  EXPECT_EQ(hold(button, true, now, 20), 1);
}

TEST(Button, HeldAtStartCountsOnlyAfterALetGo) {
  Button button;
  uint32_t now = 0;
  EXPECT_EQ(hold(button, true, now, 20000), 0);
  hold(button, false, now, 100);
  EXPECT_EQ(hold(button, true, now, 5100), 1);
}

TEST(Button, AShortPressCountsOnceWhenItIsLetGo) {
  Button button;
  uint32_t now = 1000;
  const auto presses = [&](uint32_t millis) {
    int seen = 0;
    for (uint32_t t = 0; t < millis + 2000; t += 10, now += 10) {
      if (button.look(t < millis, now) == Press::shortPress) seen++;
    }
    return seen;
  };
  hold(button, false, now, 100);
  EXPECT_EQ(presses(20), 0);  // a disturbance
  EXPECT_EQ(presses(50), 1);
  EXPECT_EQ(presses(500), 1);
  EXPECT_EQ(presses(980), 1);
  EXPECT_EQ(presses(1100), 0);  // the LED has warned: cancelled
  EXPECT_EQ(presses(6000), 0);  // erased
  EXPECT_EQ(presses(300), 1);
  Button held;
  for (now = 0; now < 300; now += 10) EXPECT_TRUE(held.look(true, now) == Press::none);  // down already at start
  for (; now < 600; now += 10) EXPECT_TRUE(held.look(false, now) == Press::none);
}

TEST(Button, WarnsFromOneSecondOn) {
  Button button;
  uint32_t now = 0;
  hold(button, false, now, 100);
  hold(button, true, now, 990);
  EXPECT_FALSE(button.warning(now));
  hold(button, true, now, 20);
  EXPECT_TRUE(button.warning(now));
  hold(button, false, now, 50);
  EXPECT_FALSE(button.warning(now));
}

TEST(Led, CodesDiffer) {
  const LedCode codes[] = {LedCode::setup, LedCode::connecting, LedCode::listening, LedCode::receiving, LedCode::warning, LedCode::safe};
  const uint32_t changes[] = {4, 4, 0, 33, 20, 8};  // in two seconds
  for (int i = 0; i < 6; i++) {
    uint32_t seen = 0;
    for (uint32_t t = 1; t <= 2000; t++) {
      if (ledLit(codes[i], t) != ledLit(codes[i], t - 1)) seen++;
    }
    EXPECT_EQ(seen, changes[i]);
  }
}
