#if defined(ESP8266)

#include <Arduino.h>

#include "parts_esp8266.h"

namespace emeter {

void ChipConsole::begin() {
  Serial.setRxBufferSize(256);
  Serial.begin(115200, SERIAL_8N1, SERIAL_FULL);
  Serial.setDebugOutput(false);
}

void ChipConsole::end() { Serial.end(); }

size_t ChipConsole::read(uint8_t* to, size_t size) {
  const int available = Serial.available();
  if (available <= 0) return 0;
  const int taken = Serial.read(reinterpret_cast<char*>(to), static_cast<size_t>(available) < size ? static_cast<size_t>(available) : size);
  return taken > 0 ? static_cast<size_t>(taken) : 0;
}

size_t ChipConsole::write(const uint8_t* from, size_t size) {
  const int room = static_cast<int>(Serial.availableForWrite());
  if (room <= 0) return 0;
  return Serial.write(from, static_cast<size_t>(room) < size ? static_cast<size_t>(room) : size);
}

}  // namespace emeter

#endif
