#include <gtest/gtest.h>

#include "fakes/wifi_home.h"

using namespace emeter;
using namespace emeter::test;

TEST(Wifi, WithoutCredentialsItOpensItsOwnAccessPointAndTriesNothing) {
  Home home;
  home.begin();
  home.run(20 * 60'000);
  EXPECT_EQ(home.wifi.state(), WifiState::portal);
  EXPECT_TRUE(home.radio.accessPoint);
  EXPECT_STREQ(home.radio.accessPointName, "emeter-a1b2c3");
  EXPECT_EQ(home.radio.scans, 1);  // for the page that a phone opens next
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

TEST(Wifi, AnAttemptMayTakeTwentySeconds) {
  Home home;
  home.setUp();
  home.radio.reachable = false;
  home.begin();
  home.run(19'700);
  EXPECT_EQ(home.wifi.state(), WifiState::connecting);
  EXPECT_EQ(home.radio.connects, 1);
  home.run(300);
  EXPECT_EQ(home.wifi.state(), WifiState::waiting);
  EXPECT_EQ(home.radio.state, StationState::off);  // between attempts the radio does nothing
  home.run(2'000);
  EXPECT_EQ(home.radio.connects, 2);
  home.run(18'000);
  EXPECT_EQ(home.wifi.state(), WifiState::connecting);
}

TEST(Wifi, WhatTheRadioSaysInTheFirstHalfSecondIsOfTheAttemptBefore) {
  Home home;
  home.setUp();
  home.wifi.begin(home.now);
  home.radio.state = StationState::failed;
  home.run(500);
  EXPECT_EQ(home.wifi.state(), WifiState::connecting);
  home.radio.state = StationState::connecting;
  home.run(200);
  EXPECT_EQ(home.wifi.state(), WifiState::online);
  Home other;
  other.setUp();
  other.wifi.begin(other.now);
  other.radio.state = StationState::failed;
  other.run(600);
  EXPECT_EQ(other.wifi.state(), WifiState::waiting);
}

TEST(Wifi, TheClockMayWrapMeanwhile) {
  Home home;
  home.setUp();
  home.now = 0xFFFFFFFFu - 300'000;
  home.radio.reachable = false;
  home.begin();
  home.run(14 * 60'000);
  EXPECT_EQ(home.system.restarts, 0);
  EXPECT_LE(home.radio.connects, 60);
  home.run(2 * 60'000);
  EXPECT_EQ(home.system.restarts, 1);
}

TEST(Wifi, SetUpKeepsTheAccessPointForTheResultAndThenClosesIt) {
  Home home;
  home.now = 0xFFFF0000u;
  home.begin();
  ASSERT_TRUE(home.wifi.tryCredentials("Home", "password1", home.now));
  home.run(500);
  EXPECT_EQ(home.wifi.trial(), Trial::worked);
  EXPECT_STREQ(home.settings.ssid, "Home");
  EXPECT_STREQ(home.settings.wifiPassword, "password1");
  EXPECT_TRUE(home.wifi.takeChanged());
  EXPECT_FALSE(home.wifi.takeChanged());
  home.run(50'000);
  EXPECT_TRUE(home.radio.accessPoint);
  home.run(15'000);
  EXPECT_FALSE(home.radio.accessPoint);
  EXPECT_FALSE(home.wifi.accessPointOpen());
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
  EXPECT_EQ(home.radio.state, StationState::off);  // an attempt would move the access point's channel
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
  const int ended = home.radio.disconnects;
  home.wifi.tryCredentials("Elsewhere", "password2", home.now);
  EXPECT_EQ(home.radio.disconnects, ended + 1);  // the link that is there ends before the other is tried
  home.run(29'900);
  EXPECT_EQ(home.wifi.trial(), Trial::running);
  home.run(200);
  EXPECT_EQ(home.wifi.trial(), Trial::failed);
  EXPECT_EQ(home.radio.disconnects, ended + 2);
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

TEST(Wifi, TheRadioGetsItsNameAndItsPower) {
  Home home;
  copyText(home.settings.host, "meter-7");
  home.settings.txPowerDbm = 12;
  home.begin();
  EXPECT_STREQ(home.radio.host, "meter-7");
  EXPECT_EQ(home.radio.powerDbm, 12);
}

TEST(Wifi, SaysWhatItIsDoing) {
  Home home;
  EXPECT_TRUE(home.wifi.stateText() == "wired");
  home.begin();
  EXPECT_TRUE(home.wifi.stateText() == "setup");
  home.wifi.tryCredentials("Home", "password1", home.now);
  EXPECT_TRUE(home.wifi.stateText() == "trying");
  home.run(500);
  EXPECT_TRUE(home.wifi.stateText() == "online");
  home.radio.reachable = false;
  home.radio.state = StationState::failed;
  home.run(100);
  EXPECT_TRUE(home.wifi.stateText() == "waiting");
  home.run(2'000);
  EXPECT_TRUE(home.wifi.stateText() == "connecting");
}

TEST(Wifi, AShortPressOpensTheAccessPointForTenMinutesAndKeepsWhatIsStored) {
  Home home;
  home.setUp();
  home.radio.reachable = false;
  home.begin();
  home.run(30'000);
  home.wifi.openForAWhile(home.now);
  const int attempts = home.radio.connects;
  home.run(9 * 60'000);
  EXPECT_EQ(home.wifi.state(), WifiState::portal);
  EXPECT_TRUE(home.radio.accessPoint && home.wifi.takesSetUp());
  EXPECT_EQ(home.radio.connects, attempts);  // an attempt would move its channel
  home.radio.reachable = true;
  home.run(2 * 60'000);
  EXPECT_FALSE(home.radio.accessPoint || home.wifi.takesSetUp());
  EXPECT_EQ(home.wifi.state(), WifiState::online);
  EXPECT_STREQ(home.settings.ssid, "Home");
  EXPECT_EQ(home.system.restarts, 0);
}

TEST(Wifi, AShortPressLeavesALinkThatIsThere) {
  Home home;
  home.setUp();
  home.begin();
  const int ended = home.radio.disconnects;
  home.wifi.openForAWhile(home.now);
  home.run(5 * 60'000);
  EXPECT_TRUE(home.radio.accessPoint && home.wifi.takesSetUp());
  EXPECT_EQ(home.wifi.state(), WifiState::online);
  EXPECT_EQ(home.radio.disconnects, ended);
  home.run(6 * 60'000);
  EXPECT_FALSE(home.radio.accessPoint);
}

TEST(Wifi, AFailedTrialAfterAPressLeadsBackToTheAccessPoint) {
  Home home;
  home.setUp();
  home.radio.reachable = false;
  home.begin();
  home.wifi.openForAWhile(home.now);
  EXPECT_TRUE(home.wifi.tryCredentials("New", "wrongwrong", home.now));
  home.run(31'000);
  EXPECT_EQ(home.wifi.trial(), Trial::failed);
  EXPECT_TRUE(home.radio.accessPoint && home.wifi.takesSetUp());
  EXPECT_STREQ(home.settings.ssid, "Home");
}

TEST(Wifi, AnAddressSetByHandIsUsedAndLeftBehindWithTheNetwork) {
  Home home;
  home.setUp();
  home.settings.address = {0xC0A80128, 24, 0xC0A80101, 0};
  home.begin();
  EXPECT_EQ(home.radio.usedAddress.address, 0xC0A80128u);
  home.radio.goodSsid = "New";
  home.radio.goodPassword = "password2";
  home.wifi.tryCredentials("New", "password2", home.now);
  EXPECT_FALSE(home.radio.usedAddress.used());
  home.run(1'000);
  EXPECT_EQ(home.wifi.trial(), Trial::worked);
  EXPECT_FALSE(home.settings.address.used());
}
