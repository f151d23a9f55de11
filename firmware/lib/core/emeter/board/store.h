// What survives power loss.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace emeter {

// One blob that survives power loss. A write is whole or has not happened.
class Store {
 public:
  virtual ~Store() = default;
  virtual size_t load(uint8_t* to, size_t size) = 0;  // bytes read, 0 when nothing is stored
  virtual bool save(const uint8_t* from, size_t size) = 0;
  virtual bool erase() = 0;
  // Something may be stored that cannot be read now, and may be after another start.
  virtual bool unreadable() const { return false; }
};

}  // namespace emeter
