// A button or an LED.
#pragma once

namespace emeter {

class Pin {
 public:
  virtual ~Pin() = default;
  // True is the active state: button pressed, LED lit.
  virtual bool read() = 0;
  virtual void write(bool active) = 0;
};

}  // namespace emeter
