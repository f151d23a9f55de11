#pragma once
#include <functional>
class ArduinoOTAClass {
 public:
  ArduinoOTAClass& setHostname(const char* name);
  ArduinoOTAClass& setPassword(const char* password);
  ArduinoOTAClass& setMdnsEnabled(bool on);
  void begin();
  ArduinoOTAClass& onProgress(std::function<void(unsigned int, unsigned int)> callback);
  void handle();
};
extern ArduinoOTAClass ArduinoOTA;
