#include "core.h"

#include <esp_ota_ops.h>
#include <esp_system.h>

EspClass ESP;
UpdateClass Update;

namespace emeter::test {

Chip chip;

}  // namespace emeter::test

using emeter::test::chip;

size_t Print::write(const uint8_t*, size_t) { return 0; }
int Print::availableForWrite() { return 0; }
size_t Stream::readBytes(uint8_t*, size_t) { return 0; }
size_t HardwareSerial::write(uint8_t) { return 0; }
HardwareSerial::HardwareSerial(int) {}
void HardwareSerial::onReceiveError(std::function<void(hardwareSerial_error_t)> callback) { chip.report = callback; }
void HardwareSerial::begin(unsigned long, uint32_t, int8_t, int8_t) {}
void HardwareSerial::end(bool) { chip.report = nullptr; }
size_t HardwareSerial::setRxBufferSize(size_t size) { return size; }
void HardwareSerial::setRxInvert(bool) {}
int HardwareSerial::available() { return 0; }
size_t HardwareSerial::read(uint8_t*, size_t) { return 0; }
HardwareSerial::operator bool() const { return true; }
void EspClass::restart() {}
uint32_t EspClass::getFreeHeap() { return 100'000; }
uint32_t EspClass::getMaxAllocHeap() { return 50'000; }
uint64_t EspClass::getEfuseMac() { return 0; }
uint32_t esp_random() { return 4; }
esp_reset_reason_t esp_reset_reason() { return ESP_RST_POWERON; }
extern "C" int esp_ota_mark_app_valid_cancel_rollback() { return chip.confirmed++; }

bool UpdateClass::begin(size_t size) {
  if (chip.imageSize > 0 || size == 0 || size > chip.freeFlash) return false;
  chip.imageSize = size;
  chip.image.clear();
  return true;
}
size_t UpdateClass::write(uint8_t* from, size_t size) {
  if (chip.imageSize == 0) return 0;
  if (chip.image.size() + size > chip.imageSize || (chip.image.empty() && from[0] != 0xE9)) {
    abort();
    return 0;
  }
  chip.image.insert(chip.image.end(), from, from + size);
  return size;
}
bool UpdateClass::end() {
  const bool whole = chip.imageSize > 0 && chip.image.size() == chip.imageSize;
  if (whole) chip.next = chip.image;
  abort();
  return whole;
}
void UpdateClass::abort() {
  chip.imageSize = 0;
  chip.image.clear();
}
