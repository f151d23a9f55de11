#include <gtest/gtest.h>

#include <initializer_list>

#include "cable/plugged.h"
#include "emeter/cable/improv.h"
#include "emeter/image/chip.h"
#include "emeter/image/version.h"
#include "fakes/random.h"

using namespace emeter;
using namespace emeter::test;

namespace {

constexpr uint8_t ready = 2, provisioning = 3, provisioned = 4;
constexpr uint8_t wifi = 1, state = 2, info = 3, networks = 4, hostName = 5, devicePassword = 0xE0;

}  // namespace

TEST(Improv, TellsWhoItIsAndThatItIsReady) {
  static PluggedFresh fresh;
  fresh.console.command(state);
  fresh.goOn(20);
  EXPECT_TRUE(fresh.console.nextIs(ImprovType::state, ready));
  EXPECT_FALSE(fresh.console.next());
  fresh.console.command(info);
  fresh.goOn(20);
  char texts[80];
  Text expected(texts, sizeof texts);
  expected.put("esp-smart-meter|").put(version).put("|" EMETER_CHIP_FAMILY "|emeter|");
  EXPECT_TRUE(fresh.console.nextIsResult(info, texts));
}

TEST(Improv, BringsItIntoTheWiFiAndKeepsWhatWorked) {
  static PluggedFresh fresh;
  fresh.console.COMMAND(hostName, "attic");
  fresh.goOn(20);
  EXPECT_TRUE(fresh.console.nextIsResult(hostName, "attic|"));
  fresh.console.COMMAND(devicePassword, "correct horse");
  fresh.goOn(20);
  EXPECT_TRUE(fresh.console.nextIsResult(devicePassword, "set|"));
  fresh.console.COMMAND(wifi, "\4Home\11password1");
  fresh.goOn(20);
  EXPECT_TRUE(fresh.console.nextIs(ImprovType::state, provisioning));
  fresh.goOn(1000);
  EXPECT_TRUE(fresh.console.nextIs(ImprovType::state, provisioned));
  EXPECT_TRUE(fresh.console.nextIsResult(wifi, "http://192.168.1.20/|"));
  EXPECT_FALSE(fresh.console.next());
  fresh.goOn(1000);
  Settings stored;
  EXPECT_TRUE(decodeSettings(fresh.store.bytes, fresh.store.used, stored));
  EXPECT_STREQ(stored.ssid, "Home");
  EXPECT_STREQ(stored.wifiPassword, "password1");
  EXPECT_STREQ(stored.host, "attic");
  EXPECT_STREQ(stored.devicePassword, "correct horse");
  EXPECT_EQ(fresh.system.restarts, 0);  // the network has not heard of the old name
  fresh.console.command(state);
  fresh.goOn(20);
  EXPECT_TRUE(fresh.console.nextIs(ImprovType::state, provisioned));
  EXPECT_TRUE(fresh.console.nextIsResult(state, "http://192.168.1.20/|"));
}

TEST(Improv, SaysWhenTheNetworkCannotBeJoinedAndStaysReady) {
  static PluggedFresh fresh;
  fresh.console.COMMAND(wifi, "\4Home\12wrong word");
  fresh.goOn(20);
  EXPECT_TRUE(fresh.console.nextIs(ImprovType::state, provisioning));
  fresh.console.COMMAND(wifi, "\4Home\11password1");  // one attempt at a time
  fresh.goOn(20);
  EXPECT_TRUE(fresh.console.nextIs(ImprovType::error, 0xFF));
  fresh.goOn(Wifi::trialMillis + 500);
  EXPECT_TRUE(fresh.console.nextIs(ImprovType::error, 3));
  EXPECT_TRUE(fresh.console.nextIs(ImprovType::state, ready));
  EXPECT_FALSE(fresh.console.next());
  EXPECT_STREQ(fresh.device.settings().ssid, "");
  EXPECT_TRUE(fresh.radio.accessPoint);
}

