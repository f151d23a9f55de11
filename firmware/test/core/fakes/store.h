// The blob that survives power loss.
#pragma once

#include <string.h>

#include "emeter/board/store.h"
#include "emeter/settings/settings.h"

namespace emeter::test {

class FakeStore : public Store {
 public:
  size_t load(uint8_t* to, size_t size) override {
    const size_t taken = size < used ? size : used;
    memcpy(to, bytes, taken);
    return taken;
  }
  bool save(const uint8_t* from, size_t size) override {
    memcpy(bytes, from, size);
    used = size;
    saves++;
    return true;
  }
  bool erase() override {
    used = 0;
    erases++;
    return true;
  }
  uint8_t bytes[largestSettings] = {};
  size_t used = 0;
  bool unreadable() const override { return damaged; }
  bool damaged = false;
  int saves = 0;
  int erases = 0;
};

}  // namespace emeter::test
