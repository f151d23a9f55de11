// The command line of emeter-host.
#pragma once

#include <stdint.h>

#include <string>
#include <vector>

#include "emeter/line_mode.h"

namespace emeter::host {

struct Options {
  std::string uart;
  LineMode mode;
  uint16_t port = 8088;
  uint16_t http = 80;
  bool pages = false;
  uint32_t bind = 0x7F000001;
  size_t ring = 32 * 1024;
  bool chipUart = false;
};

extern const char usage[];

// False with a sentence in `why` that names the option. `help` is set for --help.
bool readOptions(int count, char** arguments, Options& options, bool& help, std::string& why);

}  // namespace emeter::host
