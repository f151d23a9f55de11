// What the pages may see and change of the device.
#pragma once

#include <stdint.h>

#include "emeter/board/radio.h"
#include "emeter/board/uart.h"
#include "emeter/board/updater.h"
#include "emeter/line/line_mode.h"
#include "emeter/net/wifi.h"
#include "emeter/settings/settings.h"
#include "emeter/text/text.h"

namespace emeter {

class Control {
 public:
  virtual ~Control() = default;
  virtual const Settings& settings() const = 0;
  virtual void status(Text& to) = 0;
  virtual const Wifi& wifi() const = 0;
  virtual Radio* radio() = 0;
  virtual Updater* updater() = 0;
  virtual Uart& uart() = 0;
  // The mode in force, which may be one that is only being tried.
  virtual void line(LineMode& mode, bool& inverted) const = 0;

  // Puts other settings in force and stores them between two bursts. What cannot change while running takes a restart.
  // False, and nothing changed, when the line refuses its mode.
  virtual bool change(const Settings& settings) = 0;
  // Listens in this mode from now on; kept over a restart only when `keep` is set. False when the line refuses it.
  virtual bool setLine(const LineMode& mode, bool inverted, bool keep) = 0;
  // The app says that telegrams decode in the mode in force.
  virtual void lineAlive() = 0;
  // Seconds since it last did; -1 when it never has.
  virtual int32_t lineAliveAgo() const = 0;
  // Whether a client at this address has the raw stream open.
  virtual bool streamsTo(uint32_t address) const = 0;
  virtual bool tryWifi(const char* ssid, const char* password) = 0;
  virtual void eraseAll() = 0;
  // Restarts once the answer is out.
  virtual void restartSoon() = 0;
};

}  // namespace emeter
