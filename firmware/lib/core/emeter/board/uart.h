// The meter's line: receive only. Nothing is ever written to it.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "emeter/line/line_mode.h"

namespace emeter {

// What the receiver has noticed since start.
struct UartFaults {
  uint32_t overruns = 0;  // events of the receive buffer having been full; the hardware does not count the bytes lost
  uint32_t errors = 0;    // framing and parity errors; on an ESP8266, which has one flag for both, the moments it was found set
  bool split = false;     // the kinds are known:
  uint32_t parity = 0;
  uint32_t framing = 0;
  uint32_t breaks = 0;    // the line was low for longer than a character: unplugged, or inverted
};

class Uart {
 public:
  virtual ~Uart() = default;
  // Takes up to `size` bytes that have arrived; 0 when there are none.
  virtual size_t read(uint8_t* to, size_t size) = 0;
  // Starts the receiver on a pin (Settings::boardsOwnPin: the board's own choice). Before anything else, and after end().
  virtual bool begin(const LineMode& mode, bool inverted, uint8_t pin) = 0;
  // Stops the receiver and gives its pins and memory back: read() then finds nothing.
  virtual void end() = 0;
  // Changes rate, frame and polarity while it runs, and forgets what came before. False when the hardware refuses it; the old mode then stays.
  virtual bool configure(const LineMode& mode, bool inverted) = 0;
  // The pins it can listen on, the board's own choice first; none where there is nothing to choose.
  virtual const uint8_t* pins(size_t& count) const = 0;
  virtual UartFaults faults() = 0;
  // Size in bytes of the receive buffer that is really there.
  virtual size_t bufferSize() const = 0;
};

}  // namespace emeter
