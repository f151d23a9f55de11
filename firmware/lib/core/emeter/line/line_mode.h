// How the meter's line is set: rate and frame, written as "115200-8N1".
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace emeter {

enum class Parity : uint8_t { none, even, odd };

struct LineMode {
  uint32_t baud = 115200;
  uint8_t dataBits = 8;
  Parity parity = Parity::none;
  uint8_t stopBits = 1;

  static constexpr size_t textSize = 12;  // "115200-8N1" with its end, and some room

  bool valid() const;
  // Bits on the wire per character, start and stop bits included.
  uint8_t bitsPerCharacter() const;
  // Writes e.g. "2400-8E1" and returns `to`.
  const char* format(char (&to)[textSize]) const;
  // Reads such a text; false (and `mode` untouched) for anything else.
  static bool parse(const char* text, LineMode& mode);

  bool operator==(const LineMode& o) const {
    return baud == o.baud && dataBits == o.dataBits && parity == o.parity && stopBits == o.stopBits;
  }
  bool operator!=(const LineMode& o) const { return !(*this == o); }
};

}  // namespace emeter
