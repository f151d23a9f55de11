// The addresses that may read the raw stream.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "emeter/text/text.h"

namespace emeter {

// IPv4 networks such as 192.168.1.0/24. An empty list lets everyone in.
struct AllowList {
  static constexpr size_t most = 4;
  static constexpr size_t textSize = most * 20;

  struct Network {
    uint32_t address = 0;
    uint8_t prefix = 32;
  };

  Network networks[most];
  uint8_t count = 0;

  bool valid() const;
  bool allows(uint32_t address) const;
  void format(Text& to) const;
  // Reads "192.168.1.0/24, 10.0.0.5"; false (and `list` untouched) for anything else.
  static bool parse(const char* text, AllowList& list);
};

}  // namespace emeter
