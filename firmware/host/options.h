// The command line of emeter-host.
#pragma once

#include <stdint.h>

#include <string>

#include "emeter/line/line_mode.h"
#include "emeter/settings/allow_list.h"

namespace emeter::host {

struct Options {
  std::string uart;
  bool modeGiven = false;
  LineMode mode;
  bool portGiven = false;
  uint16_t port = 8088;
  bool pages = false;
  uint16_t pagesPort = 80;
  uint32_t bind = 0x7F000001;
  bool allowGiven = false;
  AllowList allowed;
  std::string name;
  std::string settings;
  size_t ring = 32 * 1024;
  bool chipUart = false;
  std::string wifiName;  // not empty: a simulated radio
  std::string wifiPassword;
  std::string deadFile;
  std::string updateFile;
  std::string updateKey;
  int console = -1;  // an open file
};

extern const char usage[];

// False with a sentence in `why` that names the option. `help` is set for --help.
bool readOptions(int count, char** arguments, Options& options, bool& help, std::string& why);

}  // namespace emeter::host
