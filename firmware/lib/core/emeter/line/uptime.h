// Milliseconds since start without the wrap of the 32-bit clock, which comes every 49.7 days.
#pragma once

#include <stdint.h>

namespace emeter {

class Uptime {
 public:
  // A look at the clock; at least one in 49.7 days.
  void look(uint32_t now) {
    if (begun_) millis_ += now - last_;
    last_ = now;
    begun_ = true;
  }
  uint64_t millis() const { return millis_; }

 private:
  uint64_t millis_ = 0;
  uint32_t last_ = 0;
  bool begun_ = false;
};

}  // namespace emeter
