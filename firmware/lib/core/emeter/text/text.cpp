#include "emeter/text/text.h"

namespace emeter {
namespace {

// Bytes of the well-formed UTF-8 sequence at `p` (RFC 3629), 0 when there is none.
size_t utf8Length(const uint8_t* p) {
  const auto follows = [](uint8_t b) { return (b & 0xC0) == 0x80; };
  if (p[0] < 0x80) return 1;
  if (p[0] >= 0xC2 && p[0] <= 0xDF && follows(p[1])) return 2;
  if (p[0] >= 0xE0 && p[0] <= 0xEF && follows(p[1]) && follows(p[2])) {
    const bool overlong = p[0] == 0xE0 && p[1] < 0xA0;
    const bool surrogate = p[0] == 0xED && p[1] >= 0xA0;
    return overlong || surrogate ? 0 : 3;
  }
  if (p[0] >= 0xF0 && p[0] <= 0xF4 && follows(p[1]) && follows(p[2]) && follows(p[3])) {
    const bool overlong = p[0] == 0xF0 && p[1] < 0x90;
    const bool beyond = p[0] == 0xF4 && p[1] >= 0x90;
    return overlong || beyond ? 0 : 4;
  }
  return 0;
}

char hexDigit(uint8_t value) { return static_cast<char>(value < 10 ? '0' + value : 'a' + value - 10); }

}  // namespace

Text& Text::put(char c) {
  if (used_ + 1 < size_) {
    to_[used_++] = c;
    to_[used_] = 0;
  } else {
    full_ = true;
  }
  return *this;
}

Text& Text::put(const char* text) {
  while (*text != 0) put(*text++);
  return *this;
}

Text& Text::put(FlashString text) {
  for (size_t i = 0; text[i] != 0; i++) put(text[i]);
  return *this;
}

Text& Text::number(uint64_t value) {
  char reversed[20];
  size_t n = 0;
  do {
    reversed[n++] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  while (n > 0) put(reversed[--n]);
  return *this;
}

Text& Text::signedNumber(int64_t value) {
  if (value < 0) {
    put('-');
    return number(~static_cast<uint64_t>(value) + 1);
  }
  return number(static_cast<uint64_t>(value));
}

Text& Text::hex(uint8_t byte) { return put(hexDigit(byte >> 4)).put(hexDigit(byte & 15)); }

Text& Text::address(uint32_t ip) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    number((ip >> shift) & 0xFF);
    if (shift > 0) put('.');
  }
  return *this;
}

Text& Text::quoted(const char* text) {
  put('"');
  const auto* p = reinterpret_cast<const uint8_t*>(text);
  while (*p != 0) {
    const size_t length = utf8Length(p);
    if (length == 0) {
      put('?');
      p++;
    } else if (length > 1) {
      for (size_t i = 0; i < length; i++) put(static_cast<char>(*p++));
    } else {
      const uint8_t c = *p++;
      if (c == '"' || c == '\\') {
        put('\\').put(static_cast<char>(c));
      } else if (c < 0x20 || c == 0x7F) {
        put(IN_FLASH("\\u00")).hex(c);
      } else {
        put(static_cast<char>(c));
      }
    }
  }
  return put('"');
}

void copyText(char* to, size_t size, const char* from) {
  size_t n = 0;
  while (n + 1 < size && from[n] != 0) {
    to[n] = from[n];
    n++;
  }
  to[n] = 0;
}

}  // namespace emeter
