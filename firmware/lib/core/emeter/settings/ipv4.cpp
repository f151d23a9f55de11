#include "emeter/settings/ipv4.h"

namespace emeter {

bool readNumber(const char*& p, uint32_t highest, uint32_t& number) {
  if (*p < '0' || *p > '9') return false;
  number = 0;
  while (*p >= '0' && *p <= '9') {
    number = number * 10 + static_cast<uint32_t>(*p++ - '0');
    if (number > highest) return false;
  }
  return true;
}

bool readIpv4(const char*& p, uint32_t& address) {
  address = 0;
  for (int i = 0; i < 4; i++) {
    uint32_t part;
    if (i > 0 && *p++ != '.') return false;
    if (!readNumber(p, 255, part)) return false;
    address = address << 8 | part;
  }
  return true;
}

}  // namespace emeter
