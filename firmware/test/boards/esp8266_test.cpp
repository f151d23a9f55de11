// The ESP8266's own code on this computer. What it calls of the Arduino core is stood in for by what that core does (3.1.2).
#include <gtest/gtest.h>
#include <stdlib.h>
#include <string.h>

#include <map>
#include <string>
#include <vector>

#include "Arduino.h"
#include "BearSSLHelpers.h"
#include "LittleFS.h"
#include "Updater.h"
#include "esp8266/parts_esp8266.h"

volatile uint32_t uart0Config, uart0Interrupts, randomRegister;
HardwareSerial Serial;
EspClass ESP;
FS LittleFS;
UpdaterClass Update;

namespace {

struct Chip {
  uint32_t freeHeap = 30'000, largestBlock = 20'000;
  FlashMode_t mode = FM_DIO;
  int restarts = 0;
  uint32_t clockMemory[128] = {0x12345678};
  // LittleFS
  bool blank = true;  // nothing was ever written
  bool formatted = false;
  bool autoFormat = true;
  int failingMounts = 0;
  bool mounted = false;
  int formats = 0;
  std::map<std::string, std::vector<uint8_t>> files;
  // The serial line
  bool rxError = false;
  // The updater
  UpdaterVerifyClass* verifier = nullptr;
  UpdaterHashClass* hash = nullptr;
  std::vector<uint8_t> image;
  size_t imageSize = 0;
  int updateError = 0;
  int stacks = 0, mostStacks = 0;  // second stacks in use
} chip;

constexpr uint32_t stackBytes = 6200;

}  // namespace

void delay(unsigned long) {}

void EspClass::restart() { chip.restarts++; }
bool EspClass::rtcUserMemoryRead(uint32_t offset, uint32_t* to, size_t size) {
  if (offset < 32) return false;  // the boot loader's
  memcpy(to, chip.clockMemory + offset, size);
  return true;
}
bool EspClass::rtcUserMemoryWrite(uint32_t offset, uint32_t* from, size_t size) {
  if (offset < 32) return false;
  memcpy(chip.clockMemory + offset, from, size);
  return true;
}
String EspClass::getResetReason() { return String(""); }
uint32_t EspClass::getChipId() { return 0; }
uint8_t EspClass::getHeapFragmentation() { return 0; }
String::String(const char*) {}
String::String(const String&) {}
String::~String() {}
const char* String::c_str() const { return ""; }
bool EspClass::eraseConfig() { return true; }
uint32_t EspClass::getFreeHeap() { return chip.freeHeap; }
uint32_t EspClass::getMaxFreeBlockSize() { return chip.largestBlock; }
FlashMode_t EspClass::getFlashChipMode() { return chip.mode; }
bool EspClass::flashRead(uint32_t, uint32_t* to, size_t size) {
  memset(to, chip.blank ? 0xFF : 0x5A, size);
  return true;
}

FSConfig::FSConfig(uint32_t, bool autoFormat) { chip.autoFormat = autoFormat; }
FSConfig FSConfig::setAutoFormat(bool on) {
  chip.autoFormat = on;
  return *this;
}
LittleFSConfig::LittleFSConfig(bool autoFormat) : FSConfig(0, autoFormat) {}
bool FS::setConfig(const FSConfig&) { return true; }
bool FS::begin() {
  if (chip.failingMounts > 0) {
    chip.failingMounts--;
    return chip.autoFormat && format();
  }
  if (!chip.formatted && !(chip.autoFormat && format())) return false;
  return chip.mounted = true;
}
bool FS::format() {
  chip.formats++;
  chip.files.clear();
  chip.blank = false;
  return chip.formatted = true;
}
bool FS::exists(const char* path) { return chip.files.count(path) != 0; }
bool FS::remove(const char* path) { return chip.files.erase(path) != 0; }
bool FS::rename(const char* from, const char* to) {
  chip.files[to] = chip.files[from];
  return chip.files.erase(from) != 0;
}
namespace {
std::string opened;
}
File::File() {}
File::File(const File&) {}
File::~File() {}
File::operator bool() const { return !opened.empty(); }
void File::close() {}
File FS::open(const char* path, const char* mode) {
  opened = chip.mounted && (mode[0] == 'w' || chip.files.count(path) != 0) ? path : "";
  if (mode[0] == 'w' && !opened.empty()) chip.files[opened].clear();
  return File();
}
int File::read(uint8_t* to, size_t size) {
  const std::vector<uint8_t>& bytes = chip.files[opened];
  memcpy(to, bytes.data(), bytes.size() < size ? bytes.size() : size);
  return static_cast<int>(bytes.size());
}
size_t File::write(const uint8_t* from, size_t size) {
  chip.files[opened].assign(from, from + size);
  return size;
}

