#if defined(ESP8266)

#include "chip_esp8266.h"

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
  updater_.installKey();
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

void Esp8266Pin::beginInput() { pinMode(number_, INPUT_PULLUP); }

void Esp8266Pin::beginOutput() {
  pinMode(number_, OUTPUT);
  write(false);
}

bool Esp8266Pin::read() { return (digitalRead(number_) == LOW) == activeLow_; }

void Esp8266Pin::write(bool active) { digitalWrite(number_, active != activeLow_ ? HIGH : LOW); }

void Esp8266System::begin() {
  copyText(reason_, ESP.getResetReason().c_str());
  Text id(id_, sizeof id_);
  const uint32_t chip = ESP.getChipId();
  for (int shift = 16; shift >= 0; shift -= 8) id.hex(static_cast<uint8_t>(chip >> shift));
}

void Esp8266System::restart() { ESP.restart(); }

Heap Esp8266System::heap() {
  Heap heap;
  heap.free = ESP.getFreeHeap();
  heap.largest = ESP.getMaxFreeBlockSize();
  heap.fragmentation = ESP.getHeapFragmentation();
  return heap;
}

const char* Esp8266System::board() { return EMETER_BOARD; }

uint32_t Esp8266System::random() { return RANDOM_REG32; }

}  // namespace emeter

#endif
