#include "emeter/line/line_mode.h"

#include "emeter/text/text.h"

namespace emeter {
namespace {

constexpr uint32_t lowestBaud = 300;
constexpr uint32_t highestBaud = 921600;

char letter(Parity parity) {
  switch (parity) {
    case Parity::even: return 'E';
    case Parity::odd: return 'O';
    default: return 'N';
  }
}

}  // namespace

bool LineMode::valid() const {
  return baud >= lowestBaud && baud <= highestBaud && (dataBits == 7 || dataBits == 8) &&
         (stopBits == 1 || stopBits == 2) && parity <= Parity::odd;
}

uint8_t LineMode::bitsPerCharacter() const {
  return static_cast<uint8_t>(1 + dataBits + (parity == Parity::none ? 0 : 1) + stopBits);
}

const char* LineMode::format(char (&to)[textSize]) const {
  Text text(to, sizeof to);
  text.number(baud).put('-').number(dataBits).put(letter(parity)).number(stopBits);
  return to;
}

bool LineMode::parse(const char* text, LineMode& mode) {
  LineMode parsed;
  uint32_t baud = 0;
  const char* p = text;
  for (; *p >= '0' && *p <= '9'; p++) {
    baud = baud * 10 + static_cast<uint32_t>(*p - '0');
    if (baud > highestBaud) return false;
  }
  if (p == text || *p != '-') return false;
  p++;
  if (p[0] == 0 || p[1] == 0 || p[2] == 0 || p[3] != 0) return false;
  parsed.baud = baud;
  parsed.dataBits = static_cast<uint8_t>(p[0] - '0');
  switch (p[1]) {
    case 'N': case 'n': parsed.parity = Parity::none; break;
    case 'E': case 'e': parsed.parity = Parity::even; break;
    case 'O': case 'o': parsed.parity = Parity::odd; break;
    default: return false;
  }
  parsed.stopBits = static_cast<uint8_t>(p[2] - '0');
  if (!parsed.valid()) return false;
  mode = parsed;
  return true;
}

}  // namespace emeter
