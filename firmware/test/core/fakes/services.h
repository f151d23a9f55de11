// What else a board serves.
#pragma once

#include "emeter/board/services.h"

namespace emeter::test {

class FakeServices : public Services {
 public:
  void run(bool online, bool accessPointOpen) override {
    runs++;
    wasOnline = online;
    wasAccessPointOpen = accessPointOpen;
  }
  int runs = 0;
  bool wasOnline = false;
  bool wasAccessPointOpen = false;
};

}  // namespace emeter::test
