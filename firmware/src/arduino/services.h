#pragma once

#include <DNSServer.h>

#include "emeter/board/services.h"
#include "emeter/settings/settings.h"
#include "watchdog.h"

namespace emeter {

// The device's name on the network (mDNS). Each core has its own way.
class Announcement {
 public:
  void begin(const Settings& settings, const char* chipId);
  void run();

#if defined(ESP8266)
 private:
  void takeNextName();

  const char* host_ = "";
  char name_[32] = "";
  uint8_t copies_ = 1;
#endif
};

// mDNS, the set-up's name server, and updates by ArduinoOTA.
class ArduinoServices : public Services {
 public:
  explicit ArduinoServices(Watchdog& watchdog) : watchdog_(watchdog) {}
  void use(const Settings& settings, const char* chipId) {
    settings_ = &settings;
    chipId_ = chipId;
  }
  void run(bool online, bool accessPointOpen) override;

 private:
  void runNames(bool accessPointOpen);
  void begin();
  void beginUpdates();
  bool updatesAllowed() const;

  Watchdog& watchdog_;
  const Settings* settings_ = nullptr;
  const char* chipId_ = "";
  Announcement announcement_;
  DNSServer names_;
  bool namesRun_ = false;
  bool begun_ = false;
};

}  // namespace emeter
