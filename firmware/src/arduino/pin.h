#pragma once

#include <stdint.h>

#include "emeter/board/pin.h"

namespace emeter {

class ArduinoPin : public Pin {
 public:
  ArduinoPin(uint8_t number, bool activeLow) : number_(number), activeLow_(activeLow) {}
  void beginInput();
  void beginOutput();
  bool read() override;
  void write(bool active) override;

 private:
  uint8_t number_;
  bool activeLow_;
};

}  // namespace emeter
