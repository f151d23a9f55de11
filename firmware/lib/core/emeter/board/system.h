// The chip itself.
#pragma once

#include <stdint.h>

namespace emeter {

struct Heap {
  uint32_t free = 0;
  uint32_t largest = 0;  // largest block, bytes
  uint8_t fragmentation = 0;  // per cent
};

class System {
 public:
  virtual ~System() = default;
  virtual void restart() = 0;
  virtual const char* resetReason() = 0;
  virtual Heap heap() = 0;
  virtual const char* chipId() = 0;  // hexadecimal, stable for the life of the chip
  virtual const char* board() = 0;
  virtual uint32_t random() = 0;
  // Starts before this one, in a row, that ended before startLasted(); 0 where the board does not count them.
  virtual uint32_t failedStarts() const { return 0; }
  // This start has lasted.
  virtual void startLasted() {}
  // This image has run and can be reached: it need not give way to the one before.
  virtual void imageWorks() {}
};

}  // namespace emeter
