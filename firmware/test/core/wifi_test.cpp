#include <gtest/gtest.h>

#include "fakes.h"

using namespace emeter;
using namespace emeter::test;

namespace {

struct Home {
  FakeRadio radio;
  FakeSystem system;
  Settings settings;
  Wifi wifi{&radio, system, settings};
  uint32_t now = 5000;

  void setUp() {
    copyText(settings.ssid, "Home");
    copyText(settings.wifiPassword, "password1");
  }
  void run(uint32_t millis) {
    for (uint32_t end = now + millis; now != end; now += 100) wifi.run(now);
  }
  void begin() {
    wifi.begin(now);
    run(200);
  }
};

}  // namespace

TEST(Wifi, WithoutCredentialsItOpensItsOwnAccessPointAndTriesNothing) {
  Home home;
  home.begin();
  home.run(20 * 60'000);
  EXPECT_EQ(home.wifi.state(), WifiState::portal);
  EXPECT_TRUE(home.radio.accessPoint);
  EXPECT_STREQ(home.radio.accessPointName, "emeter-a1b2c3");
  EXPECT_EQ(home.radio.connects, 0);
  EXPECT_EQ(home.system.restarts, 0);  // a device that waits for its owner does not restart under the phone
}

TEST(Wifi, WithCredentialsItNeverOpensTheAccessPoint) {
  Home home;
  home.setUp();
  home.radio.reachable = false;
  home.begin();
  home.run(60 * 60'000);
  EXPECT_FALSE(home.radio.accessPoint);
}

TEST(Wifi, BacksOffFromOneSecondToAMinute) {
  Home home;
  home.setUp();
  home.radio.reachable = false;
  home.begin();
  int early = 0;
  for (int i = 0; i < 14 * 600; i++) {
    if (home.radio.state == StationState::connecting) home.radio.state = StationState::failed;  // at once
    home.run(100);
    if (i == 300) early = home.radio.connects;
  }
  EXPECT_GE(early, 14);  // about one a second at first
  EXPECT_LE(early, 31);
  EXPECT_LE(home.radio.connects, 200);  // and one a minute in the end
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

TEST(Wifi, SetUpKeepsTheAccessPointForTheResultAndThenClosesIt) {
  Home home;
  home.begin();
  ASSERT_TRUE(home.wifi.tryCredentials("Home", "password1", home.now));
  home.run(500);
  EXPECT_EQ(home.wifi.trial(), Trial::worked);
  EXPECT_STREQ(home.settings.ssid, "Home");
  EXPECT_TRUE(home.wifi.takeChanged());
  EXPECT_FALSE(home.wifi.takeChanged());
  home.run(50'000);
  EXPECT_TRUE(home.radio.accessPoint);
  home.run(15'000);
  EXPECT_FALSE(home.radio.accessPoint);
  EXPECT_EQ(home.wifi.state(), WifiState::online);
}

TEST(Wifi, AWrongPasswordAtSetUpLeadsBackToTheAccessPointWithoutFurtherAttempts) {
  Home home;
  home.begin();
  home.wifi.tryCredentials("Home", "wrongwrong", home.now);
  home.run(40'000);
  EXPECT_EQ(home.wifi.trial(), Trial::failed);
  EXPECT_EQ(home.wifi.state(), WifiState::portal);
  EXPECT_TRUE(home.radio.accessPoint);
  EXPECT_STREQ(home.settings.ssid, "");
  const int attempts = home.radio.connects;
  home.run(10 * 60'000);
  EXPECT_EQ(home.radio.connects, attempts);
}

TEST(Wifi, ATrialTriesThreeTimes) {
  Home home;
  home.begin();
  home.wifi.tryCredentials("Home", "wrongwrong", home.now);
  for (int i = 0; i < 290; i++) {
    home.radio.state = StationState::failed;
    home.run(100);
  }
  EXPECT_EQ(home.wifi.trial(), Trial::running);
  EXPECT_EQ(home.radio.connects, 3);
}

TEST(Wifi, NewCredentialsThatFailLeaveTheOldOnesInForce) {
  Home home;
  home.setUp();
  home.begin();
  home.run(1000);
  home.wifi.tryCredentials("Elsewhere", "password2", home.now);
  home.run(40'000);
  EXPECT_EQ(home.wifi.trial(), Trial::failed);
  EXPECT_EQ(home.wifi.state(), WifiState::online);
  EXPECT_STREQ(home.settings.ssid, "Home");
  EXPECT_FALSE(home.wifi.takeChanged());
  EXPECT_FALSE(home.radio.accessPoint);
}

TEST(Wifi, OneTrialAtATimeAndOnlyOfWhatCanBe) {
  Home home;
  home.begin();
  EXPECT_FALSE(home.wifi.tryCredentials("", "password1", home.now));
  EXPECT_FALSE(home.wifi.tryCredentials("Home", "short", home.now));
  EXPECT_TRUE(home.wifi.tryCredentials("Home", "wrongwrong", home.now));
  EXPECT_FALSE(home.wifi.tryCredentials("Home", "password1", home.now));
}

TEST(Wifi, OnAWireThereIsNothingToDo) {
  FakeSystem system;
  Settings settings;
  Wifi wifi(nullptr, system, settings);
  wifi.begin(0);
  wifi.run(100);
  EXPECT_EQ(wifi.state(), WifiState::wired);
  EXPECT_FALSE(wifi.tryCredentials("Home", "password1", 100));
}
