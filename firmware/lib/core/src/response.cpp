#include "emeter/web.h"

namespace emeter {
namespace {

const char* reason(uint16_t status) {
  switch (status) {
    case 200: return "OK";
    case 202: return "Accepted";
    case 302: return "Found";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 411: return "Length Required";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 501: return "Not Implemented";
    default: return "Error";
  }
}

size_t copyPiece(uint8_t* to, size_t room, const char* from, size_t size, size_t& at) {
  const size_t left = size - at;
  const size_t piece = left < room ? left : room;
  memcpy(to, from + at, piece);
  at += piece;
  return piece;
}

}  // namespace

void Response::writeHead(const char* type, size_t size, const char* location) {
  Text head(head_, sizeof head_);
  head.put("HTTP/1.1 ").number(status_).put(' ').put(reason(status_));
  head.put("\r\nContent-Type: ").put(type).put("\r\nContent-Length: ").number(size);
  if (location != nullptr) head.put("\r\nLocation: ").put(location);
  head.put(
      "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY"
      "\r\nConnection: close\r\n\r\n");
}

void Response::page(Page page) {
  status_ = 200;
  partCount_ = pageParts(page, parts_);
  size_t size = 0;
  for (size_t i = 0; i < partCount_; i++) size += parts_[i].size;
  writeHead("text/html; charset=utf-8", size, nullptr);
}

Text& Response::json(uint16_t status) {
  status_ = status;
  isText_ = true;
  return writer_;
}

void Response::error(uint16_t status, const char* sentence) { json(status).put("{\"error\":").quoted(sentence).put('}'); }

void Response::redirect(const char* location) {
  status_ = 302;
  writeHead("text/plain", 0, location);
}

size_t Response::take(uint8_t* to, size_t size) {
  if (head_[0] == 0) writeHead("application/json", writer_.size(), nullptr);
  size_t used = copyPiece(to, size, head_, strlen(head_), headAt_);
  if (isText_) return used + copyPiece(to + used, size - used, text_, writer_.size(), textAt_);
  while (used < size && part_ < partCount_) {
    const size_t left = parts_[part_].size - partAt_;
    const size_t piece = left < size - used ? left : size - used;
    copyFromFlash(to + used, parts_[part_].data + partAt_, piece);
    used += piece;
    partAt_ += piece;
    if (partAt_ == parts_[part_].size) {
      part_++;
      partAt_ = 0;
    }
  }
  return used;
}

}  // namespace emeter
