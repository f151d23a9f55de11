// A button or an LED.
#pragma once

#include "emeter/board/pin.h"

namespace emeter::test {

class FakePin : public Pin {
 public:
  bool read() override { return active; }
  void write(bool on) override { active = on; }
  bool active = false;
};

}  // namespace emeter::test
