// Time since start.
#pragma once

#include <stdint.h>

namespace emeter {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual uint32_t millis() = 0;  // wraps after 49.7 days
  virtual uint32_t micros() = 0;  // wraps after 71.6 minutes
};

}  // namespace emeter
