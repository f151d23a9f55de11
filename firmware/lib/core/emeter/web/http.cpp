#include "emeter/web/http.h"

#include <string.h>

#include "emeter/text/ascii.h"
#include "emeter/text/text.h"

namespace emeter {
namespace {

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
  if (sameName(line_, "accept-language")) request_.fromBrowser = true;
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

}  // namespace emeter
