#pragma once
class ArduinoOTAClass {
 public:
  ArduinoOTAClass& setHostname(const char* name);
  ArduinoOTAClass& setPassword(const char* password);
  ArduinoOTAClass& setMdnsEnabled(bool on);
  void begin();
  void handle();
};
extern ArduinoOTAClass ArduinoOTA;
