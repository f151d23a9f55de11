#include "emeter/web/response.h"

#include <string.h>

namespace emeter {
namespace {

struct Reason {
  uint16_t status;
  char text[32];
};

constexpr Reason reasons[] EMETER_FLASH = {
    {200, "OK"},
    {202, "Accepted"},
    {302, "Found"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {409, "Conflict"},
    {411, "Length Required"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {501, "Not Implemented"},
};

void putReason(Text& to, uint16_t status) {
  for (const Reason& kept : reasons) {
    Reason reason;
    copyFromFlash(&reason, &kept, sizeof reason);
    if (reason.status == status) to.put(reason.text);
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

void Response::writeHead(FlashString type, size_t size, FlashString location) {
  Text head(head_, sizeof head_);
  head.put(IN_FLASH("HTTP/1.1 ")).number(status_).put(' ');
  putReason(head, status_);
  head.put(IN_FLASH("\r\nContent-Type: ")).put(type).put(IN_FLASH("\r\nContent-Length: ")).number(size);
  if (!location.empty()) head.put(IN_FLASH("\r\nLocation: ")).put(location);
  head.put(IN_FLASH("\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY"
                    "\r\nConnection: close\r\n\r\n"));
}

void Response::page(Page page) {
  status_ = 200;
  partCount_ = pageParts(page, parts_);
  size_t size = 0;
  for (size_t i = 0; i < partCount_; i++) size += parts_[i].size;
  writeHead(IN_FLASH("text/html; charset=utf-8"), size, {});
}

Text& Response::json(uint16_t status) {
  status_ = status;
  isText_ = true;
  return writer_;
}

void Response::error(uint16_t status, FlashString sentence) {
  json(status).put(IN_FLASH("{\"error\":")).quoted(sentence).put('}');
}

void Response::redirect(FlashString location) {
  status_ = 302;
  writeHead(IN_FLASH("text/plain"), 0, location);
}

size_t Response::take(uint8_t* to, size_t size) {
  if (head_[0] == 0) writeHead(IN_FLASH("application/json"), writer_.size(), {});
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
