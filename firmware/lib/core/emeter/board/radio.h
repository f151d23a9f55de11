// The radio. A board on a wire (Linux) has none.
#pragma once

#include <stdint.h>

namespace emeter {

enum class StationState : uint8_t { off, connecting, connected, failed };

class Radio {
 public:
  virtual ~Radio() = default;
  virtual void begin(const char* hostName, uint8_t txPowerDbm) = 0;
  virtual void connect(const char* ssid, const char* password) = 0;
  virtual void disconnect() = 0;
  virtual StationState station() = 0;
  virtual void openAccessPoint(const char* name) = 0;
  virtual void closeAccessPoint() = 0;
  virtual int8_t rssi() = 0;      // dBm
  virtual uint32_t address() = 0;  // own IPv4 address, 0 without one
  // Looks for networks in the background. Names are kept by the radio until the next scan.
  virtual void startScan() = 0;
  virtual int8_t scanned() = 0;  // number found, -1 while it looks
  virtual const char* scannedName(uint8_t index, int8_t& rssi) = 0;
  virtual bool scannedOpen(uint8_t index) = 0;  // asks for no password
};

}  // namespace emeter
