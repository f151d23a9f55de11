#if defined(ESP8266)

#include <Arduino.h>

#include "../board.h"
#include "parts_esp8266.h"

namespace emeter {

void ChipSystem::begin() {
  copyText(reason_, ESP.getResetReason().c_str());
  Text id(id_, sizeof id_);
  const uint32_t chip = ESP.getChipId();
  for (int shift = 16; shift >= 0; shift -= 8) id.hex(static_cast<uint8_t>(chip >> shift));
}

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
