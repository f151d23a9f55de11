// Constants that stay in flash. The ESP8266 copies all other constants, string literals too, into its 80 KiB of RAM at
// start, and reads its flash only in aligned words: so a text in flash has a type of its own.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(ESP8266) || defined(__XTENSA_CALL0_ABI__)
// A section each, as the core's PROGMEM has: what is not used is left out, and constants of inline functions do not clash
// with others.
#define EMETER_SECTION_NAME(number) ".irom.text.emeter." #number
#define EMETER_SECTION(number) __attribute__((section(EMETER_SECTION_NAME(number))))
#define EMETER_FLASH EMETER_SECTION(__COUNTER__)
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

// A text in flash, closed with a 0. Only through this type can it be read, never as a plain string.
class FlashString {
 public:
  constexpr FlashString() = default;
  constexpr explicit FlashString(const char* at) : at_(at) {}

  // The character at `index`; 0 at the end.
  char operator[](size_t index) const {
    char c = 0;
    if (at_ != nullptr) copyFromFlash(&c, at_ + index, 1);
    return c;
  }
  bool empty() const { return (*this)[0] == 0; }
  bool operator==(const char* text) const {
    size_t i = 0;
    while (text[i] != 0 && text[i] == (*this)[i]) i++;
    return text[i] == (*this)[i];
  }

 private:
  const char* at_ = nullptr;
};

// A stretch of flash, such as a part of a page.
struct FlashText {
  const char* data = nullptr;
  size_t size = 0;
};

}  // namespace emeter

// A string literal that stays in flash, within a function.
#define IN_FLASH(literal)                            \
  ([]() {                                            \
    static const char kept[] EMETER_FLASH = literal; \
    return emeter::FlashString(kept);                \
  }())
