#include "emeter/http.h"

#include <string.h>

#include "emeter/text.h"

namespace emeter {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool sameName(const char* a, const char* b) {
  while (*a != 0 && lower(*a) == lower(*b)) {
    a++;
    b++;
  }
  return *a == *b;
}

int hexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool readSize(const char* text, uint32_t& size) {
  constexpr uint32_t largest = 16 * 1024 * 1024;
  if (*text == 0) return false;
  size = 0;
  for (; *text != 0; text++) {
    if (*text < '0' || *text > '9') return false;
    size = size * 10 + static_cast<uint32_t>(*text - '0');
    if (size > largest) return false;
  }
  return true;
}

}  // namespace

size_t HttpRequestReader::take(const uint8_t* from, size_t size) {
  size_t taken = 0;
  while (taken < size && phase_ != Phase::done && failure_ == 0) {
    const char c = static_cast<char>(from[taken++]);
    if (++headSize_ > largestHead) fail(431);
    if (c == '\n') {
      endOfLine();
    } else if (c != '\r') {
      if (lineSize_ + 1 < sizeof line_) {
        line_[lineSize_++] = c;
      } else {
        lineTooLong_ = true;
      }
    }
  }
  return taken;
}

void HttpRequestReader::endOfLine() {
  line_[lineSize_] = 0;
  if (memchr(line_, 0, lineSize_) != nullptr) {
    fail(400);
  } else if (phase_ == Phase::requestLine) {
    requestLine();
  } else if (lineSize_ == 0) {
    phase_ = Phase::done;
  } else {
    header();
  }
  lineSize_ = 0;
  lineTooLong_ = false;
}

void HttpRequestReader::requestLine() {
  if (lineSize_ == 0) return;  // an empty line before the request is allowed (RFC 9112, 2.2)
  if (lineTooLong_) return fail(414);
  char* target = strchr(line_, ' ');
  char* version = target == nullptr ? nullptr : strchr(target + 1, ' ');
  if (version == nullptr || strncmp(version + 1, "HTTP/1.", 7) != 0 || target[1] != '/') return fail(400);
  *target++ = 0;
  *version = 0;
  if (strcmp(line_, "GET") == 0) request_.method = Method::get;
  if (strcmp(line_, "POST") == 0) request_.method = Method::post;
  char* query = strchr(target, '?');
  if (query != nullptr) *query++ = 0;
  if (!keep(target, request_.path, sizeof request_.path)) return;
  if (query != nullptr && !keep(query, request_.query, sizeof request_.query)) return;
  phase_ = Phase::headers;
}

void HttpRequestReader::header() {
  char* colon = strchr(line_, ':');
  if (colon == nullptr) return fail(400);
  *colon = 0;
  const char* value = colon + 1;
  while (*value == ' ' || *value == '\t') value++;
  for (char* end = line_ + lineSize_; end > value && (end[-1] == ' ' || end[-1] == '\t');) *--end = 0;
  const auto needs = [&](char* to, size_t size) {
    if (lineTooLong_) return fail(431);
    keep(value, to, size);
  };
  if (sameName(line_, "host")) {
    if (request_.hasHost) return fail(400);  // RFC 9112, 3.2
    request_.hasHost = true;
    return needs(request_.host, sizeof request_.host);
  }
  if (sameName(line_, "origin")) return needs(request_.origin, sizeof request_.origin);
  if (sameName(line_, "authorization")) return needs(request_.authorization, sizeof request_.authorization);
  if (sameName(line_, "transfer-encoding")) return fail(501);
  if (sameName(line_, "expect")) request_.expectsContinue = sameName(value, "100-continue");
  if (sameName(line_, "content-length")) {
    uint32_t size;
    if (lineTooLong_ || !readSize(value, size) || (request_.hasBodySize && size != request_.bodySize)) return fail(400);
    request_.bodySize = size;
    request_.hasBodySize = true;
  }
}

bool HttpRequestReader::keep(const char* value, char* to, size_t size) {
  if (strlen(value) >= size) {
    fail(phase_ == Phase::requestLine ? 414 : 431);
    return false;
  }
  copyText(to, size, value);
  return true;
}

namespace {

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

bool sameOrigin(const char* origin, const char* host) {
  constexpr char scheme[] = "http://";
  constexpr size_t length = sizeof scheme - 1;
  return host[0] != 0 && strncmp(origin, scheme, length) == 0 && sameName(origin + length, host);
}

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
