// A browser: what it sends is given, what it gets is kept.
#pragma once

#include <string.h>

#include "emeter/board/net.h"

namespace emeter::test {

class FakeBrowser : public Sink {
 public:
  void say(const char* text) { say(text, strlen(text)); }
  void say(const char* text, size_t size) {
    said = text;
    left = size;
    isOpen = true;
    closed = 0;
    size_ = 0;
    total = 0;
    answer[0] = 0;
  }
  bool open() override { return isOpen; }
  size_t write(const uint8_t* from, size_t size) override {
    if (size > room) size = room;
    total += size;
    for (size_t i = 0; i < size && size_ + 1 < sizeof answer; i++) answer[size_++] = static_cast<char>(from[i]);
    answer[size_] = 0;
    return size;
  }
  size_t read(uint8_t* to, size_t size) override {
    size_t taken = size < left ? size : left;
    if (taken > chunk) taken = chunk;
    memcpy(to, said, taken);
    said += taken;
    left -= taken;
    return taken;
  }
  void close() override {
    isOpen = false;
    closed++;
  }
  uint32_t peer() const override { return address; }
  uint32_t address = 0xC0A80105;

  // The status of the answer, 0 when there is none.
  int status() const {
    if (strncmp(answer, "HTTP/1.1 ", 9) != 0) return 0;
    return (answer[9] - '0') * 100 + (answer[10] - '0') * 10 + (answer[11] - '0');
  }
  const char* body() const {
    const char* end = strstr(answer, "\r\n\r\n");
    return end == nullptr ? "" : end + 4;
  }
  bool contains(const char* text) const { return strstr(answer, text) != nullptr; }

  const char* said = "";
  size_t left = 0;
  size_t chunk = ~size_t{0};
  size_t room = ~size_t{0};
  bool isOpen = true;
  int closed = 0;
  size_t total = 0;
  char answer[3072] = "";

 private:
  size_t size_ = 0;
};

}  // namespace emeter::test
