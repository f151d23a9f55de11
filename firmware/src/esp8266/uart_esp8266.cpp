#if defined(ESP8266)

#include <Arduino.h>

#include "chip_esp8266.h"

namespace emeter {
namespace {

constexpr uint8_t pinD7 = 13;  // free of the USB chip, which drives GPIO3 on a NodeMCU
constexpr uint8_t pinRx = 3;
constexpr uint8_t choices[] = {pinD7, pinRx};

SerialConfig config(const LineMode& mode) {
  const bool seven = mode.dataBits == 7;
  const bool two = mode.stopBits == 2;
  switch (mode.parity) {
    case Parity::even: return seven ? (two ? SERIAL_7E2 : SERIAL_7E1) : (two ? SERIAL_8E2 : SERIAL_8E1);
    case Parity::odd: return seven ? (two ? SERIAL_7O2 : SERIAL_7O1) : (two ? SERIAL_8O2 : SERIAL_8O1);
    default: return seven ? (two ? SERIAL_7N2 : SERIAL_7N1) : (two ? SERIAL_8N2 : SERIAL_8N1);
  }
}

}  // namespace

const uint8_t* Esp8266Uart::pins(size_t& count) const {
  count = sizeof choices;
  return choices;
}

bool Esp8266Uart::begin(const LineMode& mode, bool inverted, uint8_t pin) {
  pin_ = pin == pinRx ? pinRx : pinD7;
  return start(mode, inverted);
}

bool Esp8266Uart::configure(const LineMode& mode, bool inverted) {
  Serial.end();
  return start(mode, inverted);
}

bool Esp8266Uart::start(const LineMode& mode, bool inverted) {
  // Before begin: afterwards a size that cannot be had is ignored without a word.
  bufferSize_ = Serial.setRxBufferSize(wantedBuffer);
  Serial.begin(mode.baud, config(mode), SERIAL_RX_ONLY);
  if (pin_ == pinD7) Serial.swap();
  // begin's own inversion would turn all six lines over; the meter needs the receiver's alone.
  if (inverted) USC0(0) |= BIT(UCRXI);
  Serial.setDebugOutput(false);
  return bufferSize_ >= wantedBuffer && Serial.isRxEnabled();
}

size_t Esp8266Uart::read(uint8_t* to, size_t size) {
  const int available = Serial.available();
  if (available <= 0) return 0;
  const size_t wanted = static_cast<size_t>(available) < size ? static_cast<size_t>(available) : size;
  const int taken = Serial.read(reinterpret_cast<char*>(to), wanted);
  return taken > 0 ? static_cast<size_t>(taken) : 0;
}

UartFaults Esp8266Uart::faults() {
  if (Serial.hasOverrun()) faults_.overruns++;  // asking clears it
  if (Serial.hasRxError()) faults_.errors++;
  return faults_;
}

}  // namespace emeter

#endif
