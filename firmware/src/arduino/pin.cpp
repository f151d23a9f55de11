#include "pin.h"

#include <Arduino.h>

namespace emeter {

void ArduinoPin::beginInput() { pinMode(number_, INPUT_PULLUP); }

void ArduinoPin::beginOutput() {
  pinMode(number_, OUTPUT);
  write(false);
}

bool ArduinoPin::read() { return (digitalRead(number_) == LOW) == activeLow_; }

void ArduinoPin::write(bool active) { digitalWrite(number_, active != activeLow_ ? HIGH : LOW); }

}  // namespace emeter
