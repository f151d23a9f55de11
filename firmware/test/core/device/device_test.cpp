#include <gtest/gtest.h>

#include "fakes/bench.h"
#include "fakes/sink.h"

using namespace emeter;
using namespace emeter::test;

TEST(Device, StartsOnTheBoardsOwnPinWithDefaultsWhenNothingIsStored) {
  static Bench bench;
  static Device device(bench.board, bench.ring, sizeof bench.ring);
  device.load();
  EXPECT_TRUE(device.begin());
  EXPECT_EQ(bench.uart.usedPin, Settings::boardsOwnPin);
  EXPECT_EQ(bench.net.port, 8088);
  EXPECT_EQ(bench.uart.line.baud, 115200u);
}

TEST(Device, UsesWhatIsStored) {
  static Bench bench;
  Settings stored;
  LineMode::parse("2400-8E1", stored.line);
  stored.port = 9000;
  stored.rxPin = 3;
  bench.store.used = encodeSettings(stored, bench.store.bytes);
  static Device device(bench.board, bench.ring, sizeof bench.ring);
  device.load();
  device.begin();
  EXPECT_EQ(bench.uart.line.baud, 2400u);
  EXPECT_EQ(bench.net.port, 9000);
  EXPECT_EQ(bench.uart.usedPin, 3);
}

TEST(Device, TheButtonErasesAndRestarts) {
  static Bench bench;
  static Device device(bench.board, bench.ring, sizeof bench.ring);
  device.begin();
  bench.run(device, 200);
  bench.button.active = true;
  bench.run(device, 4900);
  bench.button.active = false;
  bench.run(device, 2500);
  EXPECT_EQ(bench.store.erases + bench.system.restarts, 0);
  bench.button.active = true;
  bench.run(device, 5100);
  bench.run(device, 2500);
  EXPECT_EQ(bench.store.erases, 1);
  EXPECT_EQ(bench.system.restarts, 1);
}

TEST(Device, OnlyAddressesOnTheListMayRead) {
  static Bench bench;
  static Device device(bench.board, bench.ring, sizeof bench.ring);
  AllowList::parse("192.168.1.0/24", device.initialSettings().allowed);
  device.begin();
  static FakeSink friendly, foreign;
  foreign.address = 0x0A000001;
  bench.net.stream = &foreign;
  bench.run(device, 50);
  bench.net.stream = &friendly;
  bench.run(device, 50);
  bench.uart.arrive(100);
  bench.run(device, 100);
  EXPECT_EQ(foreign.closed, 1);
  EXPECT_EQ(foreign.got, 0u);
  EXPECT_EQ(friendly.got, 100u);
  EXPECT_EQ(device.forwarder().totals().refused, 1u);
}

TEST(Device, ServingPagesCostsTheLineNothing) {
  static Bench bench;
  static Device device(bench.board, bench.ring, sizeof bench.ring);
  device.begin();
  bench.run(device, 100);
  static FakeSink sink;
  bench.net.stream = &sink;
  bench.run(device, 50);
  static FakeBrowser browser;
  for (int i = 0; i < 10; i++) {
    browser.say("GET /settings HTTP/1.1\r\nHost: 192.168.4.1\r\n\r\n");
    bench.net.web = &browser;
    for (int k = 0; k < 300; k++) {
      bench.uart.arrive(11);
      bench.run(device, 1);
    }
    EXPECT_EQ(browser.closed, 1);
  }
  bench.run(device, 100);
  EXPECT_EQ(sink.got, 33000u);
  EXPECT_EQ(sink.wrong, 0u);
}

TEST(Device, UptimeOutlivesTheWrapOfTheClock) {
  static Bench bench;
  static Device device(bench.board, bench.ring, sizeof bench.ring);
  bench.clock.set(0xFFFFFFFFu - 3000);
  device.begin();
  bench.run(device, 10000);
  static FakeBrowser browser;
  bench.request(device, browser, "GET /status.json HTTP/1.1\r\nHost: 192.168.4.1\r\n\r\n");
  EXPECT_TRUE(browser.contains("\"uptime_s\":9,") || browser.contains("\"uptime_s\":10,"));
}

TEST(Device, AStoredModeTheLineRefusesGivesWayToTheDefault) {
  static Bench bench;
  Settings stored;
  LineMode::parse("2400-8E1", stored.line);
  stored.inverted = true;
  bench.store.used = encodeSettings(stored, bench.store.bytes);
  bench.uart.refusesInversion = true;
  static Device device(bench.board, bench.ring, sizeof bench.ring);
  device.load();
  EXPECT_TRUE(device.begin());
  EXPECT_EQ(bench.uart.line.baud, 115200u);
}

TEST(Device, WithoutALineOrAPortItDoesNotStart) {
  static Bench broken, taken;
  static Device one(broken.board, broken.ring, sizeof broken.ring);
  static Device other(taken.board, taken.ring, sizeof taken.ring);
  broken.uart.broken = true;
  taken.net.taken = true;
  EXPECT_FALSE(one.begin());
  EXPECT_FALSE(other.begin());
}

TEST(Device, AStoredLineIsTheOneInForce) {
  static Bench bench;
  Settings stored;
  LineMode::parse("2400-8E1", stored.line);
  stored.inverted = true;
  bench.store.used = encodeSettings(stored, bench.store.bytes);
  static Device device(bench.board, bench.ring, sizeof bench.ring);
  device.load();
  device.begin();
  LineMode mode;
  bool inverted = false;
  device.line(mode, inverted);
  EXPECT_TRUE(mode == stored.line && inverted);
  EXPECT_TRUE(bench.uart.isInverted);
}

TEST(Device, ItsServicesKnowWhetherItIsOnlineAndWhetherSetUpIsOpen) {
  static Bench fresh, home;
  static Device waits(fresh.board, fresh.ring, sizeof fresh.ring);
  static Device online(home.board, home.ring, sizeof home.ring);
  waits.begin();
  fresh.run(waits, 300);
  EXPECT_FALSE(fresh.services.wasOnline);
  EXPECT_TRUE(fresh.services.wasAccessPointOpen);
  copyText(online.initialSettings().ssid, "Home");
  copyText(online.initialSettings().wifiPassword, "password1");
  online.begin();
  home.run(online, 300);
  EXPECT_TRUE(home.services.wasOnline);
  EXPECT_FALSE(home.services.wasAccessPointOpen);
  EXPECT_GE(home.services.runs, 10);
}

TEST(Device, RunsOnABoardThatHasNothingButALine) {
  static FakeUart uart;
  static FakeClock clock;
  static FakeNet net;
  static FakeStore store;
  static FakeSystem system;
  static uint8_t ring[1024];
  static Device device(Board{uart, clock, net, store, system}, ring, sizeof ring);
  EXPECT_TRUE(device.begin());
  for (int i = 0; i < 2000; i++) {
    device.cycle();
    clock.advance(1);
  }
  EXPECT_EQ(device.wifi().state(), WifiState::wired);
}
