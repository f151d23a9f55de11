#include "chip_uart.h"

#include <poll.h>

namespace emeter::host {

ChipUart::ChipUart(SerialPort& port) : port_(port), reader_([this] { readAlways(); }) {}

ChipUart::~ChipUart() {
  stopping_ = true;
  reader_.join();
}

// Stands for the receive interrupt: takes each byte at once, whatever the main loop does.
void ChipUart::readAlways() {
  while (!stopping_) {
    uint8_t piece[256];
    size_t size;
    int file;
    {
      const std::lock_guard<std::mutex> hold(mutex_);
      size = port_.read(piece, sizeof piece);
      for (size_t i = 0; i < size; i++) buffer_.arrive(piece[i]);
      file = port_.file();
    }
    if (size > 0) continue;
    pollfd wait = {file, POLLIN, 0};
    poll(&wait, file >= 0 ? 1 : 0, 20);
  }
}

size_t ChipUart::read(uint8_t* to, size_t size) {
  const std::lock_guard<std::mutex> hold(mutex_);
  return buffer_.take(to, size);
}

void ChipUart::end() {
  const std::lock_guard<std::mutex> hold(mutex_);
  port_.end();
  buffer_.clear();
}

bool ChipUart::configure(const LineMode& mode, bool inverted) {
  const std::lock_guard<std::mutex> hold(mutex_);
  if (!port_.configure(mode, inverted)) return false;
  buffer_.clear();
  return true;
}

UartFaults ChipUart::faults() {
  const std::lock_guard<std::mutex> hold(mutex_);
  if (buffer_.overrun()) overruns_++;
  UartFaults faults = port_.faults();
  faults.overruns += overruns_;
  return faults;
}

}  // namespace emeter::host
