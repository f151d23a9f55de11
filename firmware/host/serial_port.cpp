#include "serial_port.h"

#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/serial.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

namespace emeter::host {
namespace {

constexpr int64_t retryMillis = 1000;

int64_t now() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return int64_t{t.tv_sec} * 1000 + t.tv_nsec / 1000000;
}

bool readFaults(int file, UartFaults& faults) {
  serial_icounter_struct count = {};
  if (ioctl(file, TIOCGICOUNT, &count) != 0) return false;  // a pseudo-terminal has none
  faults.overruns = static_cast<uint32_t>(count.overrun + count.buf_overrun);
  faults.errors = static_cast<uint32_t>(count.frame + count.parity);
  faults.split = true;
  faults.parity = static_cast<uint32_t>(count.parity);
  faults.framing = static_cast<uint32_t>(count.frame);
  faults.breaks = static_cast<uint32_t>(count.brk);
  return true;
}

void add(UartFaults& to, const UartFaults& more) {
  to.overruns += more.overruns;
  to.errors += more.errors;
  to.split = to.split || more.split;
  to.parity += more.parity;
  to.framing += more.framing;
  to.breaks += more.breaks;
}

}  // namespace

bool SerialPort::open(const LineMode& mode, std::string& why) {
  file_ = ::open(path_.c_str(), O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (file_ < 0) {
    why = "cannot open " + path_ + ": " + strerror(errno);
    return false;
  }
  if (!apply(mode)) {
    why = path_ + (errno == ENOTTY ? " is not a serial port" : std::string(": ") + strerror(errno));
    shut();
    return false;
  }
  ioctl(file_, TIOCEXCL);  // a second reader would take half of the bytes
  mode_ = mode;
  return true;
}

bool SerialPort::apply(const LineMode& mode) {
  termios2 t = {};
  if (ioctl(file_, TCGETS2, &t) != 0) return false;
  // Bytes as they come: a wrong parity is the decoder's to see, nothing is translated, echoed or taken for a signal.
  t.c_iflag = IGNBRK;
  t.c_oflag = 0;
  t.c_lflag = 0;
  t.c_cflag = CREAD | CLOCAL | BOTHER;
  t.c_cflag |= mode.dataBits == 7 ? CS7 : CS8;
  if (mode.parity != Parity::none) t.c_cflag |= PARENB;
  if (mode.parity == Parity::odd) t.c_cflag |= PARODD;
  if (mode.stopBits == 2) t.c_cflag |= CSTOPB;
  t.c_ispeed = t.c_ospeed = mode.baud;
  t.c_cc[VMIN] = 1;  // so that an empty line (EAGAIN) and one that was unplugged (0) differ
  t.c_cc[VTIME] = 0;
  return ioctl(file_, TCSETSF2, &t) == 0;
}

size_t SerialPort::read(uint8_t* to, size_t size) {
  if (file_ < 0) {
    reopen();
    return 0;
  }
  const ssize_t taken = ::read(file_, to, size);
  if (taken > 0) return static_cast<size_t>(taken);
  const bool hungUp = taken == 0 || (errno != EAGAIN && errno != EINTR);
  if (hungUp) {
    UartFaults faults;
    if (readFaults(file_, faults)) add(before_, faults);
    shut();
    retryAt_ = now() + retryMillis;
  }
  return 0;
}

void SerialPort::reopen() {
  if (now() < retryAt_) return;
  retryAt_ = now() + retryMillis;
  std::string why;
  open(LineMode(mode_), why);
}

bool SerialPort::configure(const LineMode& mode, bool inverted) {
  if (inverted || !mode.valid()) return false;  // a Linux port cannot invert: the cable has to
  if (file_ >= 0 && !apply(mode)) return false;
  mode_ = mode;
  return true;
}

UartFaults SerialPort::faults() {
  UartFaults faults;
  if (file_ >= 0) readFaults(file_, faults);
  add(faults, before_);
  return faults;
}

void SerialPort::shut() {
  if (file_ >= 0) ::close(file_);
  file_ = -1;
}

}  // namespace emeter::host
