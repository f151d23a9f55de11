#include "emeter/line/bursts.h"

namespace emeter {

void BurstDetector::setLine(const LineMode& mode) {
  constexpr uint32_t characters = 20;
  constexpr uint32_t shortest = 50;
  const uint32_t millis = characters * mode.bitsPerCharacter() * 1000u / mode.baud + 1;
  silence_ = millis > shortest ? millis : shortest;
  quiet_ = true;
}

void BurstDetector::nothing(uint32_t now) {
  if (!quiet_ && now - lastBytes_ > silence_) quiet_ = true;
}

bool BurstDetector::bytes(uint32_t now) {
  const bool starts = quiet_;
  quiet_ = false;
  lastBytes_ = now;
  return starts;
}

void BurstStarts::add(Position start) { starts_[count_++ % remembered] = start; }

bool BurstStarts::firstFrom(Position from, Position& start) const {
  const uint64_t known = count_ < remembered ? count_ : remembered;
  for (uint64_t i = count_ - known; i < count_; i++) {
    if (starts_[i % remembered] >= from) {
      start = starts_[i % remembered];
      return true;
    }
  }
  return false;
}

bool BurstStarts::latest(Position& start) const {
  if (count_ == 0) return false;
  start = starts_[(count_ - 1) % remembered];
  return true;
}

}  // namespace emeter
