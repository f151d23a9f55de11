// What the ESP32 Arduino core 2.0 does in its own way.
#pragma once

#include <HardwareSerial.h>
#include <Preferences.h>

#include "../signing.h"
#include "emeter/device/device.h"
#include "emeter/sockets/tcp.h"

#if defined(EMETER_SIGNED)
#include <mbedtls/sha256.h>
#endif

namespace emeter {

// UART1 for the meter, on any pin; UART0 stays the chip's console.
class ChipUart : public Uart {
 public:
  bool begin(const LineMode& mode, bool inverted, uint8_t pin) override;
  void end() override { serial_.end(); }
  bool configure(const LineMode& mode, bool inverted) override;
  size_t read(uint8_t* to, size_t size) override;
  UartFaults faults() override;
  size_t bufferSize() const override { return bufferSize_; }
  const uint8_t* pins(size_t& count) const override;

 private:
  bool start(const LineMode& mode, bool inverted);
  void count(hardwareSerial_error_t error);

  HardwareSerial serial_{1};
  uint8_t pin_ = 0;
  size_t bufferSize_ = 0;
  volatile uint32_t overruns_ = 0;  // counted by the driver's own task
  volatile uint32_t parity_ = 0;
  volatile uint32_t framing_ = 0;
  volatile uint32_t breaks_ = 0;
};

// UART0 at the USB chip, and the USB of the chip itself where it has one: whichever was heard last is answered.
class ChipConsole : public Console {
 public:
  bool sharesTheLine() const override { return false; }
  void begin() override;
  void end() override {}
  size_t read(uint8_t* to, size_t size) override;
  size_t write(const uint8_t* from, size_t size) override;

 private:
  Stream* heard_ = nullptr;
};

class ChipNet : public Net {
 public:
  bool listen(uint16_t streamPort) override { return stream_.listen(0, streamPort) && web_.listen(0, 80); }
  uint16_t streamPort() const override { return stream_.port(); }
  Sink* accept(Service service) override { return service == Service::stream ? stream_.accept() : web_.accept(); }

 private:
  TcpListener stream_;
  TcpListener web_;
};

// Settings in NVS, which replaces a value as a whole or not at all.
class ChipStore : public Store {
 public:
  void begin();
  size_t load(uint8_t* to, size_t size) override;
  bool save(const uint8_t* from, size_t size) override;
  bool erase() override;

 private:
  Preferences preferences_;
};

// Where the build carries a public key, the image's last bytes are its signature: 256 bytes RSA over the SHA-256 of what
// is before, and their number, as the ESP8266 core's signing tool writes them.
class ChipUpdater : public Updater {
 public:
  void begin() {}
  bool begin(uint32_t size) override;
  bool write(const uint8_t* from, size_t size) override;
  bool end() override;
  void abort() override;
  FlashString error() override { return error_; }
  FlashString key() const override;

 private:
  bool fail(FlashString sentence);

  FlashString error_;
#if defined(EMETER_SIGNED)
  static constexpr uint32_t signatureBytes = 256;
  static constexpr uint32_t trailerBytes = signatureBytes + 4;

  bool signatureFits();

  uint32_t imageLeft_ = 0;
  uint32_t trailerUsed_ = 0;
  uint8_t trailer_[trailerBytes];
  mbedtls_sha256_context hash_;
  bool hashing_ = false;
#endif
};

class ChipSystem : public System {
 public:
  void begin();
  void restart() override;
  const char* resetReason() override;
  Heap heap() override;
  const char* chipId() override { return id_; }
  const char* board() override;
  uint32_t random() override;
  void imageWorks() override;

 private:
  char id_[13] = "";
};

constexpr size_t ringBytes = 32 * 1024;

}  // namespace emeter
