#include "emeter/web/origin.h"

#include <stddef.h>
#include <string.h>

#include "emeter/text/ascii.h"

namespace emeter {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

bool isAddress(const char* host) {
  if (*host == '[') return true;  // IPv6
  for (; *host != 0 && *host != ':'; host++) {
    if (!digit(*host) && *host != '.') return false;
  }
  return true;
}

// What follows `name` at the start of `host`; nullptr when it does not start so.
const char* after(const char* name, const char* host) {
  while (*name != 0) {
    if (lower(*host++) != lower(*name++)) return nullptr;
  }
  return host;
}

bool ends(const char* host) { return *host == 0 || *host == ':'; }

}  // namespace

bool sameOrigin(const char* origin, const char* host) {
  constexpr char scheme[] = "http://";
  constexpr size_t length = sizeof scheme - 1;
  return host[0] != 0 && strncmp(origin, scheme, length) == 0 && sameName(origin + length, host);
}

Named namedAs(const char* host, const char* name) {
  if (isAddress(host)) return Named::own;
  const char* rest = after("localhost", host);
  if (rest != nullptr && ends(rest)) return Named::own;
  rest = after(name, host);
  if (rest == nullptr) return Named::foreign;
  if (rest[0] == '-' && digit(rest[1])) {
    do rest++;
    while (digit(*rest));
  }
  if (ends(rest)) return Named::own;
  if (*rest != '.') return Named::foreign;
  const char* domain = after(".local", rest);
  return domain != nullptr && ends(domain) ? Named::own : Named::domain;
}

}  // namespace emeter
