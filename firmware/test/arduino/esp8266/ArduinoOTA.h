#pragma once
#include <ESP8266WiFi.h>
#include <functional>
class ArduinoOTAClass {
 public:
  void setHostname(const char* name);
  void setPassword(const char* password);
  void begin(bool useMdns);
  void onProgress(std::function<void(unsigned int, unsigned int)> callback);
  void handle();
};
extern ArduinoOTAClass ArduinoOTA;
