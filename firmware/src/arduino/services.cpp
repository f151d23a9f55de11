#include "services.h"

#include <ArduinoOTA.h>

#include "../signing.h"
#include "address.h"

namespace emeter {

void ArduinoServices::run(bool online, bool accessPointOpen) {
  runNames(accessPointOpen);
  if (!online) return;
  if (!begun_) begin();
  announcement_.run();
  if (updatesAllowed()) ArduinoOTA.handle();
}

// While set-up is open every name leads to the device.
void ArduinoServices::runNames(bool accessPointOpen) {
  if (accessPointOpen != namesRun_) {
    if (accessPointOpen) {
      names_.start(53, "*", setUpAddress());
    } else {
      names_.stop();
    }
    namesRun_ = accessPointOpen;
  }
  if (namesRun_) names_.processNextRequest();
}

void ArduinoServices::begin() {
  begun_ = true;
  announcement_.begin(*settings_, chipId_);
  if (updatesAllowed()) beginUpdates();
}

bool ArduinoServices::updatesAllowed() const {
#if defined(ESP32) && defined(EMETER_SIGNED)
  return false;  // this core's ArduinoOTA verifies no signature: a signed build has the web update alone
#else
  return settings_->devicePassword[0] != 0;
#endif
}

void ArduinoServices::beginUpdates() {
  ArduinoOTA.setHostname(settings_->host);
  ArduinoOTA.setPassword(settings_->devicePassword);
  // An update runs inside handle() and may take longer than the watchdog waits.
  ArduinoOTA.onProgress([this](unsigned int, unsigned int) { watchdog_.alive(); });
#if defined(ESP8266)
  ArduinoOTA.begin(false);  // mDNS is running
#else
  ArduinoOTA.setMdnsEnabled(false);
  ArduinoOTA.begin();
#endif
}

}  // namespace emeter
