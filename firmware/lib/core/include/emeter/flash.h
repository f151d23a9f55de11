// Constants that stay in flash. The ESP8266 copies all other constants into its 80 KiB of RAM at start, and reads its
// flash only in aligned words.
#pragma once

#include <stddef.h>
#include <string.h>

#if defined(ESP8266) || defined(__XTENSA_CALL0_ABI__)
#include <stdint.h>
#define EMETER_FLASH __attribute__((section(".irom.text.emeter"), aligned(4)))
#else
#define EMETER_FLASH
#endif

namespace emeter {

#if defined(ESP8266) || defined(__XTENSA_CALL0_ABI__)
inline void copyFromFlash(void* to, const void* from, size_t size) {
  auto* out = static_cast<uint8_t*>(to);
  auto at = reinterpret_cast<uintptr_t>(from);
  while (size > 0) {
    const uint32_t word = *reinterpret_cast<const volatile uint32_t*>(at & ~uintptr_t{3});
    do {
      *out++ = static_cast<uint8_t>(word >> (8 * (at & 3)));
      at++;
      size--;
    } while (size > 0 && (at & 3) != 0);
  }
}
#else
inline void copyFromFlash(void* to, const void* from, size_t size) { memcpy(to, from, size); }
#endif

// A stretch of flash, such as a part of a page.
struct FlashText {
  const char* data = nullptr;
  size_t size = 0;
};

}  // namespace emeter
