#include "emeter/web/form.h"

#include <stdint.h>
#include <string.h>

#include "emeter/text/ascii.h"

namespace emeter {
namespace {

int hexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Where the value of a field begins; nullptr when there is no such field.
const char* findField(const char* form, const char* name) {
  const size_t length = strlen(name);
  for (const char* p = form; p != nullptr;) {
    if (strncmp(p, name, length) == 0 && p[length] == '=') return p + length + 1;
    p = strchr(p, '&');
    if (p != nullptr) p++;
  }
  return nullptr;
}

}  // namespace

bool formHas(const char* form, const char* name) { return findField(form, name) != nullptr; }

bool formValue(const char* form, const char* name, char* to, size_t size) {
  const char* p = findField(form, name);
  if (p == nullptr) return false;
  size_t used = 0;
  for (; *p != 0 && *p != '&'; p++) {
    int value = static_cast<uint8_t>(*p);
    if (*p == '+') value = ' ';
    if (*p == '%') {
      const int high = hexValue(p[1]);
      const int low = high < 0 ? -1 : hexValue(p[2]);
      if (low < 0) return false;
      value = high * 16 + low;
      p += 2;
    }
    if (value == 0 || used + 1 >= size) return false;
    to[used++] = static_cast<char>(value);
  }
  to[used] = 0;
  return true;
}

}  // namespace emeter
