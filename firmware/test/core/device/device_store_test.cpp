// When it writes its flash, and when it restarts.
#include <gtest/gtest.h>

#include <initializer_list>
#include <new>

#include "fakes/bench.h"

using namespace emeter;
using namespace emeter::test;

namespace {

struct Begun : Bench {
  Begun() { device.begin(); }
  explicit Begun(uint32_t start) {
    clock.set(start);
    device.begin();
  }

  Device device{board, ring, sizeof ring};
};

struct BegunDevice : testing::Test, Begun {};

// One that began at this time; the one before it is gone. It has no room on the stack.
Begun& begunAt(uint32_t start) {
  alignas(16) static unsigned char room[sizeof(Begun)];
  return *new (room) Begun(start);
}

}  // namespace

TEST_F(BegunDevice, WritesFlashOnlyBetweenBursts) {
  run(device, 200);
  Settings changed = device.settings();
  changed.inverted = true;
  for (int i = 0; i < 100; i++) {  // a burst of one second
    if (i == 10) device.change(changed);
    uart.arrive(100);
    run(device, 10);
    EXPECT_EQ(store.saves, 0);
  }
  run(device, 100);
  EXPECT_EQ(store.saves, 1);
}

TEST_F(BegunDevice, ALineThatIsNeverSilentDelaysSavingOnlyHalfAMinute) {
  Settings changed = device.settings();
  changed.inverted = true;
  uart.arrive(10);
  run(device, 10);
  device.change(changed);
  for (int i = 0; i < 3100 && store.saves == 0; i++) {
    uart.arrive(10);
    run(device, 10);
  }
  EXPECT_EQ(store.saves, 1);
}

TEST_F(BegunDevice, ErasingWhileAChangeWaitsForSilenceStoresNothing) {
  Settings changed = device.settings();
  changed.inverted = true;
  for (int i = 0; i < 50; i++) {  // a burst
    if (i == 10) device.change(changed);
    if (i == 20) device.eraseAll();
    uart.arrive(100);
    run(device, 10);
  }
  run(device, 200);
  EXPECT_EQ(store.saves, 0);
  EXPECT_EQ(store.erases, 1);
}

TEST(Device, AChangeOnABusyLineIsStoredAfterThirtySecondsAlsoWhenTheClockWraps) {
  for (const uint32_t start : {100'000u, 0xFFFFFFFFu - 20'000}) {
    Begun& at = begunAt(start);
    const auto flow = [&](uint32_t millis) {
      for (uint32_t i = 0; i < millis / 10; i++) {
        at.uart.arrive(10);
        for (int k = 0; k < 10; k++) at.device.cycle();
        at.clock.advance(10);
      }
    };
    flow(1'000);
    Settings changed = at.device.settings();
    changed.inverted = true;
    at.device.change(changed);
    flow(29'900);
    EXPECT_EQ(at.store.saves, 0);
    flow(200);
    EXPECT_EQ(at.store.saves, 1);
    at.device.eraseAll();
    flow(29'900);
    EXPECT_EQ(at.store.erases, 0);
    flow(200);
    EXPECT_EQ(at.store.erases, 1);
  }
}

TEST(Device, RestartsASecondAndAHalfAfterItWasAsked) {
  for (const uint32_t start : {100'000u, 0xFFFFFFFFu - 500}) {
    Begun& at = begunAt(start);
    at.device.restartSoon();
    at.run(at.device, 1'490);
    EXPECT_EQ(at.system.restarts, 0);
    at.run(at.device, 50);
    EXPECT_EQ(at.system.restarts, 1);
    at.run(at.device, 5'000);
    EXPECT_EQ(at.system.restarts, 1);
  }
}
