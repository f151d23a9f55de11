// The Wi-Fi's state machine with a radio that has one network in reach.
#pragma once

#include <gtest/gtest.h>

#include "emeter/net/wifi.h"
#include "fakes/radio.h"
#include "fakes/system.h"

namespace emeter::test {

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
    for (uint32_t end = now + millis; now != end;) {
      wifi.run(now);
      now += millis < 100 ? millis : 100;
    }
  }
  void begin() {
    wifi.begin(now);
    run(200);
  }
};

struct WifiWithoutCredentials : testing::Test, Home {};

struct WifiWithCredentials : WifiWithoutCredentials {
  WifiWithCredentials() { setUp(); }
};

}  // namespace emeter::test
