#include "chip.h"

#include "board.h"

namespace emeter {

// In the heap, once, at start: the ESP8266's static memory is counted against what the Wi-Fi needs.
Chip& Chip::instance() {
  static Chip* chip = new Chip;
  return *chip;
}

Chip::Chip() : button_(EMETER_BUTTON_PIN, true), led_(EMETER_LED_PIN, EMETER_LED_ACTIVE_LOW != 0) {}

void Chip::begin() {
  system_.begin();
  store_.begin();
  updater_.begin();
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
  board.console = &console_;
  return board;
}

}  // namespace emeter
