#include <gtest/gtest.h>

#include <new>

#include "fakes/asked.h"

using namespace emeter;
using namespace emeter::test;

TEST(WebSettings, SettingsAreCheckedChangedAndStored) {
  static Online home;
  EXPECT_EQ(home.ask("POST /api/settings HTTP/1.1\r\n" OWN PASSWORD
                     "Content-Length: 72\r\n\r\nmode=2400-8E1&inverted=1&allow=192.168.1.0%2F24&rx_pin=3&tx_power_dbm=12"),
            200);
  const Settings& s = home.device.settings();
  EXPECT_EQ(s.line.baud, 2400u);
  EXPECT_TRUE(s.inverted);
  EXPECT_EQ(s.rxPin, 3);
  EXPECT_EQ(s.txPowerDbm, 12);
  EXPECT_TRUE(s.allowed.allows(0xC0A80105));
  EXPECT_FALSE(s.allowed.allows(0x0A000001));
  EXPECT_EQ(home.uart.line.baud, 2400u);
  home.run(home.device, 3000);
  Settings stored;
  EXPECT_TRUE(decodeSettings(home.store.bytes, home.store.used, stored));
  EXPECT_EQ(stored.line.baud, 2400u);
  EXPECT_EQ(home.system.restarts, 1);  // another pin
}

