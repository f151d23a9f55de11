// A Linux serial port (or pseudo-terminal) as the meter's line, through termios2, which takes any rate.
#pragma once

#include <stdint.h>

#include <string>

#include "emeter/board/uart.h"
#include "emeter/line/line_mode.h"

namespace emeter::host {

class SerialPort : public Uart {
 public:
  explicit SerialPort(std::string path) : path_(std::move(path)) {}
  ~SerialPort() override { shut(); }

  // False with a sentence in `why`. A port that was open once is opened again by itself when it goes away (USB).
  bool open(const LineMode& mode, std::string& why);

  size_t read(uint8_t* to, size_t size) override;
  bool begin(const LineMode& mode, bool inverted, uint8_t) override { return configure(mode, inverted); }
  void end() override { shut(); }
  bool configure(const LineMode& mode, bool inverted) override;
  const uint8_t* pins(size_t& count) const override {
    count = 0;
    return nullptr;
  }
  UartFaults faults() override;
  size_t bufferSize() const override { return 4096; }  // the terminal layer's own

  int file() const { return file_; }

 private:
  bool apply(const LineMode& mode);
  void shut();
  void reopen();

  std::string path_;
  LineMode mode_;
  int file_ = -1;
  int64_t retryAt_ = 0;
  UartFaults before_;  // of the openings before this one
};

}  // namespace emeter::host
