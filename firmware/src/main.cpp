// The firmware's start: the chip's own setup() and loop().
#include <Arduino.h>

#include "chip.h"
#include "emeter/device/device.h"

namespace {

// In the heap, once, at start: the ESP8266's static memory is counted against what the Wi-Fi needs.
emeter::Device* device = nullptr;

}  // namespace

void setup() {
  emeter::Chip& chip = emeter::Chip::instance();
  chip.begin();
  auto* ring = new uint8_t[emeter::ringBytes];
  device = new emeter::Device(chip.board(), ring, emeter::ringBytes);
  device->load();
  chip.useSettings(device->settings());
  if (!device->begin()) {  // no memory for the receive buffer, or no port: another start may have both
    delay(5000);
    chip.restart();
  }
}

void loop() {
  // With nothing to do it sleeps a moment: less current, and the chip's own tasks get their turn.
  if (!device->cycle()) delay(1);
  emeter::Chip::instance().alive();
}
