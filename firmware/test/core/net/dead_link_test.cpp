// A link that is up and leads nowhere.
#include <gtest/gtest.h>

#include "fakes/wifi_home.h"

using namespace emeter;
using namespace emeter::test;

namespace {

constexpr uint32_t minute = 60'000;
constexpr uint32_t hour = 60 * minute;

struct Linked : Home {
  Linked() {
    setUp();
    begin();
    run(2 * minute);
  }
};

}  // namespace

TEST(DeadLink, AGatewayThatAnswersIsEnough) {
  Linked home;
  home.run(24 * hour);  // and no app in all that time
  EXPECT_EQ(home.wifi.state(), WifiState::online);
  EXPECT_EQ(home.radio.connects, 1);
  EXPECT_EQ(home.wifi.dead(), 0u);
  EXPECT_EQ(home.system.restarts, 0);
  EXPECT_GE(home.radio.asked, 24 * 60);
}

TEST(DeadLink, WhoeverIsConnectedIsASignOfLifeAndNothingIsAsked) {
  Linked home;
  home.radio.gatewayAlive = false;  // it answers nobody
  const int asked = home.radio.asked;
  for (uint32_t t = 0; t < 2 * hour; t += 1000) {
    home.wifi.heard(home.now);
    home.run(1000);
  }
  EXPECT_EQ(home.radio.asked, asked);
  EXPECT_EQ(home.radio.connects, 1);
}

TEST(DeadLink, WhereTheGatewayIsSilentTooItAssociatesAnew) {
  Linked home;
  home.radio.gatewayAlive = false;
  home.run(90'000);
  EXPECT_EQ(home.wifi.state(), WifiState::online);  // one lost answer is none
  home.run(70'000);
  EXPECT_EQ(home.radio.connects, 2);
  EXPECT_EQ(home.wifi.dead(), 1u);
  home.radio.gatewayAlive = true;
  home.run(2 * hour);
  EXPECT_EQ(home.wifi.state(), WifiState::online);
  EXPECT_EQ(home.radio.connects, 2);
  EXPECT_EQ(home.wifi.reconnects(), 1u);
  EXPECT_EQ(home.system.restarts, 0);
}

TEST(DeadLink, ALinkThatStaysDeadRestartsTheDeviceOnceInSixHours) {
  Linked home;
  home.radio.gatewayAlive = false;
  home.run(5 * hour);
  EXPECT_EQ(home.system.restarts, 0);
  EXPECT_GE(home.radio.connects, 6);
  EXPECT_LE(home.radio.connects, 20);  // ever more rarely
  home.run(3 * hour);
  EXPECT_EQ(home.system.restarts, 1);
  home.run(24 * hour);
  EXPECT_GE(home.system.restarts, 4);
  EXPECT_LE(home.system.restarts, 5);
}

TEST(DeadLink, ANetworkInWhichNobodyEverAnswersRestartsNothing) {
  Home home;
  home.setUp();
  home.radio.gatewayAlive = false;
  home.begin();
  home.run(48 * hour);
  EXPECT_EQ(home.system.restarts, 0);
  EXPECT_LE(home.radio.connects, 70);
}

TEST(DeadLink, AnAddressSetByHandAtWhichNobodyAnswersGivesWayToTheRouters) {
  Home home;
  home.setUp();
  home.settings.address = {0xC0A80963, 24, 0xC0A80901, 0};  // of another network
  home.radio.gatewayAlive = false;
  home.begin();
  EXPECT_TRUE(home.radio.usedAddress.used());
  home.run(3 * minute);
  EXPECT_FALSE(home.radio.usedAddress.used());
  home.radio.gatewayAlive = true;
  home.run(2 * hour);
  EXPECT_FALSE(home.radio.usedAddress.used());
  EXPECT_EQ(home.radio.connects, 2);
  EXPECT_TRUE(home.settings.address.used());  // as set, until it is changed
}

TEST(DeadLink, TheClockMayWrap) {
  Home home;
  home.setUp();
  home.now = 0xFFFFFFFFu - 3 * minute;
  home.begin();
  home.run(2 * minute);
  home.radio.gatewayAlive = false;
  home.run(3 * minute);
  EXPECT_EQ(home.radio.connects, 2);
}
