// Stand-ins for all of a board, in virtual time and without heap: so the tests run on the chips' instruction sets too.
#pragma once

#include "emeter/device/device.h"
#include "fakes/browser.h"
#include "fakes/clock.h"
#include "fakes/console.h"
#include "fakes/line.h"
#include "fakes/net.h"
#include "fakes/pin.h"
#include "fakes/radio.h"
#include "fakes/services.h"
#include "fakes/store.h"
#include "fakes/system.h"
#include "fakes/updater.h"

namespace emeter::test {

struct Bench {
  explicit Bench(bool withRadio = true) : board{uart, clock, net, store, system} {
    board.radio = withRadio ? &radio : nullptr;
    board.button = &button;
    board.led = &led;
    board.updater = &updater;
    board.services = &services;
  }

  // Runs for so many virtual milliseconds.
  void run(Device& device, uint32_t millis) {
    for (uint32_t i = 0; i < millis * 4; i++) {
      device.cycle();
      clock.advanceMicros(250);
    }
  }
  // Sends a request and runs until it is answered.
  void request(Device& device, FakeBrowser& browser, const char* text) {
    browser.say(text);
    net.web = &browser;
    for (int i = 0; i < 4000 && browser.closed == 0; i++) run(device, 2);
  }

  FakeUart uart;
  FakeClock clock;
  FakeNet net;
  FakeStore store;
  FakeSystem system;
  FakeRadio radio;
  FakePin button;
  FakePin led;
  FakeUpdater updater;
  FakeServices services;
  FakeConsole console;  // a board has none unless a test gives it this one
  Board board;
  uint8_t ring[8192];
};

}  // namespace emeter::test
