// Reads an HTTP/1.1 request (RFC 9112) as it comes, keeping only what the pages need. Nothing in it grows with what
// the peer sends.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace emeter {

enum class Method : uint8_t { get, post, other };

struct HttpRequest {
  Method method = Method::other;
  char path[40] = "";
  char query[96] = "";
  char host[64] = "";
  char origin[80] = "";
  char authorization[80] = "";
  uint32_t bodySize = 0;
  bool hasBodySize = false;
  bool hasHost = false;
  bool expectsContinue = false;
  bool fromBrowser = false;  // it tells its user's languages, as every browser does and no program
};

class HttpRequestReader {
 public:
  static constexpr size_t largestHead = 8 * 1024;

  // Takes bytes up to the end of the head; returns how many. done() or failed() tell when it needs no more.
  size_t take(const uint8_t* from, size_t size);

  bool done() const { return phase_ == Phase::done; }
  // The status to refuse the request with; 0 while all is well.
  uint16_t failed() const { return failure_; }
  bool begun() const { return headSize_ > 0; }
  const HttpRequest& request() const { return request_; }

 private:
  enum class Phase : uint8_t { requestLine, headers, done };

  void endOfLine();
  void requestLine();
  void header();
  bool keep(const char* value, char* to, size_t size);
  void fail(uint16_t status) {
    if (failure_ == 0) failure_ = status;
  }

  HttpRequest request_;
  Phase phase_ = Phase::requestLine;
  uint16_t failure_ = 0;
  size_t headSize_ = 0;
  char line_[200];
  size_t lineSize_ = 0;
  bool lineTooLong_ = false;
};

}  // namespace emeter
