// /status.json: what the device knows of itself. Its shape is told in firmware/status.md.
#pragma once

#include <stdint.h>

#include "emeter/forwarder.h"
#include "emeter/hal.h"
#include "emeter/settings.h"
#include "emeter/text.h"
#include "emeter/wifi.h"

namespace emeter {

struct Status {
  const Settings& settings;
  const Forwarder& forwarder;
  const Wifi& wifi;
  Radio* radio;
  System& system;
  Uart& uart;
  LineMode line;
  bool inverted;
  uint16_t port;
  UartFaults faults;
  uint32_t longestLoopMicros;
  bool updatable;
  bool updatesSigned;
};

// The largest document, its end included.
constexpr size_t largestStatus = 1536;

void writeStatus(const Status& status, Text& to);

}  // namespace emeter
