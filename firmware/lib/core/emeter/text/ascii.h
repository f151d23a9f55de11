// Letters as the protocols compare them: ASCII, whatever their case.
#pragma once

namespace emeter {

inline char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

inline bool sameName(const char* a, const char* b) {
  while (*a != 0 && lower(*a) == lower(*b)) {
    a++;
    b++;
  }
  return *a == *b;
}

}  // namespace emeter
