// Numbers that are the same everywhere (xorshift32).
#pragma once

#include <stdint.h>

namespace emeter::test {

class Random {
 public:
  explicit Random(uint32_t seed) : state_(seed) {}
  uint32_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return state_;
  }
  uint32_t below(uint32_t limit) { return next() % limit; }

 private:
  uint32_t state_;
};

}  // namespace emeter::test
