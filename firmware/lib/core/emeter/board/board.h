// What the core needs of a board. Every call returns at once: waiting would cost bytes on the meter's line.
#pragma once

#include "emeter/board/clock.h"
#include "emeter/board/console.h"
#include "emeter/board/net.h"
#include "emeter/board/pin.h"
#include "emeter/board/radio.h"
#include "emeter/board/services.h"
#include "emeter/board/store.h"
#include "emeter/board/system.h"
#include "emeter/board/uart.h"
#include "emeter/board/updater.h"

namespace emeter {

// A nullptr stands for what it does not have.
struct Board {
  Uart& uart;
  Clock& clock;
  Net& net;
  Store& store;
  System& system;
  Radio* radio = nullptr;
  Pin* button = nullptr;
  Pin* led = nullptr;
  Updater* updater = nullptr;
  Services* services = nullptr;
  Console* console = nullptr;
};

}  // namespace emeter
