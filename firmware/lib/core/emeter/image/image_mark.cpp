#include "emeter/image/image_mark.h"

namespace emeter {
namespace {

#if defined(ESP8266)
#define EMETER_CHIP "esp8266"
#elif defined(ESP32) && defined(__riscv)
#define EMETER_CHIP "esp32c3"
#elif defined(ESP32)
#define EMETER_CHIP "esp32"
#else
#define EMETER_CHIP "host"
#endif

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
