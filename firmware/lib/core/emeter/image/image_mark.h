// Keeps an image of another firmware, or for another chip, from being installed: every image of ours carries a mark.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "emeter/text/flash.h"

namespace emeter {

// Looks for the mark in an image as it comes.
class ImageMark {
 public:
  void look(const uint8_t* from, size_t size);
  bool seen() const { return seen_; }
  // What this very firmware carries and looks for.
  static FlashString own();

 private:
  size_t matched_ = 0;
  bool seen_ = false;
};

}  // namespace emeter
