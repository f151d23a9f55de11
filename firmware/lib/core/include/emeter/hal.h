// What the core needs of a board. Every call returns at once: waiting would cost bytes on the meter's line.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "emeter/flash.h"

namespace emeter {

struct LineMode;

// What the receiver has noticed since start.
struct UartFaults {
  uint32_t overruns = 0;  // events of the receive buffer having been full; the hardware does not count the bytes lost
  uint32_t errors = 0;    // framing and parity errors
};

// The meter's line: receive only. Nothing is ever written to it.
class Uart {
 public:
  virtual ~Uart() = default;
  // Takes up to `size` bytes that have arrived; 0 when there are none.
  virtual size_t read(uint8_t* to, size_t size) = 0;
  // Starts the receiver on a pin (Settings::boardsOwnPin: the board's own choice). Once, before anything else.
  virtual bool begin(const LineMode& mode, bool inverted, uint8_t pin) = 0;
  // Changes rate, frame and polarity while it runs, and forgets what came before. False when the hardware refuses it; the old mode then stays.
  virtual bool configure(const LineMode& mode, bool inverted) = 0;
  // The pins it can listen on, the board's own choice first; none where there is nothing to choose.
  virtual const uint8_t* pins(size_t& count) const = 0;
  virtual UartFaults faults() = 0;
  // Size in bytes of the receive buffer that is really there.
  virtual size_t bufferSize() const = 0;
};

// One TCP connection.
class Sink {
 public:
  virtual ~Sink() = default;
  // False once the peer is gone and all it sent has been read.
  virtual bool open() = 0;
  // Hands over as much as fits without waiting; 0 when nothing fits now.
  virtual size_t write(const uint8_t* from, size_t size) = 0;
  // Takes up to `size` bytes the peer sent; 0 when there are none.
  virtual size_t read(uint8_t* to, size_t size) = 0;
  // Ends the connection; the object then belongs to Net again.
  virtual void close() = 0;
  // The peer's IPv4 address, most significant byte first (192.168.1.2 is 0xC0A80102).
  virtual uint32_t peer() const = 0;
};

class Clock {
 public:
  virtual ~Clock() = default;
  virtual uint32_t millis() = 0;  // wraps after 49.7 days
  virtual uint32_t micros() = 0;  // wraps after 71.6 minutes
};

class Pin {
 public:
  virtual ~Pin() = default;
  // True is the active state: button pressed, LED lit.
  virtual bool read() = 0;
  virtual void write(bool active) = 0;
};

// One blob that survives power loss. A write is whole or has not happened.
class Store {
 public:
  virtual ~Store() = default;
  virtual size_t load(uint8_t* to, size_t size) = 0;  // bytes read, 0 when nothing is stored
  virtual bool save(const uint8_t* from, size_t size) = 0;
  virtual bool erase() = 0;
};

enum class Service : uint8_t { stream, web };

// The TCP side.
class Net {
 public:
  virtual ~Net() = default;
  // Opens the port of the raw stream, and that of the pages where the board serves them.
  virtual bool listen(uint16_t streamPort) = 0;
  // The port of the raw stream as it really is.
  virtual uint16_t streamPort() const = 0;
  // The next waiting connection, or nullptr.
  virtual Sink* accept(Service service) = 0;
};

enum class StationState : uint8_t { off, connecting, connected, failed };

// The radio. A board on a wire (Linux) has none.
class Radio {
 public:
  virtual ~Radio() = default;
  virtual void begin(const char* hostName, uint8_t txPowerDbm) = 0;
  virtual void connect(const char* ssid, const char* password) = 0;
  virtual void disconnect() = 0;
  virtual StationState station() = 0;
  virtual void openAccessPoint(const char* name) = 0;
  virtual void closeAccessPoint() = 0;
  virtual int8_t rssi() = 0;      // dBm
  virtual uint32_t address() = 0;  // own IPv4 address, 0 without one
  // Looks for networks in the background. Names are kept by the radio until the next scan.
  virtual void startScan() = 0;
  virtual int8_t scanned() = 0;  // number found, -1 while it looks
  virtual const char* scannedName(uint8_t index, int8_t& rssi) = 0;
};

// Takes a new firmware image. A board without one cannot be updated over the network.
class Updater {
 public:
  virtual ~Updater() = default;
  virtual bool begin(uint32_t size) = 0;
  virtual bool write(const uint8_t* from, size_t size) = 0;
  // Checks the image (and its signature where this build carries a key) and makes it the one to start.
  virtual bool end() = 0;
  virtual void abort() = 0;
  virtual FlashString error() = 0;  // why the last step failed, as the end of a sentence
  virtual bool verifiesSignature() const = 0;
};

struct Heap {
  uint32_t free = 0;
  uint32_t largest = 0;  // largest block, bytes
  uint8_t fragmentation = 0;  // per cent
};

// The chip itself.
class System {
 public:
  virtual ~System() = default;
  virtual void restart() = 0;
  virtual const char* resetReason() = 0;
  virtual Heap heap() = 0;
  virtual const char* chipId() = 0;  // hexadecimal, stable for the life of the chip
  virtual const char* board() = 0;
  virtual uint32_t random() = 0;
};

// What else a board serves in small pieces: its name on the network, the set-up's name server, updates by ArduinoOTA.
class Services {
 public:
  virtual ~Services() = default;
  virtual void run(bool online, bool accessPointOpen) = 0;
};

}  // namespace emeter
