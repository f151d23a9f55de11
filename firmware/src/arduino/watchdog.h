// Restarts the chip when the main loop has made no progress for a minute. The chips' own watchdogs see a loop that
// never yields; this one sees one that waits for ever.
#pragma once

#include <Ticker.h>
#include <stdint.h>

namespace emeter {

class Watchdog {
 public:
  void begin() {
    ticker_.attach_ms(checkMillis, &Watchdog::tick, this);
  }
  void alive() { progress_ = progress_ + 1; }

 private:
  static constexpr uint32_t checkMillis = 10'000;
  static constexpr uint8_t mostChecks = 6;

  static void tick(Watchdog* self) { self->check(); }
  void check();

  Ticker ticker_;
  volatile uint32_t progress_ = 0;
  uint32_t seen_ = 0;
  uint8_t checksWithout_ = 0;
};

}  // namespace emeter