TEST(Improv, ListsTheNetworksAndWhetherTheyAskForAPassword) {
  static PluggedFresh fresh;
  const int scans = fresh.radio.scans;
  fresh.radio.found = -1;
  fresh.console.command(networks);
  fresh.goOn(500);
  EXPECT_FALSE(fresh.console.next());  // a scan was under way: its end is waited for
  fresh.radio.found = 2;
  fresh.goOn(50);
  EXPECT_TRUE(fresh.console.nextIsResult(networks, "Home|-50|YES|"));
  EXPECT_TRUE(fresh.console.nextIsResult(networks, "Quote\"d|-80|NO|"));
  EXPECT_TRUE(fresh.console.nextIsResult(networks, ""));
  EXPECT_FALSE(fresh.console.next());
  EXPECT_EQ(fresh.radio.scans, scans);
  fresh.console.command(networks);
  fresh.goOn(50);
  EXPECT_EQ(fresh.radio.scans, scans + 1);
}

TEST(Improv, AScanThatNeverEndsIsGivenUpAndManyNetworksAreCut) {
  static PluggedFresh fresh;
  fresh.radio.found = -1;
  fresh.console.command(networks);
  fresh.goOn(Improv::scanMillis + 100);
  EXPECT_TRUE(fresh.console.nextIsResult(networks, ""));
  fresh.radio.found = 100;
  fresh.console.command(networks);
  fresh.goOn(500);
  int told = 0;
  while (fresh.console.next() && fresh.console.reader.data()[1] > 0) told++;
  EXPECT_EQ(told, Improv::mostNetworks);
}

TEST(Improv, DoesNotLookAroundDuringAnAttempt) {
  static PluggedFresh fresh;
  fresh.console.COMMAND(wifi, "\4Home\12wrong word");
  fresh.goOn(20);
  const int scans = fresh.radio.scans;
  fresh.console.command(networks);
  fresh.goOn(20);
  EXPECT_TRUE(fresh.console.nextIs(ImprovType::state, provisioning));
  EXPECT_TRUE(fresh.console.nextIsResult(networks, ""));
  EXPECT_EQ(fresh.radio.scans, scans);
}

TEST(Improv, WhatCannotBeIsRefusedAndNothingIsTried) {
  static PluggedFresh fresh;
  struct Case {
    const char* data;
    uint8_t size;
  };
  const Case cases[] = {
      {"", 0},
      {"\0", 1},
      {"\0\0", 2},                      // no name
      {"\4Home", 5},                    // no password
      {"\4Home\5short", 11},            // a password of five
      {"\4Home\12password1", 15},       // longer than the packet
      {"\4Home\10password1", 15},       // shorter than the packet
      {"\377Home\11password1", 15},     // a name beyond the end
      {"\4Ho\0e\11password1", 15},      // a 0 within
      {"\41aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\11password1", 44},
  };
  for (const Case& c : cases) {
    fresh.console.command(wifi, c.data, c.size);
    fresh.goOn(20);
    EXPECT_TRUE(fresh.console.nextIs(ImprovType::error, 1));
  }
  EXPECT_EQ(fresh.radio.connects, 0);
  for (const char* name : {"Attic", "-attic", "at tic", "a-name-of-more-than-24-characters"}) {
    fresh.console.command(hostName, name, strlen(name));
    fresh.goOn(20);
    EXPECT_TRUE(fresh.console.nextIs(ImprovType::error, 5));
  }
  for (const char* password : {"short", "a password of more than 32 characters", "with\ttabulator"}) {
    fresh.console.command(devicePassword, password, strlen(password));
    fresh.goOn(20);
    EXPECT_TRUE(fresh.console.nextIs(ImprovType::error, 1));
  }
  EXPECT_STREQ(fresh.device.settings().host, "emeter");
  EXPECT_STREQ(fresh.device.settings().devicePassword, "");
}

