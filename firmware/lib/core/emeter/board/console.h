// The serial port that a computer at the USB plug reaches, at 115200-8N1. For setting up only: nothing is ever logged on it.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace emeter {

class Console {
 public:
  virtual ~Console() = default;
  // True where its receiver is the meter's otherwise (ESP8266), and hears only one of the two.
  virtual bool sharesTheLine() const = 0;
  virtual void begin() = 0;
  // Lets go of the receiver. Not called where it shares none.
  virtual void end() = 0;
  // Takes up to `size` bytes that have arrived; 0 when there are none.
  virtual size_t read(uint8_t* to, size_t size) = 0;
  // Hands over as much as fits without waiting; 0 when nothing fits now.
  virtual size_t write(const uint8_t* from, size_t size) = 0;
};

}  // namespace emeter
