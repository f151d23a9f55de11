#if defined(ESP32)

#include "chip_esp32.h"

#include <Arduino.h>
#include <esp_system.h>

#include "../board.h"

namespace emeter {

Chip& Chip::instance() {
  static Chip* chip = new Chip;
  return *chip;
}

Chip::Chip() : button_(EMETER_BUTTON_PIN, true), led_(EMETER_LED_PIN, EMETER_LED_ACTIVE_LOW != 0) {}

void Chip::begin() {
  system_.begin();
  store_.begin();
  button_.beginInput();
  led_.beginOutput();
  watchdog_.begin();
}

Board Chip::board() {
  Board board{uart_, clock_, net_, store_, system_};
  board.radio = &radio_;
  board.button = &button_;
  board.led = &led_;
  board.updater = &updater_;
  board.services = &services_;
  return board;
}

void Esp32Pin::beginInput() { pinMode(number_, INPUT_PULLUP); }

void Esp32Pin::beginOutput() {
  pinMode(number_, OUTPUT);
  write(false);
}

bool Esp32Pin::read() { return (digitalRead(number_) == LOW) == activeLow_; }

void Esp32Pin::write(bool active) { digitalWrite(number_, active != activeLow_ ? HIGH : LOW); }

void Esp32System::begin() {
  Text id(id_, sizeof id_);
  const uint64_t mac = ESP.getEfuseMac();  // its first byte is the lowest one
  for (int shift = 0; shift < 48; shift += 8) id.hex(static_cast<uint8_t>(mac >> shift));
}

void Esp32System::restart() { ESP.restart(); }

const char* Esp32System::resetReason() {
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

Heap Esp32System::heap() {
  Heap heap;
  heap.free = ESP.getFreeHeap();
  heap.largest = ESP.getMaxAllocHeap();
  if (heap.free > 0) heap.fragmentation = static_cast<uint8_t>(100 - uint64_t{heap.largest} * 100 / heap.free);
  return heap;
}

const char* Esp32System::board() { return EMETER_BOARD; }

uint32_t Esp32System::random() { return esp_random(); }

size_t Esp32Store::load(uint8_t* to, size_t size) {
  const size_t stored = preferences_.getBytesLength("settings");
  return stored == 0 || stored > size ? 0 : preferences_.getBytes("settings", to, stored);
}

bool Esp32Store::save(const uint8_t* from, size_t size) { return preferences_.putBytes("settings", from, size) == size; }

bool Esp32Store::erase() { return preferences_.clear(); }

}  // namespace emeter

#endif