TEST(Improv, AnUnknownCommandAndADamagedPacketAreSaid) {
  static PluggedFresh fresh;
  fresh.console.command(99);
  fresh.goOn(20);
  EXPECT_TRUE(fresh.console.nextIs(ImprovType::error, 2));
  const uint8_t damaged[] = {'I', 'M', 'P', 'R', 'O', 'V', 1, 3, 2, 2, 0, 0};
  fresh.console.say(damaged, sizeof damaged);
  fresh.goOn(20);
  EXPECT_TRUE(fresh.console.nextIs(ImprovType::error, 1));
  const uint8_t falseLength[] = {'I', 'M', 'P', 'R', 'O', 'V', 1, 3, 2, 2, 7, 0xEC};  // the inner length is not the outer
  fresh.console.say(falseLength, sizeof falseLength);
  fresh.goOn(20);
  EXPECT_TRUE(fresh.console.nextIs(ImprovType::error, 1));
  const uint8_t notACommand[] = {'I', 'M', 'P', 'R', 'O', 'V', 1, 1, 1, 2, 0xE2};
  fresh.console.say(notACommand, sizeof notACommand);
  fresh.goOn(20);
  EXPECT_FALSE(fresh.console.next());
}

TEST(Improv, AnswersOneAfterTheOtherHoweverSlowThePortIs) {
  static PluggedFresh fresh;
  fresh.console.most = 1;
  for (int i = 0; i < 20; i++) fresh.console.command(info);
  fresh.goOn(20'000);
  int answers = 0;
  while (fresh.console.next()) answers++;
  EXPECT_EQ(answers, 20);
  EXPECT_EQ(fresh.console.damaged, 0);
}

TEST(Improv, OnlineItSaysWhereItIsAndTakesAnotherNameAndNetwork) {
  static PluggedOnline home;
  home.console.command(state);
  home.goOn(20);
  EXPECT_TRUE(home.console.nextIs(ImprovType::state, provisioned));
  EXPECT_TRUE(home.console.nextIsResult(state, "http://192.168.1.20/|"));
  home.console.COMMAND(wifi, "\5Other\11password2");
  home.goOn(Wifi::trialMillis + 2000);
  EXPECT_TRUE(home.console.nextIs(ImprovType::state, provisioning));
  EXPECT_TRUE(home.console.nextIs(ImprovType::error, 3));
  EXPECT_TRUE(home.console.next());
  EXPECT_STREQ(home.device.settings().ssid, "Home");
  EXPECT_EQ(home.device.wifi().state(), WifiState::online);
  home.console.COMMAND(hostName, "cellar");
  home.goOn(3000);
  EXPECT_TRUE(home.console.nextIsResult(hostName, "cellar|"));
  EXPECT_EQ(home.system.restarts, 1);  // the network knows the old name
}

TEST(Improv, APasswordThatIsSetIsNotReplacedByWhoHasTheCable) {
  static PluggedOnline home;
  home.console.command(devicePassword);
  home.goOn(20);
  EXPECT_TRUE(home.console.nextIsResult(devicePassword, "set|"));
  home.console.COMMAND(devicePassword, "another one");
  home.goOn(20);
  EXPECT_TRUE(home.console.nextIs(ImprovType::error, 0xE0));
  EXPECT_STREQ(home.device.settings().devicePassword, "correct horse");
}

TEST(Improv, NoiseChangesNothing) {
  static PluggedFresh fresh;
  Random random(11);
  for (int i = 0; i < 400; i++) {
    uint8_t noise[200] = {'I', 'M', 'P', 'R', 'O', 'V', 1, 3};
    for (size_t at = 8; at < sizeof noise; at++) noise[at] = static_cast<uint8_t>(random.next());
    fresh.console.say(noise, sizeof noise);
    fresh.goOn(30);
    fresh.console.forget();
  }
  EXPECT_EQ(fresh.radio.connects, 0);
  EXPECT_STREQ(fresh.device.settings().host, "emeter");
  EXPECT_STREQ(fresh.device.settings().devicePassword, "");
}

TEST(Improv, ABoardWithoutAPlugHasNone) {
  static Bench bench;
  static Device device(bench.board, bench.ring, sizeof bench.ring);
  device.begin();
  bench.console.command(state);
  bench.run(device, 100);
  EXPECT_EQ(bench.console.begins, 0);
  EXPECT_EQ(bench.console.heardSize, 0u);
}
