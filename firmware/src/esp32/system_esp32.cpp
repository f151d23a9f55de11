#if defined(ESP32)

#include <Arduino.h>
#include <esp_ota_ops.h>
#include <esp_system.h>

#include "../board.h"
#include "emeter/image/chip.h"
#include "parts_esp32.h"

// The core asks before it takes a new image for good: not at start, but when it has been reached. Until then each restart
// goes back to the image before.
extern "C" bool verifyRollbackLater() { return true; }

namespace emeter {
namespace {

constexpr bool same(const char* a, const char* b) { return *a == *b && (*a == 0 || same(a + 1, b + 1)); }
static_assert(same(EMETER_CHIP, CONFIG_IDF_TARGET), "the flags in platformio.ini are for another chip: its updates would be refused, or others taken");

}  // namespace

void ChipSystem::imageWorks() { esp_ota_mark_app_valid_cancel_rollback(); }

void ChipSystem::begin() {
  Text id(id_, sizeof id_);
  const uint64_t mac = ESP.getEfuseMac();  // its first byte is the lowest one
  for (int shift = 0; shift < 48; shift += 8) id.hex(static_cast<uint8_t>(mac >> shift));
}

void ChipSystem::restart() { ESP.restart(); }

const char* ChipSystem::resetReason() {
  switch (esp_reset_reason()) {
    case ESP_RST_POWERON: return "Power On";
    case ESP_RST_EXT: return "External System";
    case ESP_RST_SW: return "Software/System restart";
    case ESP_RST_PANIC: return "Exception";
    case ESP_RST_INT_WDT:
    case ESP_RST_TASK_WDT:
    case ESP_RST_WDT: return "Watchdog";
    case ESP_RST_BROWNOUT: return "Brown-out";
    default: return "Unknown";
  }
}

Heap ChipSystem::heap() {
  Heap heap;
  heap.free = ESP.getFreeHeap();
  heap.largest = ESP.getMaxAllocHeap();
  if (heap.free > 0) heap.fragmentation = static_cast<uint8_t>(100 - uint64_t{heap.largest} * 100 / heap.free);
  return heap;
}

const char* ChipSystem::board() { return EMETER_BOARD; }

uint32_t ChipSystem::random() { return esp_random(); }

}  // namespace emeter

#endif
