#include "emeter/device/button.h"

namespace emeter {

Press Button::look(bool pressed, uint32_t now) {
  if (first_ || pressed != raw_) {
    first_ = false;
    raw_ = pressed;
    changedAt_ = now;
  }
  const bool settled = now - changedAt_ >= debounceMillis;
  if (settled && raw_ != down_) {
    const bool brief = armed() && changedAt_ - pressedAt_ < warnsAfterMillis;
    down_ = raw_;
    done_ = false;
    pressedAt_ = changedAt_;
    if (brief) return Press::shortPress;
  }
  // While a release may just be beginning, nothing is erased.
  if (!armed() || !raw_ || !settled || now - pressedAt_ < erasesAfterMillis) return Press::none;
  done_ = true;
  return Press::held;
}

}  // namespace emeter
