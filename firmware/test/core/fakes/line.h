// The meter's line: endless bytes, and the receiver they come to.
#pragma once

#include "emeter/board/uart.h"
#include "emeter/line/line_mode.h"

namespace emeter::test {

// The byte at a place of an endless line: any value, many of them 0x00 and 0xFF.
inline uint8_t lineByte(uint64_t position) {
  uint32_t x = static_cast<uint32_t>(position) * 2654435761u;
  x ^= x >> 15;
  x *= 2246822519u;
  x ^= x >> 13;
  if ((x >> 8 & 7) == 0) return 0x00;
  if ((x >> 8 & 7) == 1) return 0xFF;
  return static_cast<uint8_t>(x);
}

class FakeUart : public Uart {
 public:
  // The next bytes of the endless line arrive.
  void arrive(uint32_t count) { arrived_ += count; }
  uint64_t arrived() const { return arrived_; }

  size_t read(uint8_t* to, size_t size) override {
    size_t taken = 0;
    if (ended) return 0;
    while (taken < size && read_ < arrived_) to[taken++] = lineByte(read_++);
    return taken;
  }
  bool begin(const LineMode& mode, bool inverted, uint8_t pin) override {
    usedPin = pin;
    ended = false;
    return configure(mode, inverted);
  }
  void end() override { ended = true; }
  bool configure(const LineMode& mode, bool inverted) override {
    if (broken || (inverted && refusesInversion)) return false;
    line = mode;
    isInverted = inverted;
    changes++;
    return true;
  }
  const uint8_t* pins(size_t& count) const override {
    static const uint8_t choices[] = {13, 3};
    count = pinChoices;
    return pinChoices > 0 ? choices : nullptr;
  }
  UartFaults faults() override { return given; }
  size_t bufferSize() const override { return 4096; }

  LineMode line;
  bool isInverted = false;
  bool refusesInversion = false;
  bool broken = false;  // takes no mode at all
  uint8_t usedPin = 0;
  size_t pinChoices = 2;
  bool ended = false;
  int changes = 0;
  UartFaults given;

 private:
  uint64_t arrived_ = 0;
  uint64_t read_ = 0;
};

}  // namespace emeter::test
