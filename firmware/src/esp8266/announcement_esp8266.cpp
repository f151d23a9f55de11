#if defined(ESP8266)

#include <ESP8266mDNS.h>

#include "../arduino/services.h"
#include "emeter/image/version.h"
#include "emeter/text/text.h"

namespace emeter {

void Announcement::begin(const Settings& settings, const char* chipId) {
  host_ = settings.host;
  copyText(name_, host_);
  MDNS.setHostProbeResultCallback([this](const char*, bool free) {
    if (!free) takeNextName();
  });
  MDNS.begin(name_);
  MDNS.addService(nullptr, "http", "tcp", 80);
  char line[LineMode::textSize];
  const auto raw = MDNS.addService(nullptr, "emeter", "tcp", settings.port);
  MDNS.addServiceTxt(raw, "id", chipId);
  MDNS.addServiceTxt(raw, "version", version);
  MDNS.addServiceTxt(raw, "baud", settings.line.baud);
  MDNS.addServiceTxt(raw, "mode", settings.line.format(line));
}

// Another device has the name already: emeter, emeter-2, emeter-3 and so on.
void Announcement::takeNextName() {
  copies_++;
  Text name(name_, sizeof name_);
  name.put(host_).put('-').number(copies_);
  MDNS.setHostname(name_);
}

void Announcement::run() { MDNS.update(); }

}  // namespace emeter

#endif
