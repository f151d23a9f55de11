#include "emeter/device/led.h"

namespace emeter {

bool ledLit(LedCode code, uint32_t now) {
  switch (code) {
    case LedCode::setup: return now % 1000 < 500;
    case LedCode::connecting: return now % 1000 < 60;
    case LedCode::safe: return now % 1000 < 60 || (now % 1000 >= 200 && now % 1000 < 260);
    case LedCode::receiving: return now % 120 < 60;
    case LedCode::warning: return now % 200 < 100;
    default: return false;
  }
}

}  // namespace emeter
