// What the user may set, and how it is kept.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "emeter/line/line_mode.h"
#include "emeter/settings/allow_list.h"
#include "emeter/settings/static_address.h"

namespace emeter {

struct Settings {
  static constexpr uint8_t boardsOwnPin = 255;
  static constexpr uint8_t fullPowerDbm = 20;
  static constexpr uint8_t leastPowerDbm = 5;
  static constexpr size_t shortestPassword = 8;

  char ssid[33] = "";            // empty: not set up yet
  char wifiPassword[65] = "";    // empty: open network
  char host[25] = "emeter";
  char devicePassword[33] = "";  // empty: settings and updates are locked
  LineMode line;
  bool inverted = false;
  bool findLine = true;          // the app may try line modes without the password
  bool foundLine = false;        // the app found the mode: it may look again when telegrams stay away
  uint8_t rxPin = boardsOwnPin;
  uint8_t txPowerDbm = fullPowerDbm;
  uint16_t port = 8088;
  AllowList allowed;
  StaticAddress address;

  bool valid() const;

  static bool validSsid(const char* text);          // 1 to 32 bytes
  static bool validWifiPassword(const char* text);  // empty, 8 to 63 characters, or the key as 64 hexadecimal digits
  static bool validHost(const char* text);          // 1 to 24 of a-z, 0-9 and '-', which neither begins nor ends it
  static bool validDevicePassword(const char* text);  // 8 to 32 printable ASCII characters
  static bool validPort(uint32_t port) { return port > 0 && port <= 65535 && port != 80; }
};

// The stored form: "EM", version, length, then tag-length-value fields, then CRC-32 of all before it. A reader skips
// tags it does not know, so an older firmware reads what a newer one wrote.
constexpr size_t largestSettings = 320;

// Returns the bytes written; `to` holds largestSettings.
size_t encodeSettings(const Settings& settings, uint8_t* to);

// False for anything damaged, foreign or out of range: `settings` then holds the defaults.
bool decodeSettings(const uint8_t* from, size_t size, Settings& settings);

}  // namespace emeter