void HardwareSerial::begin(unsigned long, SerialConfig, SerialMode) { uart0Interrupts = 1u << 0 | 1u << 2 | 1u << 3 | 1u << 4 | 1u << UITO; }
void HardwareSerial::end() {}
void HardwareSerial::swap() {}
size_t HardwareSerial::setRxBufferSize(size_t size) { return size; }
size_t HardwareSerial::getRxBufferSize() { return 4096; }
int HardwareSerial::available() { return 0; }
int HardwareSerial::read(char*, size_t) { return 0; }
bool HardwareSerial::hasOverrun() { return false; }
bool HardwareSerial::hasRxError() {
  const bool was = chip.rxError;
  chip.rxError = false;
  return was;
}
void HardwareSerial::setDebugOutput(bool) {}
// The receive interrupt: each of these that is enabled sets the one flag.
static void interrupt(uint32_t bit) {
  if ((uart0Interrupts & 1u << bit) != 0) chip.rxError = true;
}

BearSSL::PublicKey::PublicKey(const char*) {}
BearSSL::PublicKey::~PublicKey() {}
BearSSL::HashSHA256::HashSHA256() {}
BearSSL::SigningVerifier::SigningVerifier(PublicKey*) {
  if (chip.stacks++ == 0) {
    if (chip.largestBlock < stackBytes) abort();  // as the core does
    chip.largestBlock -= stackBytes;
    chip.freeHeap -= stackBytes;
  }
  chip.mostStacks = std::max(chip.mostStacks, chip.stacks);
}
BearSSL::SigningVerifier::~SigningVerifier() {
  if (--chip.stacks > 0) return;
  chip.largestBlock += stackBytes;
  chip.freeHeap += stackBytes;
}
uint32_t BearSSL::SigningVerifier::length() { return 256; }
// Stands for the signature: it fits when the image is as it was sent.
bool BearSSL::SigningVerifier::verify(UpdaterHashClass*, const void*, uint32_t) { return chip.image[2] == FM_DIO && chip.image[3] != 'x'; }

void UpdaterClass::installSignature(UpdaterHashClass* hash, UpdaterVerifyClass* verify) {
  chip.hash = hash;
  chip.verifier = verify;
}
bool UpdaterClass::isRunning() { return chip.imageSize > 0; }
bool UpdaterClass::begin(size_t size, int) {
  if (chip.largestBlock < 4096) return false;
  chip.image.clear();
  chip.imageSize = size;
  return true;
}
size_t UpdaterClass::size() { return chip.imageSize; }
size_t UpdaterClass::write(uint8_t* from, size_t size) {
  if (chip.image.size() + size > chip.imageSize) {
    chip.updateError = UPDATE_ERROR_SPACE;
    chip.imageSize = 0;
    return 0;
  }
  chip.image.insert(chip.image.end(), from, from + size);
  return size;
}
bool UpdaterClass::end() {
  if (chip.image.size() != chip.imageSize) return false;
  chip.imageSize = 0;
  chip.image[2] = static_cast<uint8_t>(chip.mode);  // the core's own doing
  if (chip.verifier->verify(chip.hash, "", 256)) return true;
  chip.updateError = UPDATE_ERROR_SIGN;
  return false;
}
uint8_t UpdaterClass::getError() { return static_cast<uint8_t>(chip.updateError); }
void UpdaterClass::clearError() { chip.updateError = 0; }

