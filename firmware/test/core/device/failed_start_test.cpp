// Starts that come to nothing: a bad image, or settings that it cannot bear.
#include <gtest/gtest.h>

#include "fakes/asked.h"
#include "fakes/sink.h"

using namespace emeter;
using namespace emeter::test;

namespace {

// The next start after so many that failed.
struct After : Asked {
  explicit After(uint32_t failed) {
    system.failed = failed;
    Settings& settings = device.initialSettings();
    copyText(settings.ssid, "Home");
    copyText(settings.wifiPassword, "password1");
    copyText(settings.devicePassword, "correct horse");
    begun = device.begin();
    run(device, 500);
  }
  bool begun = false;
};

}  // namespace

TEST(FailedStart, TwoAreNothing) {
  static After home(2);
  EXPECT_FALSE(home.device.safe());
  EXPECT_EQ(home.uart.changes, 1);
}

TEST(FailedStart, AfterThreeOnlyWifiPagesAndUpdatesRun) {
  static After home(3);
  EXPECT_TRUE(home.begun && home.device.safe());
  EXPECT_EQ(home.uart.changes, 0);
  EXPECT_EQ(home.services.runs, 0);
  EXPECT_EQ(home.get("/status.json", OWN), 200);
  EXPECT_TRUE(home.browser.contains("\"safe\":true"));
  EXPECT_EQ(home.get("/update", OWN), 200);
  static char image[200];
  memset(image, 'x', sizeof image - 1);
  image[0] = static_cast<char>(0xE9);
  Text(image + 1, sizeof image - 1).put(ImageMark::own());
  EXPECT_EQ(home.post("/api/update", OWN PASSWORD, image), 200);
  home.run(home.device, 2'000);
  EXPECT_EQ(home.updater.ended, 1);
  EXPECT_EQ(home.system.restarts, 1);
  EXPECT_EQ(home.system.lasted, 1);  // the new image begins with a clean slate
}

TEST(FailedStart, EvenALineThatCannotBeHadDoesNotKeepItFromSafeMode) {
  static Bench bench;
  static Device device(bench.board, bench.ring, sizeof bench.ring);
  bench.uart.broken = true;
  EXPECT_FALSE(device.begin());
  bench.system.failed = 3;
  static Device again(bench.board, bench.ring, sizeof bench.ring);
  EXPECT_TRUE(again.begin());
}

TEST(FailedStart, AMinuteProvesAStart) {
  static After home(1);
  EXPECT_EQ(home.get("/status.json", OWN), 200);
  home.run(home.device, 59'000);
  EXPECT_EQ(home.system.lasted + home.system.works, 0);
  home.run(home.device, 1'500);
  EXPECT_EQ(home.system.lasted, 1);
  EXPECT_EQ(home.system.works, 1);
  home.run(home.device, 5'000);
  EXPECT_EQ(home.system.lasted + home.system.works, 2);
}

TEST(FailedStart, AnImageThatFindsNoNetworkIsNotYetProven) {
  static Asked home;
  copyText(home.device.initialSettings().ssid, "Home");
  home.radio.reachable = false;
  home.device.begin();
  home.run(home.device, 70'000);
  EXPECT_EQ(home.system.lasted, 1);
  EXPECT_EQ(home.system.works, 0);
  home.radio.reachable = true;
  home.radio.goodPassword = "";
  home.run(home.device, 80'000);
  EXPECT_EQ(home.get("/status.json", OWN), 200);
  home.run(home.device, 500);
  EXPECT_EQ(home.system.works, 1);
}

TEST(FailedStart, AnImageThatNobodyReachesIsNotYetProven) {
  static After home(0);
  home.run(home.device, 70'000);
  EXPECT_EQ(home.system.works, 0);
  static FakeSink app;
  home.net.stream = &app;
  home.run(home.device, 500);
  EXPECT_EQ(home.system.works, 1);
}

TEST(FailedStart, SafeModeTriesAgainAfterHalfAnHour) {
  static After home(3);
  const auto pass = [&](uint32_t minutes) {
    for (uint32_t i = 0; i < minutes * 60; i++) {
      home.clock.advance(998);
      home.run(home.device, 2);
    }
  };
  pass(29);
  EXPECT_EQ(home.system.restarts, 0);
  pass(2);
  EXPECT_EQ(home.system.restarts, 1);
}

TEST(FailedStart, ARestartThatWasAskedForIsNoFailure) {
  static After home(0);
  EXPECT_EQ(home.post("/api/restart", OWN PASSWORD, ""), 200);
  home.run(home.device, 2'000);
  EXPECT_EQ(home.system.lasted, 1);
  EXPECT_EQ(home.system.restarts, 1);
}

TEST(FailedStart, WhatCannotBeReadIsTriedAgainByAnotherStart) {
  static Fresh fresh;
  fresh.store.damaged = true;
  const auto pass = [&](uint32_t minutes) {
    for (uint32_t i = 0; i < minutes * 60; i++) {
      fresh.clock.advance(998);
      fresh.run(fresh.device, 2);
    }
  };
  pass(9);
  EXPECT_EQ(fresh.system.restarts, 0);
  pass(2);
  EXPECT_EQ(fresh.system.restarts, 1);
}
