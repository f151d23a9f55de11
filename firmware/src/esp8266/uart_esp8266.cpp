#if defined(ESP8266)

#include <Arduino.h>

#include "../arduino/serial_frame.h"
#include "parts_esp8266.h"

namespace emeter {
namespace {

constexpr uint8_t pinD7 = 13;  // free of the USB chip, which drives GPIO3 on a NodeMCU
constexpr uint8_t pinRx = 3;
constexpr uint8_t choices[] = {pinD7, pinRx};
constexpr size_t wantedBuffer = 4096;

}  // namespace

const uint8_t* ChipUart::pins(size_t& count) const {
  count = sizeof choices;
  return choices;
}

bool ChipUart::begin(const LineMode& mode, bool inverted, uint8_t pin) {
  pin_ = pin == pinRx ? pinRx : pinD7;
  return start(mode, inverted);
}

void ChipUart::end() {
  Serial.end();
  running_ = false;
}

bool ChipUart::configure(const LineMode& mode, bool inverted) {
  Serial.end();
  if (start(mode, inverted)) return true;
  ESP.restart();  // the memory just given back is gone: without a buffer there is no line, in no mode
  return false;
}

bool ChipUart::start(const LineMode& mode, bool inverted) {
  Serial.setRxBufferSize(wantedBuffer);  // before begin: afterwards a size that cannot be had is ignored without a word
  Serial.begin(mode.baud, serialFrame(mode), SERIAL_RX_ONLY);
  bufferSize_ = Serial.getRxBufferSize();  // what is really there: 0 where begin found no memory
  if (pin_ == pinD7) Serial.swap();
  // begin's own inversion would turn all six lines over; the meter needs the receiver's alone.
  if (inverted) USC0(0) |= BIT(UCRXI);
  // The core sets its error flag for a pause with bytes waiting too, which is how each burst ends.
  USIE(0) &= ~(1u << UITO);
  Serial.setDebugOutput(false);
  running_ = true;
  return bufferSize_ >= wantedBuffer;
}

size_t ChipUart::read(uint8_t* to, size_t size) {
  const int available = running_ ? Serial.available() : 0;
  if (available <= 0) return 0;
  const size_t wanted = static_cast<size_t>(available) < size ? static_cast<size_t>(available) : size;
  const int taken = Serial.read(reinterpret_cast<char*>(to), wanted);
  return taken > 0 ? static_cast<size_t>(taken) : 0;
}

UartFaults ChipUart::faults() {
  if (Serial.hasOverrun()) faults_.overruns++;  // asking clears it
  if (Serial.hasRxError()) faults_.errors++;  // so does this: moments, not errors
  return faults_;
}

}  // namespace emeter

#endif
