// The device's own address, where it is set by hand and not given by the router (DHCP).
#pragma once

#include <stdint.h>

namespace emeter {

// IPv4, most significant byte first. All 0: the router gives it.
struct StaticAddress {
  uint32_t address = 0;
  uint8_t prefix = 24;  // bits of the network: 24 is 255.255.255.0
  uint32_t gateway = 0;  // 0: none
  uint32_t dns = 0;      // 0: the gateway

  bool used() const { return address != 0; }
  // An address that a device can have, in a network it can be in, and a gateway of the same network.
  bool valid() const;
  uint32_t mask() const;

  bool operator==(const StaticAddress& o) const {
    return address == o.address && prefix == o.prefix && gateway == o.gateway && dns == o.dns;
  }
  bool operator!=(const StaticAddress& o) const { return !(*this == o); }
};

}  // namespace emeter
