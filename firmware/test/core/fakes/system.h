// The chip itself.
#pragma once

#include "emeter/board/system.h"
#include "fakes/random.h"

namespace emeter::test {

class FakeSystem : public System {
 public:
  void restart() override { restarts++; }
  const char* resetReason() override { return "Power On"; }
  Heap heap() override { return {21000, 20000, 5}; }
  const char* chipId() override { return "a1b2c3"; }
  const char* board() override { return "test"; }
  uint32_t random() override { return random_.next(); }
  void seed(uint32_t seed) { random_ = Random(seed); }
  uint32_t failedStarts() const override { return failed; }
  void startLasted() override { lasted++; }
  void imageWorks() override { works++; }
  uint32_t failed = 0;
  int lasted = 0;
  int works = 0;
  int restarts = 0;

 private:
  Random random_{7};
};

}  // namespace emeter::test
