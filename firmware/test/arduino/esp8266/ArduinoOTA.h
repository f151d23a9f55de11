#pragma once
#include <ESP8266WiFi.h>
class ArduinoOTAClass {
 public:
  void setHostname(const char* name);
  void setPassword(const char* password);
  void begin(bool useMdns);
  void handle();
};
extern ArduinoOTAClass ArduinoOTA;
