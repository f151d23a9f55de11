// IPv4 addresses as they are written and as they are counted: 192.168.1.2 is 0xC0A80102.
#pragma once

#include <stdint.h>

namespace emeter {

// Reads "192.168.1.2" and moves `p` past it; false for anything else.
bool readIpv4(const char*& p, uint32_t& address);
// Reads a whole number of at most `highest` and moves `p` past it.
bool readNumber(const char*& p, uint32_t highest, uint32_t& number);
// The bits of a network whose mask has so many ones: 24 is 255.255.255.0.
inline uint32_t maskOf(uint8_t prefix) { return prefix == 0 ? 0 : ~uint32_t{0} << (32 - prefix); }

}  // namespace emeter
