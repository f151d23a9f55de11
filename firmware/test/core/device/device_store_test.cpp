// When it writes its flash, and when it restarts.
#include <gtest/gtest.h>

#include <initializer_list>
#include <new>

#include "fakes/bench.h"

using namespace emeter;
using namespace emeter::test;

TEST(Device, WritesFlashOnlyBetweenBursts) {
  static Bench bench;
  static Device device(bench.board, bench.ring, sizeof bench.ring);
  device.begin();
  bench.run(device, 200);
  Settings changed = device.settings();
  changed.inverted = true;
  for (int i = 0; i < 100; i++) {  // a burst of one second
    if (i == 10) device.change(changed);
    bench.uart.arrive(100);
    bench.run(device, 10);
    EXPECT_EQ(bench.store.saves, 0);
  }
  bench.run(device, 100);
  EXPECT_EQ(bench.store.saves, 1);
}

TEST(Device, ALineThatIsNeverSilentDelaysSavingOnlyHalfAMinute) {
  static Bench bench;
  static Device device(bench.board, bench.ring, sizeof bench.ring);
  device.begin();
  Settings changed = device.settings();
  changed.inverted = true;
  bench.uart.arrive(10);
  bench.run(device, 10);
  device.change(changed);
  for (int i = 0; i < 3100 && bench.store.saves == 0; i++) {
    bench.uart.arrive(10);
    bench.run(device, 10);
  }
  EXPECT_EQ(bench.store.saves, 1);
}

TEST(Device, ErasingWhileAChangeWaitsForSilenceStoresNothing) {
  static Bench bench;
  static Device device(bench.board, bench.ring, sizeof bench.ring);
  device.begin();
  Settings changed = device.settings();
  changed.inverted = true;
  for (int i = 0; i < 50; i++) {  // a burst
    if (i == 10) device.change(changed);
    if (i == 20) device.eraseAll();
    bench.uart.arrive(100);
    bench.run(device, 10);
  }
  bench.run(device, 200);
  EXPECT_EQ(bench.store.saves, 0);
  EXPECT_EQ(bench.store.erases, 1);
}

TEST(Device, AChangeOnABusyLineIsStoredAfterThirtySecondsAlsoWhenTheClockWraps) {
  for (const uint32_t start : {100'000u, 0xFFFFFFFFu - 20'000}) {
    static Bench* bench;
    static Device* device;
    static char benchRoom[sizeof(Bench)] __attribute__((aligned(16)));
    static char deviceRoom[sizeof(Device)] __attribute__((aligned(16)));
    bench = new (benchRoom) Bench;
    bench->clock.set(start);
    device = new (deviceRoom) Device(bench->board, bench->ring, sizeof bench->ring);
    device->begin();
    const auto flow = [&](uint32_t millis) {
      for (uint32_t i = 0; i < millis / 10; i++) {
        bench->uart.arrive(10);
        for (int k = 0; k < 10; k++) device->cycle();
        bench->clock.advance(10);
      }
    };
    flow(1'000);
    Settings changed = device->settings();
    changed.inverted = true;
    device->change(changed);
    flow(29'900);
    EXPECT_EQ(bench->store.saves, 0);
    flow(200);
    EXPECT_EQ(bench->store.saves, 1);
    device->eraseAll();
    flow(29'900);
    EXPECT_EQ(bench->store.erases, 0);
    flow(200);
    EXPECT_EQ(bench->store.erases, 1);
    device->~Device();
  }
}

TEST(Device, RestartsASecondAndAHalfAfterItWasAsked) {
  for (const uint32_t start : {100'000u, 0xFFFFFFFFu - 500}) {
    static Bench* bench;
    static Device* device;
    static char benchRoom[sizeof(Bench)] __attribute__((aligned(16)));
    static char deviceRoom[sizeof(Device)] __attribute__((aligned(16)));
    bench = new (benchRoom) Bench;
    bench->clock.set(start);
    device = new (deviceRoom) Device(bench->board, bench->ring, sizeof bench->ring);
    device->begin();
    device->restartSoon();
    bench->run(*device, 1'490);
    EXPECT_EQ(bench->system.restarts, 0);
    bench->run(*device, 50);
    EXPECT_EQ(bench->system.restarts, 1);
    bench->run(*device, 5'000);
    EXPECT_EQ(bench->system.restarts, 1);
    device->~Device();
  }
}
