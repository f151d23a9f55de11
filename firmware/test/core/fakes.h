// Stand-ins for a board, in virtual time and without heap, so that they run on the chips' instruction sets too.
#pragma once

#include <string.h>

#include "emeter/device.h"

namespace emeter::test {

// How much work a test does on a real processor and on an emulated chip.
#if defined(EMETER_BARE)
constexpr uint32_t effort(uint32_t, uint32_t bare) { return bare; }
#else
constexpr uint32_t effort(uint32_t host, uint32_t) { return host; }
#endif

// Numbers that are the same everywhere (xorshift32).
class Random {
 public:
  explicit Random(uint32_t seed) : state_(seed) {}
  uint32_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return state_;
  }
  uint32_t below(uint32_t limit) { return next() % limit; }

 private:
  uint32_t state_;
};

// The byte at a place of an endless line: any value, many of them 0x00 and 0xFF.
inline uint8_t lineByte(uint64_t position) {
  uint32_t x = static_cast<uint32_t>(position) * 2654435761u;
  x ^= x >> 15;
  x *= 2246822519u;
  x ^= x >> 13;
  if ((x >> 8 & 7) == 0) return 0x00;
  if ((x >> 8 & 7) == 1) return 0xFF;
  return static_cast<uint8_t>(x);
}

class FakeClock : public Clock {
 public:
  uint32_t millis() override { return millis_; }
  uint32_t micros() override { return micros_; }
  void advance(uint32_t millis) {
    millis_ += millis;
    micros_ += millis * 1000;
  }
  void advanceMicros(uint32_t micros) {
    micros_ += micros;
    part_ += micros;
    millis_ += part_ / 1000;
    part_ %= 1000;
  }
  void set(uint32_t millis) { millis_ = millis; }

 private:
  uint32_t millis_ = 1000;
  uint32_t micros_ = 1'000'000;
  uint32_t part_ = 0;
};

class FakeUart : public Uart {
 public:
  // The next bytes of the endless line arrive.
  void arrive(uint32_t count) { arrived_ += count; }
  uint64_t arrived() const { return arrived_; }

  size_t read(uint8_t* to, size_t size) override {
    size_t taken = 0;
    while (taken < size && read_ < arrived_) to[taken++] = lineByte(read_++);
    return taken;
  }
  bool begin(const LineMode& mode, bool inverted, uint8_t pin) override {
    usedPin = pin;
    return configure(mode, inverted);
  }
  bool configure(const LineMode& mode, bool inverted) override {
    if (inverted && refusesInversion) return false;
    line = mode;
    isInverted = inverted;
    return true;
  }
  const uint8_t* pins(size_t& count) const override {
    static const uint8_t choices[] = {13, 3};
    count = 2;
    return choices;
  }
  UartFaults faults() override { return given; }
  size_t bufferSize() const override { return 4096; }

  LineMode line;
  bool isInverted = false;
  bool refusesInversion = false;
  uint8_t usedPin = 0;
  UartFaults given;

 private:
  uint64_t arrived_ = 0;
  uint64_t read_ = 0;
};

// A client that compares what it gets with the line, from a given place on.
class FakeSink : public Sink {
 public:
  bool open() override { return isOpen; }
  size_t write(const uint8_t* from, size_t size) override {
    if (!isOpen) return 0;
    if (size > room) size = room;
    if (size > most) size = most;
    if (limited) room -= size;
    for (size_t i = 0; i < size; i++) {
      if (from[i] != lineByte(expected + i)) wrong++;
    }
    expected += size;
    got += size;
    if (size > 0) writes++;
    return size;
  }
  size_t read(uint8_t* to, size_t size) override {
    const size_t taken = size < toRead ? size : toRead;
    memset(to, 'x', taken);
    toRead -= taken;
    return taken;
  }
  void close() override {
    isOpen = false;
    closed++;
  }
  uint32_t peer() const override { return address; }

  bool isOpen = true;
  int closed = 0;
  uint32_t address = 0xC0A80105;
  uint64_t expected = 0;  // the place in the line that must come next
  uint64_t got = 0;
  uint32_t wrong = 0;
  uint32_t writes = 0;
  size_t room = ~size_t{0};
  size_t most = ~size_t{0};  // a write takes no more at once
  bool limited = false;
  size_t toRead = 0;
};

// A browser: what it sends is given, what it gets is kept.
class FakeBrowser : public Sink {
 public:
  void say(const char* text) { say(text, strlen(text)); }
  void say(const char* text, size_t size) {
    said = text;
    left = size;
    isOpen = true;
    closed = 0;
    size_ = 0;
    total = 0;
    answer[0] = 0;
  }
  bool open() override { return isOpen; }
  size_t write(const uint8_t* from, size_t size) override {
    if (size > room) size = room;
    total += size;
    for (size_t i = 0; i < size && size_ + 1 < sizeof answer; i++) answer[size_++] = static_cast<char>(from[i]);
    answer[size_] = 0;
    return size;
  }
  size_t read(uint8_t* to, size_t size) override {
    size_t taken = size < left ? size : left;
    if (taken > chunk) taken = chunk;
    memcpy(to, said, taken);
    said += taken;
    left -= taken;
    return taken;
  }
  void close() override {
    isOpen = false;
    closed++;
  }
  uint32_t peer() const override { return 0x7F000001; }

