#include "core.h"

#include <stdlib.h>
#include <string.h>

#include <algorithm>

#include "LittleFS.h"

volatile uint32_t uart0Config, uart0Interrupts, randomRegister;
HardwareSerial Serial;
EspClass ESP;
FS LittleFS;
UpdaterClass Update;

namespace emeter::test {

Chip chip;

void interrupt(uint32_t bit) {
  if ((uart0Interrupts & 1u << bit) != 0) chip.rxError = true;
}

}  // namespace emeter::test

using emeter::test::chip;

namespace {

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
rst_info* EspClass::getResetInfoPtr() { return &chip.reset; }
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
