// A device with a computer at its USB plug.
#pragma once

#include "fakes/bench.h"

namespace emeter::test {

#define COMMAND(number, literal) command(number, literal, sizeof(literal) - 1)

struct Plugged : Bench {
  explicit Plugged(bool shares = false) : device(withConsole(shares), ring, sizeof ring) {}

  void begin() {
    device.begin();
    run(device, 100);
  }
  void goOn(uint32_t millis) { run(device, millis); }

  Device device;

 private:
  const Board& withConsole(bool shares) {
    console.shares = shares;
    board.console = &console;
    return board;
  }
};

// Waits for its first set-up.
struct PluggedFresh : Plugged {
  explicit PluggedFresh(bool shares = false) : Plugged(shares) {
    device.load();
    begin();
  }
};

// In its Wi-Fi, with a device password.
struct PluggedOnline : Plugged {
  explicit PluggedOnline(bool shares = false) : Plugged(shares) {
    Settings& settings = device.initialSettings();
    copyText(settings.ssid, "Home");
    copyText(settings.wifiPassword, "password1");
    copyText(settings.devicePassword, "correct horse");
    begin();
    run(device, 500);
  }
};

}  // namespace emeter::test
