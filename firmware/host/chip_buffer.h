// The ESP8266 receiver's buffer as the chip's core keeps it: a full buffer loses its oldest byte for each new one,
// and only one flag tells. For tests.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace emeter::host {

class ChipBuffer {
 public:
  static constexpr size_t bytes = 4096;  // of which the core keeps one free: it holds 4095

  size_t size() const { return bytes; }
  void clear() { read_ = write_; }

  void arrive(uint8_t byte) {
    const size_t next = (write_ + 1) % bytes;
    if (next == read_) {
      read_ = (read_ + 1) % bytes;
      lost_++;
      overrun_ = true;
    }
    bytes_[write_] = byte;
    write_ = next;
  }

  size_t take(uint8_t* to, size_t size) {
    size_t taken = 0;
    while (taken < size && read_ != write_) {
      to[taken++] = bytes_[read_];
      read_ = (read_ + 1) % bytes;
    }
    return taken;
  }

  // The chip's flag: set by an overrun, cleared by asking.
  bool overrun() {
    const bool was = overrun_;
    overrun_ = false;
    return was;
  }

  // What the chip cannot tell: the bytes lost.
  uint64_t lost() const { return lost_; }

 private:
  uint8_t bytes_[bytes] = {};
  size_t read_ = 0;
  size_t write_ = 0;
  uint64_t lost_ = 0;
  bool overrun_ = false;
};

}  // namespace emeter::host
