// What stands in for the ESP32's Arduino core, and the chip under it: it does what the core does (2.0.17).
#pragma once

#include <stdint.h>

#include <functional>
#include <vector>

#include "Arduino.h"
#include "Update.h"

namespace emeter::test {

struct Chip {
  int confirmed = 0;  // times that the image was taken for good
  std::function<void(hardwareSerial_error_t)> report;
  // The updater: what comes in, and what the chip starts next.
  size_t freeFlash = 1'310'720;
  size_t imageSize = 0;
  std::vector<uint8_t> image;
  std::vector<uint8_t> next;
};

extern Chip chip;

}  // namespace emeter::test
