// The HAL on the ESP8266 Arduino core 3.1.
#pragma once

#include <ArduinoOTA.h>
#include <DNSServer.h>
#include <ESP8266WiFi.h>
#include <ESP8266mDNS.h>

#include "../watchdog.h"
#include "emeter/device.h"

namespace emeter {

// UART0 for the meter: receive only, 4096 bytes of buffer. Nothing is ever logged on it.
class Esp8266Uart : public Uart {
 public:
  bool begin(const LineMode& mode, bool inverted, uint8_t pin) override;
  bool configure(const LineMode& mode, bool inverted) override;
  size_t read(uint8_t* to, size_t size) override;
  UartFaults faults() override;
  size_t bufferSize() const override { return bufferSize_; }
  const uint8_t* pins(size_t& count) const override;

 private:
  static constexpr size_t wantedBuffer = 4096;

  bool start(const LineMode& mode, bool inverted);

  uint8_t pin_ = 0;
  size_t bufferSize_ = 0;
  UartFaults faults_;
};

class Esp8266Sink : public Sink {
 public:
  bool free() const { return !used_; }
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

class Esp8266Net : public Net {
 public:
  bool listen(uint16_t streamPort) override;
  uint16_t streamPort() const override { return port_; }
  Sink* accept(Service service) override;

 private:
  static constexpr size_t sinks = Forwarder::places + 1 + Web::connections;
  static constexpr uint8_t waitingConnections = 2;  // the chip has five connections in all

  WiFiServer stream_{8088};
  WiFiServer web_{80};
  Esp8266Sink sinks_[sinks];
  uint16_t port_ = 0;
};

class Esp8266Radio : public Radio {
 public:
  void begin(const char* hostName, uint8_t txPowerDbm) override;
  void connect(const char* ssid, const char* password) override;
  void disconnect() override;
  StationState station() override;
  void openAccessPoint(const char* name) override;
  void closeAccessPoint() override;
  uint8_t accessPointClients() override;
  int8_t rssi() override;
  uint32_t address() override;
  void startScan() override;
  int8_t scanned() override;
  const char* scannedName(uint8_t index, int8_t& rssi) override;

 private:
  char name_[33] = "";
};

// Settings in a file of LittleFS, which replaces a file as a whole or not at all.
class Esp8266Store : public Store {
 public:
  void begin();
  size_t load(uint8_t* to, size_t size) override;
  bool save(const uint8_t* from, size_t size) override;
  bool erase() override;
};

class Esp8266Pin : public Pin {
 public:
  Esp8266Pin(uint8_t number, bool activeLow) : number_(number), activeLow_(activeLow) {}
  void beginInput();
  void beginOutput();
  bool read() override;
  void write(bool active) override;

 private:
  uint8_t number_;
  bool activeLow_;
};

class Esp8266Updater : public Updater {
 public:
  void installKey();  // where this build carries a public key
  bool begin(uint32_t size) override;
  bool write(const uint8_t* from, size_t size) override;
  bool end() override;
  void abort() override;
  const char* error() override;
  bool verifiesSignature() const override;
};

// mDNS, the set-up's name server, and updates by ArduinoOTA.
class Esp8266Services : public Services {
 public:
  void use(const Settings& settings, const char* chipId) {
    settings_ = &settings;
    chipId_ = chipId;
  }
  void run(bool online, bool accessPointOpen) override;

 private:
  void begin();
  void takeNextName();

  const Settings* settings_ = nullptr;
  const char* chipId_ = "";
  DNSServer names_;
  bool namesRun_ = false;
  bool begun_ = false;
  char name_[32] = "";
  uint8_t copies_ = 1;
};

class Esp8266System : public System {
 public:
  void begin();
  void restart() override;
  const char* resetReason() override { return reason_; }
  Heap heap() override;
  const char* chipId() override { return id_; }
  const char* board() override;
  uint32_t random() override;

 private:
  char reason_[32] = "";
  char id_[9] = "";
};

class Chip {
 public:
  static constexpr size_t ringBytes = 8 * 1024;

  static Chip& instance();
  void begin();
  void useSettings(const Settings& settings) { services_.use(settings, system_.chipId()); }
  Board board();
  void alive() { watchdog_.alive(); }
  void restart() { system_.restart(); }

 private:
  Chip();

  class ArduinoClock : public Clock {
   public:
    uint32_t millis() override { return ::millis(); }
    uint32_t micros() override { return ::micros(); }
  };

  ArduinoClock clock_;
  Esp8266Uart uart_;
  Esp8266Net net_;
  Esp8266Radio radio_;
  Esp8266Store store_;
  Esp8266Pin button_;
  Esp8266Pin led_;
  Esp8266Updater updater_;
  Esp8266Services services_;
  Esp8266System system_;
  Watchdog watchdog_;
};

}  // namespace emeter
