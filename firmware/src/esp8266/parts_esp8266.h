// What the ESP8266 Arduino core 3.1 does in its own way.
#pragma once

#include <ESP8266WiFi.h>

#include "emeter/device/device.h"

namespace emeter {

// UART0 for the meter: receive only, 4096 bytes of buffer. Nothing is ever logged on it.
class ChipUart : public Uart {
 public:
  bool begin(const LineMode& mode, bool inverted, uint8_t pin) override;
  void end() override;
  bool configure(const LineMode& mode, bool inverted) override;
  size_t read(uint8_t* to, size_t size) override;
  UartFaults faults() override;
  size_t bufferSize() const override { return bufferSize_; }
  const uint8_t* pins(size_t& count) const override;

 private:
  bool start(const LineMode& mode, bool inverted);

  uint8_t pin_ = 0;
  size_t bufferSize_ = 0;
  UartFaults faults_;
  bool running_ = false;
};

// UART0 again, on the pins of the USB chip: there is no second receiver.
class ChipConsole : public Console {
 public:
  bool sharesTheLine() const override { return true; }
  void begin() override;
  void end() override;
  size_t read(uint8_t* to, size_t size) override;
  size_t write(const uint8_t* from, size_t size) override;
};

class ChipSink : public Sink {
 public:
  bool unused() const { return !used_; }
  void take(const WiFiClient& client);

  bool open() override;
  size_t write(const uint8_t* from, size_t size) override;
  size_t read(uint8_t* to, size_t size) override;
  void close() override;
  uint32_t peer() const override { return peer_; }

 private:
  WiFiClient client_;
  uint32_t peer_ = 0;
  bool used_ = false;
};

class ChipNet : public Net {
 public:
  bool listen(uint16_t streamPort) override;
  uint16_t streamPort() const override { return port_; }
  Sink* accept(Service service) override;

 private:
  static constexpr size_t sinks = Forwarder::places + 1 + Web::connections;
  static constexpr uint8_t waitingConnections = 2;  // the chip has five connections in all

  WiFiServer stream_{8088};
  WiFiServer web_{80};
  ChipSink sinks_[sinks];
  uint16_t port_ = 0;
};

// Settings in a file of LittleFS, which replaces a file as a whole or not at all.
class ChipStore : public Store {
 public:
  void begin();
  bool unreadable() const override { return !mounted_; }
  size_t load(uint8_t* to, size_t size) override;
  bool save(const uint8_t* from, size_t size) override;
  bool erase() override;

 private:
  void format();

  bool mounted_ = false;
};

// The core's own updater, which verifies signatures where this build carries a public key.
class ChipUpdater : public Updater {
 public:
  void begin();
  bool begin(uint32_t size) override;
  bool write(const uint8_t* from, size_t size) override;
  bool end() override;
  void abort() override;
  FlashString error() override;
  FlashString key() const override;

 private:
  bool hold();
  void release();
  bool modeFits(const uint8_t* from, size_t size);

  FlashString error_;
  uint32_t taken_ = 0;
};

class ChipSystem : public System {
 public:
  void begin();
  void restart() override;
  const char* resetReason() override { return reason_; }
  Heap heap() override;
  const char* chipId() override { return id_; }
  const char* board() override;
  uint32_t random() override;
  uint32_t failedStarts() const override { return failedStarts_; }
  void startLasted() override;

 private:
  uint32_t failedStarts_ = 0;
  char reason_[32] = "";
  char id_[9] = "";
};

constexpr size_t ringBytes = 8 * 1024;

}  // namespace emeter
