// What the LED shows.
#pragma once

#include <stdint.h>

namespace emeter {

enum class LedCode : uint8_t {
  setup,       // own access point open: half a second on, half a second off
  connecting,  // no Wi-Fi link: a short flash every second
  listening,   // linked, nothing from the meter: off
  receiving,   // linked, bytes arriving: flickers
  safe,        // safe mode: two flashes a second
  warning,     // the button will erase: fast
};

// Whether the LED is lit at `now`.
bool ledLit(LedCode code, uint32_t now);

}  // namespace emeter
