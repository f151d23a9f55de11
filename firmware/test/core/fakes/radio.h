// A radio with one network in reach.
#pragma once

#include <string.h>

#include "emeter/board/radio.h"
#include "emeter/text/text.h"

namespace emeter::test {

class FakeRadio : public Radio {
 public:
  void begin(const char* hostName, uint8_t txPowerDbm) override {
    copyText(host, hostName);
    powerDbm = txPowerDbm;
  }
  void useAddress(const StaticAddress& wanted) override { usedAddress = wanted; }
  void askGateway() override { asked++; }
  bool gatewayAnswered() override { return gatewayAlive; }
  void connect(const char* ssid, const char* password) override {
    connects++;
    copyText(triedSsid, ssid);
    copyText(triedPassword, password);
    state = failsAtOnce ? StationState::failed : StationState::connecting;
  }
  void disconnect() override {
    disconnects++;
    state = StationState::off;
  }
  StationState station() override {
    if (state != StationState::connecting) return state;
    const bool right = reachable && strcmp(triedSsid, goodSsid) == 0 && strcmp(triedPassword, goodPassword) == 0;
    return right ? StationState::connected : StationState::connecting;
  }
  void openAccessPoint(const char* name) override {
    copyText(accessPointName, name);
    accessPoint = true;
  }
  void closeAccessPoint() override { accessPoint = false; }
  int8_t rssi() override { return -61; }
  uint32_t address() override { return station() == StationState::connected ? 0xC0A80114 : 0; }
  void startScan() override { scans++; }
  int8_t scanned() override { return found; }
  const char* scannedName(uint8_t index, int8_t& rssi) override {
    rssi = index == 0 ? int8_t{-50} : int8_t{-80};
    return index == 0 ? "Home" : "Quote\"d";
  }
  bool scannedOpen(uint8_t index) override { return index == 1; }

  bool gatewayAlive = true;
  int asked = 0;
  StaticAddress usedAddress;
  const char* goodSsid = "Home";
  const char* goodPassword = "password1";
  bool reachable = true;
  bool failsAtOnce = false;  // as after a wrong password, without waiting for the attempt's end
  int8_t found = 2;          // networks in the air, -1 while it looks
  StationState state = StationState::off;
  int connects = 0;
  int disconnects = 0;
  int scans = 0;
  bool accessPoint = false;
  char host[33] = "";
  uint8_t powerDbm = 0;
  char triedSsid[33] = "";
  char triedPassword[65] = "";
  char accessPointName[33] = "";
};

}  // namespace emeter::test
