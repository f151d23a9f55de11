#pragma once
#include <IPAddress.h>
#include <WString.h>
#include <stdint.h>
class DNSServer {
 public:
  bool start(uint16_t port, const String& domain, const IPAddress& address);
  void stop();
  void processNextRequest();
};
