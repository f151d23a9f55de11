// Whether a Wi-Fi link that is up still leads anywhere: some access points forget a station and keep its link.
#pragma once

#include <stdint.h>

#include "emeter/board/radio.h"

namespace emeter {

class LinkWatch {
 public:
  // Only after so long without a sign of life is the gateway asked.
  static constexpr uint32_t askAfterMillis = 30'000;
  static constexpr uint32_t askEveryMillis = 10'000;
  // So long without one the link is dead; each time that associating anew did not help, twice as long, up to an hour.
  static constexpr uint32_t deadAfterMillis = 120'000;
  static constexpr uint8_t mostDoublings = 5;

  // The link has come up.
  void begin(uint32_t now);
  // Somebody on the other side was heard.
  void heard(uint32_t now);
  // A look while the link is up: asks the gateway when it is time. True when the link is dead.
  bool dead(Radio& radio, uint32_t now);

  // Times in a row that the link was found dead.
  uint8_t deadInARow() const { return deadInARow_; }
  // Since start, at any time.
  bool everHeard() const { return everHeard_; }

 private:
  uint32_t heardAt_ = 0;
  uint32_t askedAt_ = 0;
  bool asked_ = false;
  bool everHeard_ = false;
  uint8_t deadInARow_ = 0;
};

}  // namespace emeter
