#if defined(ESP32)

#include <Arduino.h>

#include "parts_esp32.h"

namespace emeter {
namespace {

#if ARDUINO_USB_CDC_ON_BOOT
Stream* const ports[] = {&Serial, &Serial0};
#else
Stream* const ports[] = {&Serial};
#endif

}  // namespace

void ChipConsole::begin() {
#if ARDUINO_USB_CDC_ON_BOOT
  Serial.begin();
  Serial.setTxTimeoutMs(0);  // with nobody there a write must not wait
  Serial0.begin(115200);
#else
  Serial.begin(115200);
#endif
}

size_t ChipConsole::read(uint8_t* to, size_t size) {
  for (Stream* port : ports) {
    const int available = port->available();
    if (available <= 0) continue;
    heard_ = port;
    return port->readBytes(to, static_cast<size_t>(available) < size ? static_cast<size_t>(available) : size);
  }
  return 0;
}

size_t ChipConsole::write(const uint8_t* from, size_t size) {
  const int room = heard_ == nullptr ? 0 : heard_->availableForWrite();
  if (room <= 0) return 0;
  return heard_->write(from, static_cast<size_t>(room) < size ? static_cast<size_t>(room) : size);
}

}  // namespace emeter

#endif
