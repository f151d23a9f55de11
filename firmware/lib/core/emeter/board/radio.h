// The radio. A board on a wire (Linux) has none.
#pragma once

#include <stdint.h>

#include "emeter/settings/static_address.h"

namespace emeter {

enum class StationState : uint8_t { off, connecting, connected, failed };

class Radio {
 public:
  virtual ~Radio() = default;
  virtual void begin(const char* hostName, uint8_t txPowerDbm) = 0;
  // The address that connections from now on use; one that is not used stands for DHCP.
  virtual void useAddress(const StaticAddress& address) = 0;
  virtual void connect(const char* ssid, const char* password) = 0;
  virtual void disconnect() = 0;
  virtual StationState station() = 0;
  virtual void openAccessPoint(const char* name) = 0;
  virtual void closeAccessPoint() = 0;
  virtual int8_t rssi() = 0;      // dBm
  virtual uint32_t address() = 0;  // own IPv4 address, 0 without one
  // Asks the gateway for a sign of life (ARP, which every one answers); the answer, if any, is there within a second or two.
  virtual void askGateway() = 0;
  virtual bool gatewayAnswered() = 0;  // since it was asked; true where there is no gateway to ask
  // Looks for networks in the background. Names are kept by the radio until the next scan.
  virtual void startScan() = 0;
  virtual int8_t scanned() = 0;  // number found, -1 while it looks
  virtual const char* scannedName(uint8_t index, int8_t& rssi) = 0;
  virtual bool scannedOpen(uint8_t index) = 0;  // asks for no password
};

}  // namespace emeter
