// The ESP8266 receiver's buffer as the chip's core keeps it: a full buffer loses its oldest byte for each new one,
// and only one flag tells. For tests.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <vector>

namespace emeter::host {

class ChipBuffer {
 public:
  // The core keeps one place free: a buffer of 4096 holds 4095.
  explicit ChipBuffer(size_t size = 4096) : bytes_(size) {}

  size_t size() const { return bytes_.size(); }

  void arrive(uint8_t byte) {
    const size_t next = (write_ + 1) % bytes_.size();
    if (next == read_) {
      read_ = (read_ + 1) % bytes_.size();
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
      read_ = (read_ + 1) % bytes_.size();
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
  std::vector<uint8_t> bytes_;
  size_t read_ = 0;
  size_t write_ = 0;
  uint64_t lost_ = 0;
  bool overrun_ = false;
};

}  // namespace emeter::host
