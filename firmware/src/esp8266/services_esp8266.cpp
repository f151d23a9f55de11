#if defined(ESP8266)

#include "chip_esp8266.h"
#include "emeter/version.h"

namespace emeter {

void Esp8266Services::run(bool online, bool accessPointOpen) {
  if (accessPointOpen != namesRun_) {
    if (accessPointOpen) {
      names_.start(53, "*", IPAddress(192, 168, 4, 1));
    } else {
      names_.stop();
    }
    namesRun_ = accessPointOpen;
  }
  if (namesRun_) names_.processNextRequest();
  if (!online) return;
  if (!begun_) begin();
  MDNS.update();
  if (settings_->devicePassword[0] != 0) ArduinoOTA.handle();
}

void Esp8266Services::begin() {
  begun_ = true;
  copyText(name_, settings_->host);
  MDNS.setHostProbeResultCallback([this](const char*, bool free) {
    if (!free) takeNextName();
  });
  MDNS.begin(name_);
  MDNS.addService(nullptr, "http", "tcp", 80);
  char line[LineMode::textSize];
  const auto raw = MDNS.addService(nullptr, "emeter", "tcp", settings_->port);
  MDNS.addServiceTxt(raw, "id", chipId_);
  MDNS.addServiceTxt(raw, "version", version);
  MDNS.addServiceTxt(raw, "baud", settings_->line.baud);
  MDNS.addServiceTxt(raw, "mode", settings_->line.format(line));
  if (settings_->devicePassword[0] == 0) return;
  ArduinoOTA.setHostname(settings_->host);
  ArduinoOTA.setPassword(settings_->devicePassword);
  ArduinoOTA.begin(false);  // mDNS is running
}

// Another device has the name already: emeter, emeter-2, emeter-3 and so on.
void Esp8266Services::takeNextName() {
  copies_++;
  Text name(name_, sizeof name_);
  name.put(settings_->host).put('-').number(copies_);
  MDNS.setHostname(name_);
}

}  // namespace emeter

#endif
