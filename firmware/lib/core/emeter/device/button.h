// The flash button: a short press opens the set-up network, held for five seconds it erases settings and Wi-Fi credentials.
#pragma once

#include <stdint.h>

namespace emeter {

enum class Press : uint8_t {
  none,
  shortPress,  // let go before the LED warned
  held,        // for five seconds
};

class Button {
 public:
  static constexpr uint32_t debounceMillis = 30;
  static constexpr uint32_t warnsAfterMillis = 1'000;
  static constexpr uint32_t erasesAfterMillis = 5'000;

  // One look at the pin. Each press has its effect once. A button that is down already at start counts only after it was
  // let go.
  Press look(bool pressed, uint32_t now);

  // Held long enough for the LED to warn.
  bool warning(uint32_t now) const { return armed() && now - pressedAt_ >= warnsAfterMillis; }

 private:
  bool armed() const { return down_ && !done_; }

  bool down_ = true;   // debounced
  bool done_ = true;   // this press has had its effect, or must have none
  bool raw_ = true;
  bool first_ = true;
  uint32_t changedAt_ = 0;  // when `raw_` last changed
  uint32_t pressedAt_ = 0;
};

}  // namespace emeter
