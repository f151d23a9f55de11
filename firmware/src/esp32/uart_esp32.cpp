#if defined(ESP32)

#include <Arduino.h>

#include "../board.h"
#include "chip_esp32.h"

namespace emeter {
namespace {

constexpr uint8_t choices[] = {EMETER_RX_PINS};

uint32_t config(const LineMode& mode) {
  const bool seven = mode.dataBits == 7;
  const bool two = mode.stopBits == 2;
  switch (mode.parity) {
    case Parity::even: return seven ? (two ? SERIAL_7E2 : SERIAL_7E1) : (two ? SERIAL_8E2 : SERIAL_8E1);
    case Parity::odd: return seven ? (two ? SERIAL_7O2 : SERIAL_7O1) : (two ? SERIAL_8O2 : SERIAL_8O1);
    default: return seven ? (two ? SERIAL_7N2 : SERIAL_7N1) : (two ? SERIAL_8N2 : SERIAL_8N1);
  }
}

}  // namespace

const uint8_t* Esp32Uart::pins(size_t& count) const {
  count = sizeof choices;
  return choices;
}

bool Esp32Uart::begin(const LineMode& mode, bool inverted, uint8_t pin) {
  pin_ = choices[0];
  for (uint8_t choice : choices) {
    if (choice == pin) pin_ = pin;
  }
  serial_.onReceiveError([this](hardwareSerial_error_t error) {
    if (error == UART_BUFFER_FULL_ERROR || error == UART_FIFO_OVF_ERROR) {
      overruns_ = overruns_ + 1;
    } else if (error != UART_BREAK_ERROR) {
      errors_ = errors_ + 1;
    }
  });
  return start(mode, inverted);
}

bool Esp32Uart::configure(const LineMode& mode, bool inverted) {
  serial_.end();
  return start(mode, inverted);
}

bool Esp32Uart::start(const LineMode& mode, bool inverted) {
  constexpr int8_t noPin = -1;
  bufferSize_ = serial_.setRxBufferSize(wantedBuffer);  // before begin: afterwards it is refused
  serial_.begin(mode.baud, config(mode), static_cast<int8_t>(pin_), noPin);
  serial_.setRxInvert(inverted);
  return bufferSize_ >= wantedBuffer && static_cast<bool>(serial_);
}

size_t Esp32Uart::read(uint8_t* to, size_t size) {
  const int available = serial_.available();
  if (available <= 0) return 0;
  return serial_.read(to, static_cast<size_t>(available) < size ? static_cast<size_t>(available) : size);
}

UartFaults Esp32Uart::faults() {
  UartFaults faults;
  faults.overruns = overruns_;
  faults.errors = errors_;
  return faults;
}

}  // namespace emeter

#endif
