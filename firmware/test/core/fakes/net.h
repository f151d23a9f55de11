// Connections as the test lets them come.
#pragma once

#include "emeter/board/net.h"

namespace emeter::test {

class FakeNet : public Net {
 public:
  bool listen(uint16_t streamPort) override {
    port = streamPort;
    return !taken;
  }
  uint16_t streamPort() const override { return port; }
  Sink* accept(Service service) override {
    Sink*& waiting = service == Service::stream ? stream : web;
    Sink* next = waiting;
    waiting = nullptr;
    return next;
  }
  Sink* stream = nullptr;
  Sink* web = nullptr;
  uint16_t port = 0;
  bool taken = false;  // somebody else has the port
};

}  // namespace emeter::test
