// When a line mode that was found must be looked for again: the app says "alive" while telegrams come, and a meter that was
// changed for one with another mode silences it.
#pragma once

#include <stdint.h>

namespace emeter {

class LineWatch {
 public:
  static constexpr uint32_t silentMillis = 30 * 60'000;
  // Each time without a telegram since, twice as long.
  static constexpr uint32_t longestMillis = 24 * 3'600'000;

  void begin(uint32_t now) { since_ = now; }
  // Telegrams decode.
  void alive(uint32_t now);
  // True once when it is time.
  bool due(uint32_t now);

  bool everAlive() const { return everAlive_; }
  uint32_t aliveAgo(uint32_t now) const { return now - aliveAt_; }

 private:
  uint32_t since_ = 0;
  uint32_t pause_ = silentMillis;
  uint32_t aliveAt_ = 0;
  bool everAlive_ = false;
};

}  // namespace emeter