TEST(WebSettings, AWrongSettingChangesNothingAndIsNamed) {
  static Online home;
  struct Case {
    const char* body;
    const char* named;
  };
  const Case cases[] = {
      {"mode=1-8N1&host=new", "mode:"},
      {"host=New+Host", "host:"},
      {"host=", "host:"},
      {"host=%4", "host:"},
      {"port=80&host=new", "port:"},
      {"port=0", "port:"},
      {"port=", "port:"},
      {"port=x", "port:"},
      {"port=1x", "port:"},
      {"port=/", "port:"},
      {"port=65536", "port:"},
      {"port=4294975384", "port:"},  // 8088 in the lowest 32 bits
      {"rx_pin=7", "rx_pin:"},
      {"rx_pin=255", "rx_pin:"},
      {"rx_pin=269", "rx_pin:"},  // 13 in the lowest eight bits
      {"rx_pin=x", "rx_pin:"},
      {"tx_power_dbm=4", "tx_power_dbm:"},
      {"tx_power_dbm=21", "tx_power_dbm:"},
      {"inverted=2", "inverted:"},
      {"inverted=", "inverted:"},
      {"find=yes", "find:"},
      {"allow=x", "allow:"},
      {"address=x", "address:"},
      {"address=192.168.1.40/31", "address:"},
      {"address=192.168.1.40/24x", "address:"},
      {"address=192.168.1.40&gateway=x", "gateway:"},
      {"address=192.168.1.40&gateway=192.168.2.1", "address and gateway:"},
      {"address=192.168.1.255/24", "address and gateway:"},
      {"address=192.168.1.40&dns=1.1.1", "dns:"},
      {"device_password=short", "device_password:"},
      {"device_password=", "device_password:"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(home.post("/api/settings", OWN PASSWORD, c.body), 400);
    EXPECT_TRUE(home.browser.contains(c.named));
  }
  EXPECT_STREQ(home.device.settings().host, "emeter");
  EXPECT_EQ(home.device.settings().port, 8088);
  home.run(home.device, 1000);
  EXPECT_EQ(home.store.saves, 0);
}

TEST(WebSettings, EachSettingTakesItsSmallestAndItsLargestValue) {
  static Online home;
  const char* const bodies[] = {"port=1", "port=65535", "tx_power_dbm=5", "tx_power_dbm=20", "rx_pin=13", "rx_pin=3", "host=a",
                                "host=abcdefghijklmnopqrstuvwx", "inverted=on", "inverted=0", "find=1", "find=0", "allow=",
                                "allow=255.255.255.251%2F29,+255.255.255.252%2F30,+255.255.255.253%2F31,+255.255.255.254%2F30"};
  constexpr char byAddress[] = "Host: 192.168.1.20\r\nOrigin: http://192.168.1.20\r\n" PASSWORD;  // the name changes
  for (const char* body : bodies) EXPECT_EQ(home.post("/api/settings", byAddress, body), 200);
  const Settings& s = home.device.settings();
  EXPECT_EQ(s.port, 65535);
  EXPECT_EQ(s.txPowerDbm, 20);
  EXPECT_EQ(s.rxPin, 3);
  EXPECT_STREQ(s.host, "abcdefghijklmnopqrstuvwx");
  EXPECT_FALSE(s.inverted || s.findLine);
  EXPECT_EQ(s.allowed.count, 4);
}

TEST(WebSettings, TheFormIsShownAsItIsSetAndWithoutPasswords) {
  static Online home;
  EXPECT_EQ(home.get("/api/settings", OWN PASSWORD), 200);
  EXPECT_STREQ(home.browser.body(),
               "{\"host\":\"emeter\",\"ssid\":\"Home\",\"wifi\":true,\"mode\":\"115200-8N1\",\"inverted\":false,\"find\":false,\"port\":8088,"
               "\"tx_power_dbm\":20,\"allow\":\"\",\"address\":\"\",\"gateway\":\"\",\"dns\":\"\",\"rx_pin\":13,\"rx_pins\":[13,3]}");
  home.post("/api/settings", OWN PASSWORD, "mode=2400-8E1&inverted=1&find=1&tx_power_dbm=12&allow=10.0.0.5&rx_pin=3");
  EXPECT_EQ(home.get("/api/settings", OWN PASSWORD), 200);
  EXPECT_STREQ(home.browser.body(),
               "{\"host\":\"emeter\",\"ssid\":\"Home\",\"wifi\":true,\"mode\":\"2400-8E1\",\"inverted\":true,\"find\":true,\"port\":8088,"
               "\"tx_power_dbm\":12,\"allow\":\"10.0.0.5\",\"address\":\"\",\"gateway\":\"\",\"dns\":\"\",\"rx_pin\":3,\"rx_pins\":[13,3]}");
}

TEST(WebSettings, ABoardWithoutAChoiceOfPinsTakesNone) {
  static Online home;
  home.uart.pinChoices = 0;
  EXPECT_EQ(home.get("/api/settings", OWN PASSWORD), 200);
  EXPECT_TRUE(home.browser.contains("\"rx_pin\":255,\"rx_pins\":[]}"));
  EXPECT_EQ(home.post("/api/settings", OWN PASSWORD, "rx_pin=13"), 400);
  home.uart.pinChoices = 1;
  EXPECT_EQ(home.get("/api/settings", OWN PASSWORD), 200);
  EXPECT_TRUE(home.browser.contains("\"rx_pin\":13,\"rx_pins\":[13]}"));
  EXPECT_EQ(home.post("/api/settings", OWN PASSWORD, "rx_pin=3"), 400);
}

TEST(WebSettings, WhatCannotChangeWhileRunningTakesARestartAndNothingElseDoes) {
  struct Case {
    const char* body;
    int restarts;
  };
  const Case cases[] = {
      {"host=other", 1},         {"port=8089", 1},          {"rx_pin=3", 1},    {"tx_power_dbm=12", 1},  {"device_password=another+one", 1},
      {"mode=2400-8E1", 0},      {"inverted=1", 0},         {"find=1", 0},      {"allow=10.0.0.5", 0},   {"device_password=correct+horse", 0},
      {"address=192.168.1.40/24&gateway=192.168.1.1", 1}, {"address=", 0},
      {"host=emeter", 0},        {"port=8088", 0},
  };
  for (const Case& c : cases) {
    static Online* home;
    static char room[sizeof(Online)] __attribute__((aligned(16)));
    home = new (room) Online;
    EXPECT_EQ(home->post("/api/settings", OWN PASSWORD, c.body), 200);
    home->run(home->device, 1'400);
    EXPECT_EQ(home->system.restarts, 0);  // the answer goes out first
    home->run(home->device, 300);
    EXPECT_EQ(home->system.restarts, c.restarts);
    EXPECT_EQ(home->store.saves, 1);
    home->~Online();
  }
}

TEST(WebSettings, ANewDevicePasswordIsTheOneThatCounts) {
  static Online home;
  EXPECT_EQ(home.post("/api/settings", OWN PASSWORD, "device_password=another+one"), 200);
  EXPECT_EQ(home.get("/api/settings", OWN PASSWORD), 401);
  home.run(home.device, 1100);
  EXPECT_EQ(home.get("/api/settings", OWN "Authorization: Basic eDphbm90aGVyIG9uZQ==\r\n"), 200);
}

TEST(WebSettings, ALineModeTheHardwareRefusesIsToldAndNothingChanges) {
  static Online home;
  home.uart.refusesInversion = true;
  EXPECT_EQ(home.ask("POST /api/line HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 10\r\n\r\ninverted=1"), 409);
  EXPECT_EQ(home.ask("POST /api/settings HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 19\r\n\r\ninverted=1&host=new"), 409);
  EXPECT_FALSE(home.device.settings().inverted);
  EXPECT_STREQ(home.device.settings().host, "emeter");
  EXPECT_EQ(home.get("/api/line", OWN), 200);
  EXPECT_STREQ(home.browser.body(), "{\"mode\":\"115200-8N1\",\"inverted\":false,\"kept\":true,\"find\":false,\"alive_s\":null}");
}

TEST(WebSettings, AnOwnAddressIsKeptAndGoesAsAWhole) {
  static Online home;
  EXPECT_EQ(home.post("/api/settings", OWN PASSWORD, "address=192.168.1.40%2F22&gateway=192.168.1.1&dns=9.9.9.9"), 200);
  EXPECT_EQ(home.get("/api/settings", OWN PASSWORD), 200);
  EXPECT_TRUE(home.browser.contains("\"address\":\"192.168.1.40/22\",\"gateway\":\"192.168.1.1\",\"dns\":\"9.9.9.9\""));
  home.run(home.device, 2'000);
  Settings stored;
  EXPECT_TRUE(decodeSettings(home.store.bytes, home.store.used, stored));
  EXPECT_TRUE(stored.address == home.device.settings().address);
  EXPECT_EQ(stored.address.mask(), 0xFFFFFC00u);
  EXPECT_EQ(home.post("/api/settings", OWN PASSWORD, "address=&gateway=192.168.1.1"), 200);
  EXPECT_TRUE(home.device.settings().address == StaticAddress());
}
