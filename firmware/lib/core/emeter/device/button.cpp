#include "emeter/device/button.h"

namespace emeter {

bool Button::look(bool pressed, uint32_t now) {
  if (first_ || pressed != raw_) {
    first_ = false;
    raw_ = pressed;
    changedAt_ = now;
  }
  const bool settled = now - changedAt_ >= debounceMillis;
  if (settled && raw_ != down_) {
    down_ = raw_;
    done_ = false;
    pressedAt_ = changedAt_;
  }
  // While a release may just be beginning, nothing is erased.
  if (!armed() || !raw_ || !settled || now - pressedAt_ < erasesAfterMillis) return false;
  done_ = true;
  return true;
}

}  // namespace emeter
