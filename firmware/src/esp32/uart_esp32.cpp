#if defined(ESP32)

#include <Arduino.h>

#include "../arduino/serial_frame.h"
#include "../board.h"
#include "parts_esp32.h"

namespace emeter {
namespace {

constexpr uint8_t choices[] = {EMETER_RX_PINS};
constexpr size_t wantedBuffer = 4096;

}  // namespace

const uint8_t* ChipUart::pins(size_t& count) const {
  count = sizeof choices;
  return choices;
}

bool ChipUart::begin(const LineMode& mode, bool inverted, uint8_t pin) {
  pin_ = choices[0];
  for (uint8_t choice : choices) {
    if (choice == pin) pin_ = pin;
  }
  return start(mode, inverted);
}

bool ChipUart::configure(const LineMode& mode, bool inverted) {
  serial_.end();
  return start(mode, inverted);
}

bool ChipUart::start(const LineMode& mode, bool inverted) {
  constexpr int8_t noPin = -1;
  bufferSize_ = serial_.setRxBufferSize(wantedBuffer);  // before begin: afterwards it is refused
  // Each time, since end() forgets it.
  serial_.onReceiveError([this](hardwareSerial_error_t error) { count(error); });
  serial_.begin(mode.baud, serialFrame(mode), static_cast<int8_t>(pin_), noPin);
  serial_.setRxInvert(inverted);
  return bufferSize_ >= wantedBuffer && static_cast<bool>(serial_);
}

void ChipUart::count(hardwareSerial_error_t error) {
  switch (error) {
    case UART_BUFFER_FULL_ERROR:
    case UART_FIFO_OVF_ERROR: overruns_ = overruns_ + 1; break;
    case UART_PARITY_ERROR: parity_ = parity_ + 1; break;
    case UART_FRAME_ERROR: framing_ = framing_ + 1; break;
    case UART_BREAK_ERROR: breaks_ = breaks_ + 1; break;
    default: break;
  }
}

size_t ChipUart::read(uint8_t* to, size_t size) {
  const int available = serial_.available();
  if (available <= 0) return 0;
  return serial_.read(to, static_cast<size_t>(available) < size ? static_cast<size_t>(available) : size);
}

UartFaults ChipUart::faults() {
  UartFaults faults;
  faults.overruns = overruns_;
  faults.split = true;
  faults.parity = parity_;
  faults.framing = framing_;
  faults.breaks = breaks_;
  faults.errors = faults.parity + faults.framing;
  return faults;
}

}  // namespace emeter

#endif
