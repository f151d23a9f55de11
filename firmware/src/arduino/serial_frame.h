// A line mode's frame as both cores name it.
#pragma once

#include <Arduino.h>

#include "emeter/line/line_mode.h"

namespace emeter {

using SerialFrame = decltype(SERIAL_8N1);

inline SerialFrame serialFrame(const LineMode& mode) {
  const bool seven = mode.dataBits == 7;
  const bool two = mode.stopBits == 2;
  switch (mode.parity) {
    case Parity::even: return seven ? (two ? SERIAL_7E2 : SERIAL_7E1) : (two ? SERIAL_8E2 : SERIAL_8E1);
    case Parity::odd: return seven ? (two ? SERIAL_7O2 : SERIAL_7O1) : (two ? SERIAL_8O2 : SERIAL_8O1);
    default: return seven ? (two ? SERIAL_7N2 : SERIAL_7N1) : (two ? SERIAL_8N2 : SERIAL_8N1);
  }
}

}  // namespace emeter
