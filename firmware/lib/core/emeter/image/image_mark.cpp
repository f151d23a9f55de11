#include "emeter/image/image_mark.h"

#include "emeter/image/chip.h"

namespace emeter {
namespace {

// '#' comes in it once, as its first character: after a mismatch nothing before it need be looked at again.
const char mark[] EMETER_FLASH = "#emeter image for " EMETER_CHIP ".";

}  // namespace

FlashString ImageMark::own() { return FlashString(mark); }

void ImageMark::look(const uint8_t* from, size_t size) {
  for (size_t i = 0; i < size && !seen_; i++) {
    const char c = static_cast<char>(from[i]);
    if (c != own()[matched_]) matched_ = 0;
    if (c == own()[matched_]) matched_++;
    seen_ = own()[matched_] == 0;
  }
}

}  // namespace emeter
