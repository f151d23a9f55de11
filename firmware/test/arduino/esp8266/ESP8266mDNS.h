#pragma once
#include <ESP8266WiFi.h>
#include <functional>
class MDNSResponder {
 public:
  typedef const void* hMDNSService;
  typedef void* hMDNSTxt;
  bool begin(const char* host);
  bool setHostname(const char* host);
  bool update();
  bool setHostProbeResultCallback(std::function<void(const char*, bool)> callback);
  hMDNSService addService(const char* name, const char* service, const char* protocol, uint16_t port);
  hMDNSTxt addServiceTxt(const hMDNSService service, const char* key, const char* value);
  hMDNSTxt addServiceTxt(const hMDNSService service, const char* key, uint32_t value);
};
extern MDNSResponder MDNS;
