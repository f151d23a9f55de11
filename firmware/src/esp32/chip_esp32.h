// The HAL on the ESP32 Arduino core 2.0.
#pragma once

#include <ArduinoOTA.h>
#include <DNSServer.h>
#include <ESPmDNS.h>
#include <HardwareSerial.h>
#include <Preferences.h>
#include <WiFi.h>

#include "../signing.h"
#include "../watchdog.h"
#include "emeter/device.h"
#include "emeter/tcp.h"

#if defined(EMETER_SIGNED)
#include <mbedtls/sha256.h>
#endif

namespace emeter {

// UART1 for the meter, on any pin; UART0 stays the chip's console.
class Esp32Uart : public Uart {
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

  HardwareSerial serial_{1};
  uint8_t pin_ = 0;
  size_t bufferSize_ = 0;
  volatile uint32_t overruns_ = 0;  // counted by the driver's own task
  volatile uint32_t errors_ = 0;
};

class Esp32Net : public Net {
 public:
  bool listen(uint16_t streamPort) override { return stream_.listen(0, streamPort) && web_.listen(0, 80); }
  uint16_t streamPort() const override { return stream_.port(); }
  Sink* accept(Service service) override { return service == Service::stream ? stream_.accept() : web_.accept(); }

 private:
  TcpListener stream_;
  TcpListener web_;
};

class Esp32Radio : public Radio {
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

// Settings in NVS, which replaces a value as a whole or not at all.
class Esp32Store : public Store {
 public:
  void begin() { preferences_.begin("emeter", false); }
  size_t load(uint8_t* to, size_t size) override;
  bool save(const uint8_t* from, size_t size) override;
  bool erase() override;

 private:
  Preferences preferences_;
};

class Esp32Pin : public Pin {
 public:
  Esp32Pin(uint8_t number, bool activeLow) : number_(number), activeLow_(activeLow) {}
  void beginInput();
  void beginOutput();
  bool read() override;
  void write(bool active) override;

 private:
  uint8_t number_;
  bool activeLow_;
};

// Where the build carries a public key, the image's last bytes are its signature: 256 bytes RSA over the SHA-256 of what
// is before, and their number, as the ESP8266 core's signing tool writes them.
class Esp32Updater : public Updater {
 public:
  bool begin(uint32_t size) override;
  bool write(const uint8_t* from, size_t size) override;
  bool end() override;
  void abort() override;
  const char* error() override { return error_; }
  bool verifiesSignature() const override;

 private:
  bool fail(const char* sentence);

  const char* error_ = "";
#if defined(EMETER_SIGNED)
  static constexpr uint32_t signatureBytes = 256;
  static constexpr uint32_t trailerBytes = signatureBytes + 4;

  bool signatureFits();

  uint32_t imageLeft_ = 0;
  uint32_t trailerUsed_ = 0;
  uint8_t trailer_[trailerBytes];
  mbedtls_sha256_context hash_;
#endif
};

// mDNS, the set-up's name server, and updates by ArduinoOTA.
class Esp32Services : public Services {
 public:
  void use(const Settings& settings, const char* chipId) {
    settings_ = &settings;
    chipId_ = chipId;
  }
  void run(bool online, bool accessPointOpen) override;

 private:
  void begin();

  const Settings* settings_ = nullptr;
  const char* chipId_ = "";
  DNSServer names_;
  bool namesRun_ = false;
  bool begun_ = false;
};

class Esp32System : public System {
 public:
  void begin();
  void restart() override;
  const char* resetReason() override;
  Heap heap() override;
  const char* chipId() override { return id_; }
  const char* board() override;
  uint32_t random() override;

 private:
  char id_[13] = "";
};

class Chip {
 public:
  static constexpr size_t ringBytes = 32 * 1024;

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
    uint32_t millis() override { return static_cast<uint32_t>(::millis()); }
    uint32_t micros() override { return static_cast<uint32_t>(::micros()); }
  };

  ArduinoClock clock_;
  Esp32Uart uart_;
  Esp32Net net_;
  Esp32Radio radio_;
  Esp32Store store_;
  Esp32Pin button_;
  Esp32Pin led_;
  Esp32Updater updater_;
  Esp32Services services_;
  Esp32System system_;
  Watchdog watchdog_;
};

}  // namespace emeter
