#if defined(ESP8266)

#include <Arduino.h>

#include "../board.h"
#include "parts_esp8266.h"

namespace emeter {

namespace {

// Memory of the chip's clock, which survives every reset but no power cut. Its first 128 bytes are the boot loader's.
constexpr uint32_t countAt = 64;
constexpr uint32_t countMark = 0xE3E70000u;

uint32_t readCount() {
  uint32_t words[2];
  if (!ESP.rtcUserMemoryRead(countAt, words, sizeof words) || words[0] != ~words[1] || (words[0] & 0xFFFF0000u) != countMark) return 0;
  return words[0] & 0xFFFFu;
}

void writeCount(uint32_t count) {
  uint32_t words[2] = {countMark | (count & 0xFFFFu), ~(countMark | (count & 0xFFFFu))};
  ESP.rtcUserMemoryWrite(countAt, words, sizeof words);
}

}  // namespace

// The first thing that runs of ours: what ends before startLasted() has failed.
void ChipSystem::begin() {
  failedStarts_ = readCount();
  writeCount(failedStarts_ + 1);
  copyText(reason_, ESP.getResetReason().c_str());
  Text id(id_, sizeof id_);
  const uint32_t chip = ESP.getChipId();
  for (int shift = 16; shift >= 0; shift -= 8) id.hex(static_cast<uint8_t>(chip >> shift));
}

void ChipSystem::startLasted() { writeCount(0); }

void ChipSystem::restart() { ESP.restart(); }

Heap ChipSystem::heap() {
  Heap heap;
  heap.free = ESP.getFreeHeap();
  heap.largest = ESP.getMaxFreeBlockSize();
  heap.fragmentation = ESP.getHeapFragmentation();
  return heap;
}

const char* ChipSystem::board() { return EMETER_BOARD; }

uint32_t ChipSystem::random() { return RANDOM_REG32; }

}  // namespace emeter

#endif
