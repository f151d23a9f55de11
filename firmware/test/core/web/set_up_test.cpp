#include <gtest/gtest.h>

#include <initializer_list>

#include "fakes/asked.h"

using namespace emeter;
using namespace emeter::test;

#define AT_SET_UP "Host: 192.168.4.1\r\nOrigin: http://192.168.4.1\r\n"

TEST(WebSetUp, SetUpTriesTheNetworkAndKeepsWhatWorked) {
  static Fresh fresh;
  EXPECT_EQ(fresh.ask("GET / HTTP/1.1\r\nHost: 192.168.4.1\r\n\r\n"), 200);
  EXPECT_EQ(fresh.ask("GET /api/networks HTTP/1.1\r\nHost: 192.168.4.1\r\n\r\n"), 200);
  EXPECT_STREQ(fresh.browser.body(),
               "{\"scanning\":false,\"networks\":[{\"ssid\":\"Home\",\"rssi_dbm\":-50},{\"ssid\":\"Quote\\\"d\",\"rssi_dbm\":-80}]}");
  EXPECT_EQ(fresh.get("/api/setup", AT_SET_UP), 200);
  EXPECT_STREQ(fresh.browser.body(), "{\"state\":\"setup\",\"trial\":null,\"password_set\":false,\"host\":\"emeter\",\"address\":\"\"}");
  EXPECT_EQ(fresh.ask("POST /api/setup HTTP/1.1\r\nHost: 192.168.4.1\r\nOrigin: http://192.168.4.1\r\nContent-Length: 64\r\n\r\n"
                      "ssid=Home&password=password1&device_password=correct+horse&a=b&c"),
            202);
  fresh.run(fresh.device, 1000);
  EXPECT_EQ(fresh.ask("GET /api/setup HTTP/1.1\r\nHost: 192.168.4.1\r\n\r\n"), 200);
  EXPECT_TRUE(fresh.browser.contains("\"trial\":\"worked\",\"password_set\":true,\"host\":\"emeter\",\"address\":\"192.168.1.20\""));
  fresh.run(fresh.device, 1000);
  Settings stored;
  EXPECT_TRUE(decodeSettings(fresh.store.bytes, fresh.store.used, stored));
  EXPECT_STREQ(stored.ssid, "Home");
  EXPECT_STREQ(stored.devicePassword, "correct horse");
  EXPECT_EQ(fresh.ask("POST /api/setup HTTP/1.1\r\nHost: emeter.local\r\nOrigin: http://emeter.local\r\nContent-Length: 10\r\n\r\nssid=Other1"), 403);
}

TEST(WebSetUp, APhoneThatAsksForAnotherSiteIsLedToSetUp) {
  static Fresh fresh;
  for (const char* host : {"connectivitycheck.gstatic.com", "captive.apple.com", "www.msftconnecttest.com"}) {
    char text[160];
    Text request(text, sizeof text);
    request.put("GET /generate_204 HTTP/1.1\r\nHost: ").put(host).put("\r\n\r\n");
    EXPECT_EQ(fresh.ask(text), 302);
    EXPECT_TRUE(fresh.browser.contains("Location: http://192.168.4.1/\r\n"));
  }
}

TEST(WebSetUp, SetUpIsClosedOnceCredentialsExist) {
  static Online home;
  EXPECT_EQ(home.ask("POST /api/setup HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 10\r\n\r\nssid=Other1"), 403);
  EXPECT_EQ(home.ask("GET /setup HTTP/1.1\r\nHost: emeter.local\r\n\r\n"), 404);
  EXPECT_EQ(home.ask("GET /api/networks HTTP/1.1\r\nHost: emeter.local\r\n\r\n"), 401);
}

TEST(WebSetUp, ThePageIsThatOfSetUpWhileItIsOpen) {
  static Fresh fresh;
  for (const char* path : {"/", "/setup"}) {
    EXPECT_EQ(fresh.get(path, AT_SET_UP), 200);
    FlashText parts[mostPageParts];
    pageParts(Page::setup, parts);
    const size_t head = static_cast<size_t>(fresh.browser.body() - fresh.browser.answer);
    EXPECT_EQ(fresh.browser.total, head + parts[0].size + parts[1].size);
  }
}

