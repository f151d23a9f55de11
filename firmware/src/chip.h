// The chip as a board for the core: what both cores share is in arduino/, the rest in a folder for each.
#pragma once

#include "arduino/clock.h"
#include "arduino/pin.h"
#include "arduino/radio.h"
#include "arduino/services.h"
#include "arduino/watchdog.h"
#include "emeter/device/device.h"

#if defined(ESP8266)
#include "esp8266/parts_esp8266.h"
#elif defined(ESP32)
#include "esp32/parts_esp32.h"
#else
#error "this firmware is for the ESP8266 and the ESP32; for Linux see host/"
#endif

namespace emeter {

class Chip {
 public:
  static Chip& instance();
  void begin();
  void useSettings(const Settings& settings) { services_.use(settings, system_.chipId()); }
  Board board();
  void alive() { watchdog_.alive(); }
  void restart() { system_.restart(); }

 private:
  Chip();

  Watchdog watchdog_;
  ArduinoClock clock_;
  ArduinoPin button_;
  ArduinoPin led_;
  ArduinoRadio radio_;
  ArduinoServices services_{watchdog_};
  ChipUart uart_;
  ChipConsole console_;
  ChipNet net_;
  ChipStore store_;
  ChipUpdater updater_;
  ChipSystem system_;
};

}  // namespace emeter
