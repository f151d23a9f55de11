#pragma once

#include <stdint.h>

#include "emeter/board/radio.h"

namespace emeter {

// The Wi-Fi of either core. Credentials are ours to keep, and when to try them is ours to say.
class ArduinoRadio : public Radio {
 public:
  void begin(const char* hostName, uint8_t txPowerDbm) override;
  void useAddress(const StaticAddress& address) override;
  void askGateway() override;
  bool gatewayAnswered() override;
  void connect(const char* ssid, const char* password) override;
  void disconnect() override;
  StationState station() override;
  void openAccessPoint(const char* name) override;
  void closeAccessPoint() override;
  int8_t rssi() override;
  uint32_t address() override;
  void startScan() override;
  int8_t scanned() override;
  const char* scannedName(uint8_t index, int8_t& rssi) override;
  bool scannedOpen(uint8_t index) override;

 private:
  void setPower();

  uint8_t powerDbm_ = 0;
  char name_[33] = "";
  // Set by the ESP32's own task: its status() tells of the attempt before until the new one has ended.
  volatile bool failed_ = false;
  bool byHand_ = false;  // the address
#if defined(ESP32)
  void inNetworkTask(void (*work)(void*));

  volatile bool answered_ = false;
#endif
};

}  // namespace emeter
