// A client of the raw stream that compares what it gets with the line, from a given place on.
#pragma once

#include <string.h>

#include "emeter/board/net.h"
#include "fakes/line.h"

namespace emeter::test {

class FakeSink : public Sink {
 public:
  bool open() override { return isOpen; }
  size_t write(const uint8_t* from, size_t size) override {
    if (!isOpen) return 0;
    if (size > room) size = room;
    if (size > most) size = most;
    if (limited) room -= size;
    for (size_t i = 0; i < size; i++) {
      if (from[i] != lineByte(expected + i)) wrong++;
    }
    expected += size;
    got += size;
    if (size > 0) writes++;
    return size;
  }
  size_t read(uint8_t* to, size_t size) override {
    const size_t taken = size < toRead ? size : toRead;
    memset(to, 'x', taken);
    toRead -= taken;
    return taken;
  }
  void close() override {
    isOpen = false;
    closed++;
  }
  uint32_t peer() const override { return address; }

  bool isOpen = true;
  int closed = 0;
  uint32_t address = 0xC0A80105;
  uint64_t expected = 0;  // the place in the line that must come next
  uint64_t got = 0;
  uint32_t wrong = 0;
  uint32_t writes = 0;
  size_t room = ~size_t{0};
  size_t most = ~size_t{0};  // a write takes no more at once
  bool limited = false;
  size_t toRead = 0;
};

}  // namespace emeter::test
