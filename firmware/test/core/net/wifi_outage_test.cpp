#include <gtest/gtest.h>

#include "fakes/effort.h"
#include "fakes/wifi_home.h"

using namespace emeter;
using namespace emeter::test;

namespace {

// The waits of a quarter of an hour without link, in which every attempt fails at once.
struct Outage {
  explicit Outage(uint32_t seed) {
    home.system.seed(seed);
    home.setUp();
    home.radio.failsAtOnce = true;
    home.wifi.begin(home.now);
    const uint32_t start = home.now;
    while (home.now - start < 899'000) {
      if (home.wifi.state() != WifiState::waiting) {
        home.run(step);
        continue;
      }
      const uint32_t began = home.now;
      while (home.wifi.state() == WifiState::waiting) home.run(step);
      offline[count] = began - start;
      wait[count++] = home.now - began;
    }
  }

  static constexpr uint32_t step = effort(1, 20);
  Home home;
  uint32_t offline[250];  // milliseconds without link, when the wait began
  uint32_t wait[250];
  size_t count = 0;
};

}  // namespace

TEST(Wifi, BacksOffFromASecondToAMinuteAsTheOutageLasts) {
  static const Outage outage(7);
  struct Stretch {  // of the outage, and what a wait in it lasts; each a quarter more or less, by chance
    uint32_t from, to, shortest, longest;
  };
  const Stretch stretches[] = {
      {0, 110'000, 750, 1'250},          // a router's restart costs a second
      {290'000, 310'000, 4'600, 9'000},  // 300 s: 6.7 s
      {570'000, 630'000, 18'000, 37'000},  // 600 s: 26.7 s
      {820'000, 899'000, 36'000, 60'000},  // the end: up to a minute
  };
  for (const Stretch& stretch : stretches) {
    size_t seen = 0;
    for (size_t i = 0; i < outage.count; i++) {
      if (outage.offline[i] < stretch.from || outage.offline[i] > stretch.to) continue;
      seen++;
      EXPECT_GE(outage.wait[i] + Outage::step, stretch.shortest);
      EXPECT_LE(outage.wait[i], stretch.longest + Outage::step);
    }
    EXPECT_GE(seen, 1u);
  }
  for (size_t i = 0; i < outage.count; i++) EXPECT_LE(outage.wait[i], 60'000 + Outage::step);
  // About 70 attempts while the waits last a second, then as many as the growing waits leave.
  EXPECT_GE(outage.count, 140u);
  EXPECT_LE(outage.count, 180u);
}

TEST(Wifi, AStreetDoesNotComeBackInStep) {
  static const Outage one(7), other(8);
  uint32_t shortest = one.wait[0], longest = one.wait[0], same = 0;
  for (size_t i = 0; i < 60; i++) {  // in the first stretch, where each lasts a second
    if (one.wait[i] < shortest) shortest = one.wait[i];
    if (one.wait[i] > longest) longest = one.wait[i];
    if (one.wait[i] == other.wait[i]) same++;
  }
  EXPECT_LE(shortest, 800u);
  EXPECT_GE(longest, 1'200u);
  EXPECT_LE(same, 10u);
}

TEST(Wifi, ALinkThatComesBackEndsTheBackOff) {
  Home home;
  home.setUp();
  home.radio.failsAtOnce = true;
  home.begin();
  home.run(10 * 60'000);
  home.radio.failsAtOnce = false;
  home.run(60'000);
  ASSERT_TRUE(home.wifi.state() == WifiState::online);
  home.radio.failsAtOnce = true;
  home.radio.state = StationState::failed;
  const int before = home.radio.connects;
  home.run(10'000);
  EXPECT_GE(home.radio.connects - before, 5);  // one in about a second and a half again
}

TEST(Wifi, RestartsAfterAQuarterOfAnHourWithoutLink) {
  Home home;
  home.setUp();
  home.radio.reachable = false;
  home.begin();
  home.run(14 * 60'000);
  EXPECT_EQ(home.system.restarts, 0);
  home.run(2 * 60'000);
  EXPECT_EQ(home.system.restarts, 1);
}

TEST(Wifi, ComesBackWithinFiveSecondsAfterAMinuteWithoutNetwork) {
  Home home;
  home.setUp();
  home.begin();
  home.run(1000);
  for (uint32_t outage = 1; outage <= 50; outage++) {
    ASSERT_TRUE(home.wifi.state() == WifiState::online);
    home.radio.reachable = false;
    for (int i = 0; i < 600; i++) {
      home.radio.state = StationState::failed;
      home.run(100);
    }
    EXPECT_NE(home.wifi.state(), WifiState::online);
    home.radio.reachable = true;
    uint32_t waited = 0;
    while (home.wifi.state() != WifiState::online && waited < 60'000) {
      home.run(100);
      waited += 100;
    }
    EXPECT_LE(waited, 5'000u);
    EXPECT_EQ(home.wifi.reconnects(), outage);
  }
  EXPECT_EQ(home.system.restarts, 0);
}
