#include "emeter/line/line_watch.h"

namespace emeter {

void LineWatch::alive(uint32_t now) {
  since_ = aliveAt_ = now;
  pause_ = silentMillis;
  everAlive_ = true;
}

bool LineWatch::due(uint32_t now) {
  if (now - since_ < pause_) return false;
  since_ = now;
  pause_ = pause_ < longestMillis / 2 ? pause_ * 2 : longestMillis;
  return true;
}

}  // namespace emeter
