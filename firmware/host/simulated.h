// Parts of a chip that a Linux computer does not have, for tests of set-up and update.
#pragma once

#include <stdint.h>
#include <stdio.h>

#include <string>
#include <vector>

#include "emeter/board/clock.h"
#include "emeter/board/console.h"
#include "emeter/board/radio.h"
#include "emeter/board/updater.h"

namespace emeter::host {

// A radio with one network in reach. Joining it takes a moment and the right password.
class SimulatedRadio : public Radio {
 public:
  // While the file `dead` exists the link that is there leads nowhere; joining anew removes it. Empty: it always leads home.
  SimulatedRadio(Clock& clock, std::string ssid, std::string password, std::string dead)
      : clock_(clock), ssid_(std::move(ssid)), password_(std::move(password)), dead_(std::move(dead)) {}

  void begin(const char*, uint8_t) override {}
  void useAddress(const StaticAddress&) override {}
  void askGateway() override {}
  bool gatewayAnswered() override;
  void connect(const char* ssid, const char* password) override;
  void disconnect() override { trying_ = false; }
  StationState station() override;
  void openAccessPoint(const char*) override {}
  void closeAccessPoint() override {}
  int8_t rssi() override { return -61; }
  uint32_t address() override { return station() == StationState::connected ? 0x7F000001 : 0; }
  void startScan() override { scanStarted_ = clock_.millis(); }
  int8_t scanned() override;
  const char* scannedName(uint8_t index, int8_t& rssi) override;
  bool scannedOpen(uint8_t) override { return false; }

 private:
  Clock& clock_;
  std::string ssid_;
  std::string password_;
  std::string dead_;
  bool trying_ = false;
  bool right_ = false;
  uint32_t since_ = 0;
  uint32_t scanStarted_ = 0;
};

// The USB plug, as a file that is open already.
class FileConsole : public Console {
 public:
  explicit FileConsole(int file) : file_(file) {}

  bool sharesTheLine() const override { return false; }
  void begin() override;
  void end() override {}
  size_t read(uint8_t* to, size_t size) override;
  size_t write(const uint8_t* from, size_t size) override;

 private:
  int file_;
};

// Takes an image into a file. As on the chip, one that does not begin with a program's magic byte (an ESP's, or Linux's own) is refused; a program is
// what the next start runs. With a key, an image needs its trailer: 256 bytes that begin with the key, in place of a signature, and their count.
class FileUpdater : public Updater {
 public:
  FileUpdater(std::string path, std::string key) : path_(std::move(path)), key_(std::move(key)) {}
  ~FileUpdater() override { abort(); }

  bool begin(uint32_t size) override;
  bool write(const uint8_t* from, size_t size) override;
  bool end() override;
  void abort() override;
  FlashString error() override { return error_; }
  FlashString key() const override { return FlashString(key_.c_str()); }

 private:
  bool isSigned();

  std::string path_;
  std::string key_;
  FILE* file_ = nullptr;
  uint32_t left_ = 0;
  bool first_ = true;
  FlashString error_;
};

}  // namespace emeter::host
