// A meter sends in bursts. Where one begins is the only place where a client may enter the stream without
// seeing a cut telegram.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "emeter/line/line_mode.h"
#include "emeter/line/ring.h"

namespace emeter {

// Tells a burst's first byte by the silence before it: more than 50 ms and more than 20 characters.
class BurstDetector {
 public:
  // What comes next in another mode is a new burst.
  void setLine(const LineMode& mode);
  uint32_t silenceMillis() const { return silence_; }

  // A look at the line that found nothing. Silence counts only when seen so: after a long task all that arrived
  // meanwhile comes at once, and the time that passed says nothing about gaps in it.
  void nothing(uint32_t now);
  // A look that found bytes: true when they begin a burst.
  bool bytes(uint32_t now);

  // Between bursts: the time to write flash.
  bool quiet() const { return quiet_; }

 private:
  uint32_t silence_ = 50;
  uint32_t lastBytes_ = 0;
  bool quiet_ = true;
};

// Where the latest bursts begin.
class BurstStarts {
 public:
  static constexpr size_t remembered = 64;

  void add(Position start);
  // The first burst that begins at `from` or later; false when none is known.
  bool firstFrom(Position from, Position& start) const;
  // Where the latest one begins; false before the first.
  bool latest(Position& start) const;
  uint64_t count() const { return count_; }

 private:
  Position starts_[remembered] = {};
  uint64_t count_ = 0;
};

}  // namespace emeter
