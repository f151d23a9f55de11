#include <gtest/gtest.h>

#include "fakes/bench.h"

using namespace emeter;
using namespace emeter::test;

namespace {

// How often the LED changes in two seconds; each code has its own number (led.h).
int changes(Bench& bench, Device& device) {
  int seen = 0;
  for (int i = 0; i < 2000; i++) {
    const bool before = bench.led.active;
    bench.run(device, 1);
    if (bench.led.active != before) seen++;
  }
  return seen;
}

bool near(int seen, int expected) { return seen >= expected - 2 && seen <= expected + 2; }

}  // namespace

TEST(Device, TheLedTellsItsState) {
  static Bench bench;
  static Device device(bench.board, bench.ring, sizeof bench.ring);
  device.begin();
  bench.run(device, 100);
  EXPECT_TRUE(near(changes(bench, device), 4));  // set-up: half a second on, half off
  device.tryWifi("Home", "password1");
  bench.run(device, 62'000);  // until the access point is closed
  EXPECT_EQ(changes(bench, device), 0);  // all is well
  EXPECT_FALSE(bench.led.active);
  int flickers = 0;
  for (int i = 0; i < 20; i++) {
    bench.uart.arrive(10);
    for (int k = 0; k < 100; k++) {
      const bool before = bench.led.active;
      bench.run(device, 1);
      if (bench.led.active != before) flickers++;
    }
  }
  EXPECT_TRUE(flickers >= 28);  // bytes arrive
  bench.run(device, 200);
  EXPECT_FALSE(bench.led.active);  // and no more
  bench.radio.reachable = false;
  bench.radio.state = StationState::failed;
  bench.run(device, 200);
  int lit = 0;
  for (int i = 0; i < 2000; i++) {
    bench.run(device, 1);
    if (bench.led.active) lit++;
  }
  EXPECT_TRUE(lit >= 80 && lit <= 160);  // no link: a short flash each second
  bench.button.active = true;
  bench.run(device, 1'100);
  EXPECT_TRUE(near(changes(bench, device), 20));  // the button's warning
  bench.button.active = false;
  bench.run(device, 200);
  device.restartSoon();
  int fast = 0;
  for (int i = 0; i < 1000; i++) {
    const bool before = bench.led.active;
    bench.run(device, 1);
    if (bench.led.active != before) fast++;
  }
  EXPECT_TRUE(near(fast, 10));  // and so before a restart
}
