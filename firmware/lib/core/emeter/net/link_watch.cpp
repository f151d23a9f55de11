#include "emeter/net/link_watch.h"

namespace emeter {

void LinkWatch::begin(uint32_t now) {
  heardAt_ = now;
  asked_ = false;
}

void LinkWatch::heard(uint32_t now) {
  heardAt_ = now;
  asked_ = false;
  everHeard_ = true;
  deadInARow_ = 0;
}

bool LinkWatch::dead(Radio& radio, uint32_t now) {
  if (asked_ && radio.gatewayAnswered()) heard(now);
  const uint32_t silent = now - heardAt_;
  if (silent >= askAfterMillis && (!asked_ || now - askedAt_ >= askEveryMillis)) {
    radio.askGateway();
    asked_ = true;
    askedAt_ = now;
  }
  const uint8_t doublings = deadInARow_ < mostDoublings ? deadInARow_ : mostDoublings;
  if (silent < deadAfterMillis << doublings) return false;
  if (deadInARow_ < 255) deadInARow_++;
  return true;
}

}  // namespace emeter
