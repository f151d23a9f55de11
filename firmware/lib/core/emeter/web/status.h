// /status.json: what the device knows of itself. Its shape is told in firmware/status.md.
#pragma once

#include <stdint.h>

#include "emeter/board/radio.h"
#include "emeter/board/system.h"
#include "emeter/board/uart.h"
#include "emeter/net/forwarder.h"
#include "emeter/net/wifi.h"
#include "emeter/settings/settings.h"
#include "emeter/text/text.h"

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
  bool safe;
  uint16_t port;
  UartFaults faults;
  uint32_t longestLoopMicros;
  bool updatable;
  FlashString key;  // of the updates it takes; empty: they need no signature
};

// The largest document, its end included.
constexpr size_t largestStatus = 1536;

void writeStatus(const Status& status, Text& to);

}  // namespace emeter
