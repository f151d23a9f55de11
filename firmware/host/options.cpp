#include "options.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

namespace emeter::host {

const char usage[] =
    R"(emeter-host: forwards the bytes of a meter's serial line to TCP clients, as the ESP does.

  emeter-host --uart /dev/ttyUSB0 --mode 115200-8N1 --port 8088 --bind 0.0.0.0

  --uart PATH     the serial port (required)
  --mode MODE     rate and frame of the line: 115200-8N1 (default), 2400-8E1, 9600-7E1, ...
  --port N        TCP port of the raw bytes (default 8088; 0 takes a free one)
  --bind ADDRESS  own address to listen on (default 127.0.0.1; 0.0.0.0 lets the network in, which may then read)
  --http N        also serve the pages and /status.json on this port (0 takes a free one)
  --ring BYTES    how much of the line is kept for slow clients (default 32768)

For tests:
  --chip-uart     a 4096-byte receive buffer that loses its oldest bytes when it is full, as the chip's does
)";

namespace {

bool readNumber(const char* text, unsigned long lowest, unsigned long highest, unsigned long& number) {
  char* end = nullptr;
  if (*text < '0' || *text > '9') return false;
  number = strtoul(text, &end, 10);
  return *end == 0 && number >= lowest && number <= highest;
}

// Sets one option from its value; false when the value does not fit it.
bool setOption(Options& options, const std::string& name, const char* value, bool& known) {
  unsigned long number = 0;
  known = true;
  if (name == "--uart") {
    options.uart = value;
    return !options.uart.empty();
  }
  if (name == "--mode") return LineMode::parse(value, options.mode);
  if (name == "--port") {
    if (!readNumber(value, 0, 65535, number)) return false;
    options.port = static_cast<uint16_t>(number);
    return true;
  }
  if (name == "--http") {
    if (!readNumber(value, 0, 65535, number)) return false;
    options.http = static_cast<uint16_t>(number);
    options.pages = true;
    return true;
  }
  if (name == "--bind") {
    in_addr address;
    if (inet_pton(AF_INET, value, &address) != 1) return false;
    options.bind = ntohl(address.s_addr);
    return true;
  }
  if (name == "--ring") {
    if (!readNumber(value, 1024, 16 * 1024 * 1024, number)) return false;
    options.ring = number;
    return true;
  }
  known = false;
  return false;
}

}  // namespace

bool readOptions(int count, char** arguments, Options& options, bool& help, std::string& why) {
  help = false;
  for (int i = 1; i < count; i++) {
    std::string name = arguments[i];
    if (name == "--help" || name == "-h") {
      help = true;
      return true;
    }
    if (name == "--chip-uart") {
      options.chipUart = true;
      continue;
    }
    std::string joined;
    const char* value = nullptr;
    const size_t equals = name.find('=');
    if (equals != std::string::npos) {
      joined = name.substr(equals + 1);
      name.resize(equals);
      value = joined.c_str();
    } else if (i + 1 < count) {
      value = arguments[i + 1];
    }
    bool known = false;
    const bool fits = setOption(options, name, value == nullptr ? "" : value, known);
    if (!known) {
      why = "unknown option " + name + " (--help lists them)";
      return false;
    }
    if (!fits) {
      why = name + (value == nullptr ? " needs a value" : ": " + std::string(value) + " is not one it takes (see --help)");
      return false;
    }
    if (equals == std::string::npos) i++;
  }
  if (options.uart.empty()) {
    why = "--uart PATH is missing: the serial port the meter is on";
    return false;
  }
  return true;
}

}  // namespace emeter::host
