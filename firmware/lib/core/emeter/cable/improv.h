// Improv over serial: a computer at the USB plug asks who this is, and gives name, password and Wi-Fi.
// https://www.improv-wifi.com/serial/
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "emeter/board/console.h"
#include "emeter/cable/improv_packet.h"
#include "emeter/web/control.h"

namespace emeter {

enum class ImprovState : uint8_t { stopped = 0, ready = 2, provisioning = 3, provisioned = 4 };

enum class ImprovError : uint8_t {
  invalidPacket = 1,
  unknownCommand = 2,
  unableToConnect = 3,
  badHostName = 5,
  passwordIsSet = 0xE0,  // ours: it is changed on the settings page, by who knows it
  unknown = 0xFF,
};

enum class ImprovCommand : uint8_t {
  wifi = 1,
  state = 2,
  info = 3,
  networks = 4,
  hostName = 5,           // without data it asks
  devicePassword = 0xE0,  // ours: without data it asks whether there is one ("set" or "none")
};

class Improv {
 public:
  static constexpr uint32_t scanMillis = 15'000;
  static constexpr int8_t mostNetworks = 16;

  Improv(Console* console, Control& control) : console_(console), control_(control) {}

  // Reads what has come and answers; one answer at a time, as the port takes it.
  void run(uint32_t now);

 private:
  void answer(uint32_t now);
  void connect(const uint8_t* data, size_t size);
  void look(uint32_t now);
  void name(const uint8_t* data, size_t size);
  void protect(const uint8_t* data, size_t size);
  void tellState();
  void tellInfo();
  void tellNextNetwork(uint32_t now);
  void tellTrial();
  void tellUrl(ImprovCommand command);
  void fail(ImprovError error);
  void begin(ImprovCommand command);
  void result(ImprovCommand command, const char* text);
  ImprovState state();

  Console* console_;
  Control& control_;
  ImprovReader reader_;
  ImprovWriter writer_;
  bool connecting_ = false;  // a computer waits for the end of the trial
  bool looking_ = false;     // and for the networks
  int8_t network_ = 0;       // the next to be told
  uint32_t lookedAt_ = 0;
};

}  // namespace emeter
