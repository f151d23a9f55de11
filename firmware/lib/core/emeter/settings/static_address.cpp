#include "emeter/settings/static_address.h"

#include "emeter/settings/ipv4.h"

namespace emeter {

uint32_t StaticAddress::mask() const { return maskOf(prefix); }

bool StaticAddress::valid() const {
  if (!used()) return *this == StaticAddress();
  const auto host = [&](uint32_t of) { return (of & ~mask()) != 0 && (of & ~mask()) != ~mask(); };
  const uint32_t first = address >> 24;
  if (prefix < 8 || prefix > 30 || first == 0 || first == 127 || first >= 224 || !host(address)) return false;
  return gateway == 0 || ((gateway & mask()) == (address & mask()) && host(gateway) && gateway != address);
}

}  // namespace emeter
