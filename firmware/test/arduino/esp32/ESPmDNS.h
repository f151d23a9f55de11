#pragma once
#include <WString.h>
#include <stdint.h>
class MDNSResponder {
 public:
  bool begin(const char* host);
  bool addService(const char* service, const char* protocol, uint16_t port);
  bool addServiceTxt(const char* service, const char* protocol, const char* key, const char* value);
};
extern MDNSResponder MDNS;
