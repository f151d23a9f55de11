// A serial port behind the chip's bounded buffer, for tests: a pseudo-terminal makes its writer wait when it is full,
// where a real line goes on and the chip loses bytes.
#pragma once

#include <atomic>
#include <mutex>
#include <thread>

#include "chip_buffer.h"
#include "emeter/board/uart.h"
#include "serial_port.h"

namespace emeter::host {

class ChipUart : public Uart {
 public:
  explicit ChipUart(SerialPort& port);
  ~ChipUart() override;

  size_t read(uint8_t* to, size_t size) override;
  bool begin(const LineMode& mode, bool inverted, uint8_t) override { return configure(mode, inverted); }
  void end() override;
  bool configure(const LineMode& mode, bool inverted) override;
  const uint8_t* pins(size_t& count) const override { return port_.pins(count); }
  UartFaults faults() override;
  size_t bufferSize() const override { return buffer_.size(); }

 private:
  void readAlways();

  SerialPort& port_;
  std::mutex mutex_;
  ChipBuffer buffer_;
  uint32_t overruns_ = 0;
  std::atomic<bool> stopping_{false};
  std::thread reader_;
};

}  // namespace emeter::host