  // The status of the answer, 0 when there is none.
  int status() const {
    if (strncmp(answer, "HTTP/1.1 ", 9) != 0) return 0;
    return (answer[9] - '0') * 100 + (answer[10] - '0') * 10 + (answer[11] - '0');
  }
  const char* body() const {
    const char* end = strstr(answer, "\r\n\r\n");
    return end == nullptr ? "" : end + 4;
  }
  bool contains(const char* text) const { return strstr(answer, text) != nullptr; }

  const char* said = "";
  size_t left = 0;
  size_t chunk = ~size_t{0};
  size_t room = ~size_t{0};
  bool isOpen = true;
  int closed = 0;
  size_t total = 0;
  char answer[3072] = "";

 private:
  size_t size_ = 0;
};

class FakeNet : public Net {
 public:
  bool listen(uint16_t streamPort) override {
    port = streamPort;
    return true;
  }
  uint16_t streamPort() const override { return port; }
  Sink* accept(Service service) override {
    Sink*& waiting = service == Service::stream ? stream : web;
    Sink* taken = waiting;
    waiting = nullptr;
    return taken;
  }
  Sink* stream = nullptr;
  Sink* web = nullptr;
  uint16_t port = 0;
};

class FakeStore : public Store {
 public:
  size_t load(uint8_t* to, size_t size) override {
    const size_t taken = size < used ? size : used;
    memcpy(to, bytes, taken);
    return taken;
  }
  bool save(const uint8_t* from, size_t size) override {
    memcpy(bytes, from, size);
    used = size;
    saves++;
    return true;
  }
  bool erase() override {
    used = 0;
    erases++;
    return true;
  }
  uint8_t bytes[largestSettings] = {};
  size_t used = 0;
  int saves = 0;
  int erases = 0;
};

class FakeSystem : public System {
 public:
  void restart() override { restarts++; }
  const char* resetReason() override { return "Power On"; }
  Heap heap() override { return {21000, 20000, 5}; }
  const char* chipId() override { return "a1b2c3"; }
  const char* board() override { return "test"; }
  uint32_t random() override { return random_.next(); }
  int restarts = 0;

 private:
  Random random_{7};
};

class FakeRadio : public Radio {
 public:
  void begin(const char*, uint8_t) override {}
  void connect(const char* ssid, const char* password) override {
    connects++;
    copyText(triedSsid, ssid);
    copyText(triedPassword, password);
    state = StationState::connecting;
  }
  void disconnect() override {
    disconnects++;
    state = StationState::off;
  }
  StationState station() override {
    if (state != StationState::connecting) return state;
    const bool right = reachable && strcmp(triedSsid, goodSsid) == 0 && strcmp(triedPassword, goodPassword) == 0;
    return right ? StationState::connected : StationState::connecting;
  }
  void openAccessPoint(const char* name) override {
    copyText(accessPointName, name);
    accessPoint = true;
  }
  void closeAccessPoint() override { accessPoint = false; }
  uint8_t accessPointClients() override { return 1; }
  int8_t rssi() override { return -61; }
  uint32_t address() override { return station() == StationState::connected ? 0xC0A80114 : 0; }
  void startScan() override { scans++; }
  int8_t scanned() override { return 2; }
  const char* scannedName(uint8_t index, int8_t& rssi) override {
    rssi = index == 0 ? int8_t{-50} : int8_t{-80};
    return index == 0 ? "Home" : "Quote\"d";
  }

  const char* goodSsid = "Home";
  const char* goodPassword = "password1";
  bool reachable = true;
  StationState state = StationState::off;
  int connects = 0;
  int disconnects = 0;
  int scans = 0;
  bool accessPoint = false;
  char triedSsid[33] = "";
  char triedPassword[65] = "";
  char accessPointName[33] = "";
};

class FakePin : public Pin {
 public:
  bool read() override { return active; }
  void write(bool on) override { active = on; }
  bool active = false;
};

class FakeUpdater : public Updater {
 public:
  bool begin(uint32_t size) override {
    begun++;
    expected = size;
    got = 0;
    return true;
  }
  bool write(const uint8_t* from, size_t size) override {
    if (got == 0 && from[0] != 0xE9) return false;
    got += size;
    return true;
  }
  bool end() override {
    ended++;
    return got == expected;
  }
  void abort() override { aborted++; }
  FlashString error() override { return IN_FLASH("this is not a firmware image"); }
  bool verifiesSignature() const override { return true; }
  int begun = 0;
  int ended = 0;
  int aborted = 0;
  size_t expected = 0;
  size_t got = 0;
};

// A whole device on such a board.
struct Bench {
  explicit Bench(bool withRadio = true) : board{uart, clock, net, store, system} {
    board.radio = withRadio ? &radio : nullptr;
    board.button = &button;
    board.led = &led;
    board.updater = &updater;
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
  Board board;
  uint8_t ring[8192];
};

}  // namespace emeter::test
