// Time as the test wants it.
#pragma once

#include "emeter/board/clock.h"

namespace emeter::test {

class FakeClock : public Clock {
 public:
  uint32_t millis() override { return millis_; }
  uint32_t micros() override { return micros_; }
  void advance(uint32_t millis) {
    millis_ += millis;
    micros_ += millis * 1000;
  }
  void advanceMicros(uint32_t micros) {
    micros_ += micros;
    part_ += micros;
    millis_ += part_ / 1000;
    part_ %= 1000;
  }
  void set(uint32_t millis) { millis_ = millis; }

 private:
  uint32_t millis_ = 1000;
  uint32_t micros_ = 1'000'000;
  uint32_t part_ = 0;
};

}  // namespace emeter::test
