#if defined(ESP32)

#include <ESPmDNS.h>

#include "../arduino/services.h"
#include "emeter/image/version.h"
#include "emeter/text/text.h"

namespace emeter {

void Announcement::begin(const Settings& settings, const char* chipId) {
  MDNS.begin(settings.host);  // which takes emeter-2 and so on where the name is taken
  MDNS.addService("http", "tcp", 80);
  MDNS.addService("emeter", "tcp", settings.port);
  char line[LineMode::textSize];
  char baud[12];
  Text text(baud, sizeof baud);
  text.number(settings.line.baud);
  MDNS.addServiceTxt("emeter", "tcp", "id", chipId);
  MDNS.addServiceTxt("emeter", "tcp", "version", version);
  MDNS.addServiceTxt("emeter", "tcp", "baud", text.c_str());
  MDNS.addServiceTxt("emeter", "tcp", "mode", settings.line.format(line));
}

void Announcement::run() {}  // a task of its own answers

}  // namespace emeter

#endif
