// Writes text into a buffer that is never overrun: what does not fit is left out, and full() says so.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "emeter/text/flash.h"

namespace emeter {

class Text {
 public:
  // `size` counts the closing 0, which is always there.
  Text(char* to, size_t size) : to_(to), size_(size) { to_[0] = 0; }

  Text& put(char c);
  Text& put(const char* text);
  Text& put(FlashString text);
  Text& number(uint64_t value);
  Text& signedNumber(int64_t value);
  Text& hex(uint8_t byte);
  // An IPv4 address, most significant byte first: 192.168.1.2.
  Text& address(uint32_t ip);
  // A JSON string with its quotes. Bytes that are not valid UTF-8 become '?'.
  Text& quoted(const char* text);
  Text& quoted(FlashString text) { return put('"').put(text).put('"'); }  // of ours, with nothing in it to be escaped
  Text& boolean(bool value) { return value ? put(IN_FLASH("true")) : put(IN_FLASH("false")); }

  const char* c_str() const { return to_; }
  size_t size() const { return used_; }
  bool full() const { return full_; }

 private:
  char* to_;
  size_t size_;
  size_t used_ = 0;
  bool full_ = false;
};

// Copies a C string into an array, cut to fit, always closed.
void copyText(char* to, size_t size, const char* from);

template <size_t N>
void copyText(char (&to)[N], const char* from) {
  copyText(to, N, from);
}

}  // namespace emeter
