// What a board serves besides, in small pieces: its name on the network, the set-up's name server, updates by ArduinoOTA.
#pragma once

namespace emeter {

class Services {
 public:
  virtual ~Services() = default;
  virtual void run(bool online, bool accessPointOpen) = 0;
};

}  // namespace emeter
