// Takes a new firmware image.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "emeter/text/flash.h"

namespace emeter {

// A board without one cannot be updated over the network.
class Updater {
 public:
  virtual ~Updater() = default;
  virtual bool begin(uint32_t size) = 0;
  virtual bool write(const uint8_t* from, size_t size) = 0;
  // Checks the image (and its signature where this build carries a key) and makes it the one to start.
  virtual bool end() = 0;
  virtual void abort() = 0;
  virtual FlashString error() = 0;  // why the last step failed, as the end of a sentence
  // The key whose signature an image needs, as the release script shortens it (firmware/status.md); empty where none is needed.
  virtual FlashString key() const = 0;
};

}  // namespace emeter
