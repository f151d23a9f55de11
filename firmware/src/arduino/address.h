#pragma once

#include <IPAddress.h>
#include <stdint.h>

namespace emeter {

// The core's form of an address: most significant byte first.
inline uint32_t addressNumber(const IPAddress& ip) {
  return static_cast<uint32_t>(ip[0]) << 24 | static_cast<uint32_t>(ip[1]) << 16 | static_cast<uint32_t>(ip[2]) << 8 | ip[3];
}

// The device's own address on the set-up network.
inline IPAddress setUpAddress() { return IPAddress(192, 168, 4, 1); }

}  // namespace emeter
