#include <gtest/gtest.h>

#include "fakes/wifi_home.h"

using namespace emeter;
using namespace emeter::test;

TEST_F(WifiWithoutCredentials, WithoutCredentialsItOpensItsOwnAccessPointAndTriesNothing) {
  begin();
  run(20 * 60'000);
  EXPECT_EQ(wifi.state(), WifiState::portal);
  EXPECT_TRUE(radio.accessPoint);
  EXPECT_STREQ(radio.accessPointName, "emeter-a1b2c3");
  EXPECT_EQ(radio.scans, 1);  // for the page that a phone opens next
  EXPECT_EQ(radio.connects, 0);
  EXPECT_EQ(system.restarts, 0);  // a device that waits for its owner does not restart under the phone
}

TEST_F(WifiWithCredentials, WithCredentialsItNeverOpensTheAccessPoint) {
  radio.reachable = false;
  begin();
  run(60 * 60'000);
  EXPECT_FALSE(radio.accessPoint);
}

TEST_F(WifiWithCredentials, AnAttemptMayTakeTwentySeconds) {
  radio.reachable = false;
  begin();
  run(19'700);
  EXPECT_EQ(wifi.state(), WifiState::connecting);
  EXPECT_EQ(radio.connects, 1);
  run(300);
  EXPECT_EQ(wifi.state(), WifiState::waiting);
  EXPECT_EQ(radio.state, StationState::off);  // between attempts the radio does nothing
  run(2'000);
  EXPECT_EQ(radio.connects, 2);
  run(18'000);
  EXPECT_EQ(wifi.state(), WifiState::connecting);
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

TEST_F(WifiWithCredentials, TheClockMayWrapMeanwhile) {
  now = 0xFFFFFFFFu - 300'000;
  radio.reachable = false;
  begin();
  run(14 * 60'000);
  EXPECT_EQ(system.restarts, 0);
  EXPECT_LE(radio.connects, 60);
  run(2 * 60'000);
  EXPECT_EQ(system.restarts, 1);
}

TEST_F(WifiWithoutCredentials, SetUpKeepsTheAccessPointForTheResultAndThenClosesIt) {
  now = 0xFFFF0000u;
  begin();
  ASSERT_TRUE(wifi.tryCredentials("Home", "password1", now));
  run(500);
  EXPECT_EQ(wifi.trial(), Trial::worked);
  EXPECT_STREQ(settings.ssid, "Home");
  EXPECT_STREQ(settings.wifiPassword, "password1");
  EXPECT_TRUE(wifi.takeChanged());
  EXPECT_FALSE(wifi.takeChanged());
  run(50'000);
  EXPECT_TRUE(radio.accessPoint);
  run(15'000);
  EXPECT_FALSE(radio.accessPoint);
  EXPECT_FALSE(wifi.accessPointOpen());
  EXPECT_EQ(wifi.state(), WifiState::online);
}

TEST_F(WifiWithoutCredentials, AWrongPasswordAtSetUpLeadsBackToTheAccessPointWithoutFurtherAttempts) {
  begin();
  wifi.tryCredentials("Home", "wrongwrong", now);
  run(40'000);
  EXPECT_EQ(wifi.trial(), Trial::failed);
  EXPECT_EQ(wifi.state(), WifiState::portal);
  EXPECT_TRUE(radio.accessPoint);
  EXPECT_STREQ(settings.ssid, "");
  EXPECT_EQ(radio.state, StationState::off);  // an attempt would move the access point's channel
  const int attempts = radio.connects;
  run(10 * 60'000);
  EXPECT_EQ(radio.connects, attempts);
}

TEST_F(WifiWithoutCredentials, ATrialTriesThreeTimes) {
  begin();
  wifi.tryCredentials("Home", "wrongwrong", now);
  for (int i = 0; i < 290; i++) {
    radio.state = StationState::failed;
    run(100);
  }
  EXPECT_EQ(wifi.trial(), Trial::running);
  EXPECT_EQ(radio.connects, 3);
}

TEST_F(WifiWithCredentials, NewCredentialsThatFailLeaveTheOldOnesInForce) {
  begin();
  run(1000);
  const int ended = radio.disconnects;
  wifi.tryCredentials("Elsewhere", "password2", now);
  EXPECT_EQ(radio.disconnects, ended + 1);  // the link that is there ends before the other is tried
  run(29'900);
  EXPECT_EQ(wifi.trial(), Trial::running);
  run(200);
  EXPECT_EQ(wifi.trial(), Trial::failed);
  EXPECT_EQ(radio.disconnects, ended + 2);
  run(40'000);
  EXPECT_EQ(wifi.trial(), Trial::failed);
  EXPECT_EQ(wifi.state(), WifiState::online);
  EXPECT_STREQ(settings.ssid, "Home");
  EXPECT_FALSE(wifi.takeChanged());
  EXPECT_FALSE(radio.accessPoint);
}

TEST_F(WifiWithoutCredentials, OneTrialAtATimeAndOnlyOfWhatCanBe) {
  begin();
  EXPECT_FALSE(wifi.tryCredentials("", "password1", now));
  EXPECT_FALSE(wifi.tryCredentials("Home", "short", now));
  EXPECT_TRUE(wifi.tryCredentials("Home", "wrongwrong", now));
  EXPECT_FALSE(wifi.tryCredentials("Home", "password1", now));
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

TEST_F(WifiWithoutCredentials, TheRadioGetsItsNameAndItsPower) {
  copyText(settings.host, "meter-7");
  settings.txPowerDbm = 12;
  begin();
  EXPECT_STREQ(radio.host, "meter-7");
  EXPECT_EQ(radio.powerDbm, 12);
}

TEST_F(WifiWithoutCredentials, SaysWhatItIsDoing) {
  EXPECT_TRUE(wifi.stateText() == "wired");
  begin();
  EXPECT_TRUE(wifi.stateText() == "setup");
  wifi.tryCredentials("Home", "password1", now);
  EXPECT_TRUE(wifi.stateText() == "trying");
  run(500);
  EXPECT_TRUE(wifi.stateText() == "online");
  radio.reachable = false;
  radio.state = StationState::failed;
  run(100);
  EXPECT_TRUE(wifi.stateText() == "waiting");
  run(2'000);
  EXPECT_TRUE(wifi.stateText() == "connecting");
}

TEST_F(WifiWithCredentials, AShortPressOpensTheAccessPointForTenMinutesAndKeepsWhatIsStored) {
  radio.reachable = false;
  begin();
  run(30'000);
  wifi.openForAWhile(now);
  const int attempts = radio.connects;
  run(9 * 60'000);
  EXPECT_EQ(wifi.state(), WifiState::portal);
  EXPECT_TRUE(radio.accessPoint && wifi.takesSetUp());
  EXPECT_EQ(radio.connects, attempts);  // an attempt would move its channel
  radio.reachable = true;
  run(2 * 60'000);
  EXPECT_FALSE(radio.accessPoint || wifi.takesSetUp());
  EXPECT_EQ(wifi.state(), WifiState::online);
  EXPECT_STREQ(settings.ssid, "Home");
  EXPECT_EQ(system.restarts, 0);
}

TEST_F(WifiWithCredentials, AShortPressLeavesALinkThatIsThere) {
  begin();
  const int ended = radio.disconnects;
  wifi.openForAWhile(now);
  run(5 * 60'000);
  EXPECT_TRUE(radio.accessPoint && wifi.takesSetUp());
  EXPECT_EQ(wifi.state(), WifiState::online);
  EXPECT_EQ(radio.disconnects, ended);
  run(6 * 60'000);
  EXPECT_FALSE(radio.accessPoint);
}

TEST_F(WifiWithCredentials, AFailedTrialAfterAPressLeadsBackToTheAccessPoint) {
  radio.reachable = false;
  begin();
  wifi.openForAWhile(now);
  EXPECT_TRUE(wifi.tryCredentials("New", "wrongwrong", now));
  run(31'000);
  EXPECT_EQ(wifi.trial(), Trial::failed);
  EXPECT_TRUE(radio.accessPoint && wifi.takesSetUp());
  EXPECT_STREQ(settings.ssid, "Home");
}

TEST_F(WifiWithCredentials, AnAddressSetByHandIsUsedAndLeftBehindWithTheNetwork) {
  settings.address = {0xC0A80128, 24, 0xC0A80101, 0};
  begin();
  EXPECT_EQ(radio.usedAddress.address, 0xC0A80128u);
  radio.goodSsid = "New";
  radio.goodPassword = "password2";
  wifi.tryCredentials("New", "password2", now);
  EXPECT_FALSE(radio.usedAddress.used());
  run(1'000);
  EXPECT_EQ(wifi.trial(), Trial::worked);
  EXPECT_FALSE(settings.address.used());
}