TEST(WebSetUp, APageOfAnotherSiteSetsNothingUp) {
  static Fresh fresh;
  for (const char* head : {"Host: 192.168.4.1\r\nOrigin: http://evil.example\r\n", "Host: 192.168.4.1\r\nOrigin: null\r\n", "Host: 192.168.4.1\r\n",
                           "Host: emeter.evil.example\r\nOrigin: http://emeter.evil.example\r\n"}) {
    EXPECT_EQ(fresh.post("/api/setup", head, "ssid=Home&password=password1&device_password=correct+horse"), 403);
  }
  fresh.run(fresh.device, 1000);
  EXPECT_EQ(fresh.radio.connects, 0);
  EXPECT_STREQ(fresh.device.settings().devicePassword, "");
}

TEST(WebSetUp, WhatCannotBeIsNamedAndNothingIsTried) {
  static Fresh fresh;
  struct Case {
    const char* body;
    const char* named;
  };
  const Case cases[] = {
      {"", "ssid:"},
      {"ssid=&password=password1", "ssid:"},
      {"ssid=an+SSID+of+thirty-three+characters&password=password1", "ssid:"},
      {"ssid=Home", "password:"},
      {"ssid=Home&password=short", "password:"},
      {"ssid=Home&password=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaag", "password:"},
      {"ssid=Home&password=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "password:"},
      {"ssid=Home&password=password1&device_password=short", "device_password:"},
      {"ssid=Home&password=password1&device_password=s", "device_password:"},
      {"ssid=Home&password=password1&device_password=a+password+of+more+than+32+characters", "device_password:"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(fresh.post("/api/setup", AT_SET_UP, c.body), 400);
    EXPECT_TRUE(fresh.browser.contains(c.named));
  }
  EXPECT_EQ(fresh.radio.connects, 0);
  EXPECT_STREQ(fresh.device.settings().devicePassword, "");
}

TEST(WebSetUp, ADevicePasswordMayBeLeftOut) {
  static Fresh fresh;
  EXPECT_EQ(fresh.post("/api/setup", AT_SET_UP, "ssid=Home&password=password1&device_password="), 202);
  fresh.run(fresh.device, 500);
  EXPECT_STREQ(fresh.device.settings().ssid, "Home");
  EXPECT_STREQ(fresh.device.settings().devicePassword, "");
}

TEST(WebSetUp, OneAttemptAtATimeAndThePageFollowsIt) {
  static Fresh fresh;
  EXPECT_EQ(fresh.post("/api/setup", AT_SET_UP, "ssid=Home&password=wrongwrong"), 202);
  EXPECT_EQ(fresh.get("/api/setup", AT_SET_UP), 200);
  EXPECT_TRUE(fresh.browser.contains("{\"state\":\"trying\",\"trial\":\"running\""));
  const int scans = fresh.radio.scans;
  EXPECT_EQ(fresh.get("/api/networks", AT_SET_UP), 200);
  EXPECT_EQ(fresh.radio.scans, scans);  // looking around would end the attempt
  EXPECT_EQ(fresh.post("/api/setup", AT_SET_UP, "ssid=Home&password=password1"), 403);
  fresh.run(fresh.device, 31'000);
  EXPECT_EQ(fresh.get("/api/setup", AT_SET_UP), 200);
  EXPECT_TRUE(fresh.browser.contains("{\"state\":\"setup\",\"trial\":\"failed\""));
}

TEST(WebSetUp, ThePageLooksForNetworksAgainAndAgain) {
  static Fresh fresh;
  const int scans = fresh.radio.scans;
  EXPECT_EQ(fresh.get("/api/networks", AT_SET_UP), 200);
  EXPECT_EQ(fresh.radio.scans, scans + 1);
  fresh.radio.found = -1;
  EXPECT_EQ(fresh.get("/api/networks", AT_SET_UP), 200);
  EXPECT_STREQ(fresh.browser.body(), "{\"scanning\":true,\"networks\":[]}");
  EXPECT_EQ(fresh.radio.scans, scans + 1);
  fresh.radio.found = 0;
  EXPECT_EQ(fresh.get("/api/networks", AT_SET_UP), 200);
  EXPECT_STREQ(fresh.browser.body(), "{\"scanning\":false,\"networks\":[]}");
  EXPECT_EQ(fresh.radio.scans, scans + 2);
}

TEST(WebSetUp, ShowsSixteenNetworksAtMost) {
  static Fresh fresh;
  fresh.radio.found = 40;
  EXPECT_EQ(fresh.get("/api/networks", AT_SET_UP), 200);
  int seen = 0;
  for (const char* p = fresh.browser.body(); (p = strstr(p, "rssi_dbm")) != nullptr; p++) seen++;
  EXPECT_EQ(seen, 16);
}

TEST(WebSetUp, AnotherNetworkIsTriedFromTheSettingsWithThePassword) {
  static Online home;
  EXPECT_EQ(home.post("/api/wifi", OWN, "ssid=Other&password=password2"), 401);
  EXPECT_EQ(home.post("/api/wifi", OWN PASSWORD, "ssid=Other&password=short"), 400);
  EXPECT_EQ(home.post("/api/wifi", OWN PASSWORD, "ssid=Other&password=password2"), 202);
  EXPECT_EQ(home.post("/api/wifi", OWN PASSWORD, "ssid=Other&password=password2"), 409);
  EXPECT_STREQ(home.radio.triedSsid, "Other");
  home.run(home.device, 31'000);
  EXPECT_STREQ(home.device.settings().ssid, "Home");
  EXPECT_EQ(home.device.wifi().state(), WifiState::online);
  EXPECT_EQ(home.get("/api/networks", OWN PASSWORD), 200);
}

TEST(WebSetUp, ABoardWithoutARadioSaysSo) {
  static Bench bench(false);
  static Device device(bench.board, bench.ring, sizeof bench.ring);
  static FakeBrowser browser;
  device.begin();
  for (const char* path : {"/api/setup", "/api/networks"}) {
    char text[80];
    Text request(text, sizeof text);
    request.put("GET ").put(path).put(" HTTP/1.1\r\nHost: emeter.local\r\n\r\n");
    bench.request(device, browser, text);
    EXPECT_EQ(browser.status(), 404);
  }
}

TEST(WebSetUp, AShortPressOpensSetUpForAnotherRouterAndErasesNothing) {
  static Online home;
  home.radio.reachable = false;  // the old router is gone
  home.radio.state = StationState::failed;
  home.run(home.device, 200);
  home.button.active = true;
  home.run(home.device, 300);
  home.button.active = false;
  home.run(home.device, 300);
  EXPECT_TRUE(home.radio.accessPoint);
  EXPECT_EQ(home.store.erases, 0);
  EXPECT_EQ(home.get("/", AT_SET_UP), 200);
  EXPECT_EQ(home.get("/api/setup", AT_SET_UP), 200);
  EXPECT_TRUE(home.browser.contains("\"password_set\":true"));
  home.radio.reachable = true;
  home.radio.goodSsid = "New";
  home.radio.goodPassword = "password2";
  // Who stands at the button takes it to another Wi-Fi, and not over.
  EXPECT_EQ(home.post("/api/setup", AT_SET_UP, "ssid=New&password=password2&device_password=not+the+owner"), 202);
  home.run(home.device, 1'000);
  EXPECT_EQ(home.device.wifi().state(), WifiState::online);
  EXPECT_STREQ(home.device.settings().ssid, "New");
  EXPECT_STREQ(home.device.settings().devicePassword, "correct horse");
  EXPECT_EQ(home.post("/api/setup", AT_SET_UP, "ssid=New&password=password2"), 403);  // it worked: closed
}
