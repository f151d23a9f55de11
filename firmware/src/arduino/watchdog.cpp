#include "watchdog.h"

#include <Arduino.h>

namespace emeter {

void Watchdog::check() {
  if (progress_ != seen_) {
    seen_ = progress_;
    checksWithout_ = 0;
    return;
  }
  if (++checksWithout_ >= mostChecks) ESP.restart();
}

}  // namespace emeter
