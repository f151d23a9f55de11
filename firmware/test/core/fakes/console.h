// The USB plug, with a computer that speaks Improv at the other end.
#pragma once

#include <string.h>

#include "emeter/board/console.h"
#include "emeter/cable/improv_packet.h"

namespace emeter::test {

class FakeConsole : public Console {
 public:
  bool sharesTheLine() const override { return shares; }
  void begin() override {
    begins++;
    running = true;
  }
  void end() override {
    ends++;
    running = false;
  }
  size_t read(uint8_t* to, size_t size) override {
    size_t taken = 0;
    while (running && taken < size && read_ < said_) to[taken++] = said[read_++];
    return taken;
  }
  size_t write(const uint8_t* from, size_t size) override {
    if (!running) return 0;
    if (size > most) size = most;
    if (size > sizeof heard - heardSize) size = sizeof heard - heardSize;
    memcpy(heard + heardSize, from, size);
    heardSize += size;
    return size;
  }

  void say(const uint8_t* bytes, size_t size) {
    if (read_ == said_) read_ = said_ = 0;
    for (size_t i = 0; i < size && said_ < sizeof said; i++) said[said_++] = bytes[i];
  }
  // A command with its data, as a whole packet.
  void command(uint8_t number, const char* data = "", size_t size = 0) {
    uint8_t packet[300] = {'I', 'M', 'P', 'R', 'O', 'V', 1, 3, static_cast<uint8_t>(size + 2), number, static_cast<uint8_t>(size)};
    memcpy(packet + 11, data, size);
    uint8_t sum = 0;
    for (size_t i = 0; i < size + 11; i++) sum = static_cast<uint8_t>(sum + packet[i]);
    packet[size + 11] = sum;
    packet[size + 12] = '\n';
    say(packet, size + 13);
  }

  // The next packet that was heard and not looked at yet; false when there is none. Damaged ones count in `damaged`.
  bool next() {
    while (looked_ < heardSize) {
      const ImprovReader::Got got = reader.take(heard[looked_++], 0);
      if (got == ImprovReader::Got::damaged) damaged++;
      if (got == ImprovReader::Got::packet) return true;
    }
    return false;
  }
  bool nextIs(ImprovType type, uint8_t value) { return next() && reader.type() == type && reader.size() == 1 && reader.data()[0] == value; }
  // A result of this command with these texts, each closed with '|'.
  bool nextIsResult(uint8_t number, const char* texts) {
    if (!next() || reader.type() != ImprovType::result) return false;
    const uint8_t* data = reader.data();
    if (data[0] != number || size_t{data[1]} + 2 != reader.size()) return false;
    for (size_t at = 2; at < reader.size();) {
      const size_t length = data[at++];
      if (at + length > reader.size() || memcmp(texts, data + at, length) != 0 || texts[length] != '|') return false;
      texts += length + 1;
      at += length;
    }
    return *texts == 0;
  }
  void forget() { heardSize = looked_ = 0; }

  bool shares = false;
  bool running = false;
  int begins = 0;
  int ends = 0;
  size_t most = 1000;  // that it takes at once
  int damaged = 0;
  uint8_t heard[2000];
  size_t heardSize = 0;
  uint8_t said[2000];
  ImprovReader reader;

 private:
  size_t said_ = 0;
  size_t read_ = 0;
  size_t looked_ = 0;
};

}  // namespace emeter::test