namespace emeter {
namespace {

constexpr uint8_t settings[] = {1, 2, 3};

struct Esp8266Store : testing::Test {
  Esp8266Store() { chip = Chip(); }
  void use() {
    chip.blank = false;
    chip.formatted = true;
    chip.files["/settings.bin"].assign(settings, settings + 3);
  }
  size_t stored() { return store.load(bytes, sizeof bytes); }
  ChipStore store;
  uint8_t bytes[8] = {};
};

TEST_F(Esp8266Store, ANewChipIsFormatted) {
  store.begin();
  EXPECT_EQ(chip.formats, 1);
  EXPECT_FALSE(store.unreadable());
  EXPECT_EQ(stored(), 0u);
}

TEST_F(Esp8266Store, OneFailedMountCostsNothing) {
  use();
  chip.failingMounts = 1;
  store.begin();
  EXPECT_EQ(chip.formats, 0);
  EXPECT_EQ(stored(), 3u);
}

TEST_F(Esp8266Store, WhatCannotBeReadThisTimeIsThereAfterAnotherStart) {
  use();
  chip.failingMounts = 99;
  store.begin();
  EXPECT_EQ(chip.formats, 0);
  EXPECT_TRUE(store.unreadable());
  EXPECT_EQ(stored(), 0u);
  chip.failingMounts = 0;
  ChipStore again;
  again.begin();
  EXPECT_EQ(again.load(bytes, sizeof bytes), 3u);
}

TEST_F(Esp8266Store, WhoSetsItUpAnewHasGivenUpWhatCannotBeRead) {
  use();
  chip.failingMounts = 4;
  store.begin();
  ASSERT_TRUE(store.unreadable());
  EXPECT_TRUE(store.save(settings, 2));
  EXPECT_EQ(chip.formats, 1);
  EXPECT_FALSE(store.unreadable());
  EXPECT_EQ(stored(), 2u);
}

struct Esp8266Uart : testing::Test {
  Esp8266Uart() {
    chip = Chip();
    uart.begin(LineMode(), false, 13);
  }
  ChipUart uart;
};

TEST_F(Esp8266Uart, APauseWithBytesWaitingIsNoError) {
  for (int burst = 0; burst < 10; burst++) {
    interrupt(UITO);
    EXPECT_EQ(uart.faults().errors, 0u);
  }
}

TEST_F(Esp8266Uart, TheMomentsTheFlagIsFoundSetAreCounted) {
  constexpr uint32_t parity = 2, framing = 3;
  interrupt(parity);
  interrupt(framing);  // before it was looked at: one moment
  EXPECT_EQ(uart.faults().errors, 1u);
  EXPECT_EQ(uart.faults().errors, 1u);
  interrupt(framing);
  EXPECT_EQ(uart.faults().errors, 2u);
  EXPECT_FALSE(uart.faults().split);
}

TEST(Esp8266System, StartsThatDidNotLastAreCountedUntilOneDoesOrThePowerIsCut) {
  chip = Chip();
  for (uint32_t& word : chip.clockMemory) word = 0xA5A5A5A5;  // as after a power cut
  for (uint32_t expected = 0; expected < 5; expected++) {
    ChipSystem start;
    start.begin();
    EXPECT_EQ(start.failedStarts(), expected);
  }
  ChipSystem lasts, after;
  lasts.begin();
  lasts.startLasted();
  after.begin();
  EXPECT_EQ(after.failedStarts(), 0u);
}

struct Esp8266Updater : testing::Test {
  Esp8266Updater() {
    chip = Chip();
    updater.begin();
  }
  // Sends an image in pieces of `step` bytes. True when it was installed.
  bool send(size_t step) {
    std::vector<uint8_t> image(1000, 7);
    image[0] = 0xE9;
    image[2] = mode;
    image[3] = wrong ? 'x' : 'y';
    if (!updater.begin(static_cast<uint32_t>(image.size()))) return false;
    for (size_t at = 0; at < image.size(); at += step) {
      if (!updater.write(&image[at], std::min(step, image.size() - at))) {
        updater.abort();
        return false;
      }
    }
    return updater.end();
  }
  bool says(const char* sentence) { return updater.error() == sentence; }
  ChipUpdater updater;
  uint8_t mode = FM_DIO;
  bool wrong = false;
};

TEST_F(Esp8266Updater, TheVerifiersStackIsHeldOnlyWhileAnImageIsTaken) {
  const uint32_t before = chip.freeHeap;
  EXPECT_EQ(chip.stacks, 0);
  EXPECT_TRUE(send(256));
  EXPECT_EQ(chip.mostStacks, 1);
  EXPECT_EQ(chip.stacks, 0);
  EXPECT_EQ(chip.freeHeap, before);
  wrong = true;
  EXPECT_FALSE(send(256));
  EXPECT_TRUE(says("the image is not signed by the project"));
  EXPECT_EQ(chip.stacks, 0);
}

TEST_F(Esp8266Updater, ItAsksForNoMoreMemoryThanItNeeds) {
  chip.largestBlock = 11'000;  // one block for the stack and the core's page of 4,096
  chip.freeHeap = 14'000;
  EXPECT_TRUE(send(256)) << updater.error()[0];
}

TEST_F(Esp8266Updater, TooLittleMemoryIsToldBeforeAnyByteIsSent) {
  chip.largestBlock = 6'000;
  EXPECT_FALSE(updater.begin(1000u));
  EXPECT_TRUE(says("too little memory is free to verify its signature: restart the device and try again"));
}

TEST_F(Esp8266Updater, AnotherFlashModeIsToldAsWhatItIs) {
  for (size_t step : {size_t{1}, size_t{2}, size_t{3}, size_t{256}}) {
    mode = FM_QIO;
    EXPECT_FALSE(send(step));
    EXPECT_TRUE(says("the image is for another flash mode than this chip was flashed with: flash it by cable once"));
    EXPECT_EQ(chip.stacks, 0);
    mode = FM_DIO;
    EXPECT_TRUE(send(step));
  }
}

// Wherever the link breaks, the core has nothing to install, and the next image finds it as new.
TEST_F(Esp8266Updater, AnImageThatIsCutLeavesTheOldOne) {
  std::vector<uint8_t> image(1000, 7);
  image[0] = 0xE9;
  image[2] = FM_DIO;
  for (size_t point = 0; point < 10; point++) {
    ASSERT_TRUE(updater.begin(1000u));
    EXPECT_TRUE(point == 0 || updater.write(image.data(), point * 111));
    updater.abort();
    EXPECT_FALSE(Update.isRunning());
    EXPECT_EQ(chip.stacks, 0);
  }
  EXPECT_TRUE(send(256));
}

}  // namespace
}  // namespace emeter
