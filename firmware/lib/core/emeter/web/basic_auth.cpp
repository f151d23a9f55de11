#include "emeter/web/basic_auth.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "emeter/text/ascii.h"

namespace emeter {
namespace {

int base64Value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

// Decodes until something that is not base64; returns the bytes written, closed with a 0.
size_t decodeBase64(const char* from, char* to, size_t size) {
  uint32_t bits = 0;
  int held = 0;
  size_t used = 0;
  for (int value; used + 1 < size && (value = base64Value(*from)) >= 0; from++) {
    bits = bits << 6 | static_cast<uint32_t>(value);
    held += 6;
    if (held >= 8) {
      held -= 8;
      to[used++] = static_cast<char>(bits >> held);
    }
  }
  to[used] = 0;
  return used;
}

// Takes the same time wherever the two differ.
bool sameSecret(const char* given, const char* expected) {
  const size_t givenSize = strlen(given);
  const size_t size = strlen(expected);
  unsigned difference = givenSize == size ? 0 : 1;
  for (size_t i = 0; i < size; i++) {
    difference |= static_cast<unsigned>(static_cast<uint8_t>(i < givenSize ? given[i] : 0) ^ static_cast<uint8_t>(expected[i]));
  }
  return difference == 0;
}

}  // namespace

bool passwordFits(const char* authorization, const char* password) {
  constexpr char scheme[] = "basic ";
  for (size_t i = 0; i < sizeof scheme - 1; i++) {
    if (lower(authorization[i]) != scheme[i]) return false;
  }
  char credentials[64];
  decodeBase64(authorization + sizeof scheme - 1, credentials, sizeof credentials);
  const char* given = strchr(credentials, ':');
  return given != nullptr && password[0] != 0 && sameSecret(given + 1, password);
}

}  // namespace emeter
