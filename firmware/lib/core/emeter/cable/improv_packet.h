// Packets of Improv over serial, version 1 (https://www.improv-wifi.com/serial/): "IMPROV", version, type, length, data, and the sum of
// all bytes before as its checksum.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "emeter/board/console.h"
#include "emeter/text/flash.h"

namespace emeter {

enum class ImprovType : uint8_t { state = 1, error = 2, command = 3, result = 4 };

// Finds packets in what comes. Other bytes (a loader's messages, a meter's telegrams) are passed over.
class ImprovReader {
 public:
  // The longest command has 100: network and password.
  static constexpr size_t mostData = 128;
  // A packet that stops in the middle is forgotten after this.
  static constexpr uint32_t patienceMillis = 500;

  enum class Got : uint8_t { nothing, packet, damaged };

  Got take(uint8_t byte, uint32_t now);

  // Of the packet that was got, until the next byte is taken.
  ImprovType type() const { return static_cast<ImprovType>(type_); }
  const uint8_t* data() const { return data_; }
  size_t size() const { return size_; }

 private:
  Got finish(Got got);

  uint8_t at_ = 0;  // place in the packet
  uint8_t sum_ = 0;
  uint8_t type_ = 0;
  uint8_t size_ = 0;
  uint8_t data_[mostData];
  uint32_t last_ = 0;
};

// Packets on their way out, kept until the port has taken them. One that does not fit is left out whole.
class ImprovWriter {
 public:
  void begin(ImprovType type);
  void byte(uint8_t value) { put(value); }
  // A text behind its length, as in a result. Cut at 255 bytes.
  void text(const char* text);
  void text(FlashString text);
  void end();

  bool empty() const { return sent_ == used_; }
  void flush(Console& console);

 private:
  // Two of the largest answers.
  static constexpr size_t room = 224;

  void put(uint8_t value);

  uint8_t bytes_[room];
  size_t used_ = 0;
  size_t sent_ = 0;
  size_t start_ = 0;  // of the packet that is being written
  bool full_ = false;
};

}  // namespace emeter
