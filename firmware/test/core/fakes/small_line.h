// A forwarder with a small ring, looked at every millisecond.
#pragma once

#include <gtest/gtest.h>

#include "emeter/net/forwarder.h"
#include "fakes/line.h"
#include "fakes/sink.h"

namespace emeter::test {

struct Line {
  uint8_t storage[1024];
  FakeUart uart;
  Ring ring{storage, sizeof storage};
  Forwarder forwarder{uart, ring};
  uint32_t now = 1000;

  void run(uint32_t millis) {
    for (uint32_t i = 0; i < millis; i++) {
      forwarder.receive(now);
      forwarder.send(now);
      now++;
    }
  }
  // A burst of so many bytes and the silence after it.
  void burst(uint32_t size) {
    uart.arrive(size);
    run(100);
  }
};

struct ForwarderAlone : testing::Test, Line {};

struct ForwarderWithAClient : ForwarderAlone {
  ForwarderWithAClient() { forwarder.attach(sink, now); }

  FakeSink sink;
};

}  // namespace emeter::test
