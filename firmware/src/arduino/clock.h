#pragma once

#include <Arduino.h>

#include "emeter/board/clock.h"

namespace emeter {

class ArduinoClock : public Clock {
 public:
  uint32_t millis() override { return static_cast<uint32_t>(::millis()); }
  uint32_t micros() override { return static_cast<uint32_t>(::micros()); }
};

}  // namespace emeter
