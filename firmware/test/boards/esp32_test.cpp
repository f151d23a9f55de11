// The ESP32's own code on this computer, as far as it decides something. What it calls of the Arduino core is stood in for.
#include <esp_ota_ops.h>
#include <esp_system.h>
#include <gtest/gtest.h>

#include <functional>

#include "Arduino.h"
#include "esp32/parts_esp32.h"

EspClass ESP;

namespace {

std::function<void(hardwareSerial_error_t)> report;
int confirmed = 0;

}  // namespace

size_t Print::write(const uint8_t*, size_t) { return 0; }
int Print::availableForWrite() { return 0; }
size_t Stream::readBytes(uint8_t*, size_t) { return 0; }
size_t HardwareSerial::write(uint8_t) { return 0; }
HardwareSerial::HardwareSerial(int) {}
void HardwareSerial::onReceiveError(std::function<void(hardwareSerial_error_t)> callback) { report = callback; }
void HardwareSerial::begin(unsigned long, uint32_t, int8_t, int8_t) {}
void HardwareSerial::end(bool) { report = nullptr; }
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
extern "C" int esp_ota_mark_app_valid_cancel_rollback() { return confirmed++; }

namespace emeter {
namespace {

TEST(Esp32Uart, EachKindOfErrorIsCountedByItself) {
  ChipUart uart;
  ASSERT_TRUE(uart.begin(LineMode(), false, 4));
  const hardwareSerial_error_t errors[] = {UART_PARITY_ERROR, UART_FRAME_ERROR, UART_FRAME_ERROR, UART_BREAK_ERROR, UART_BREAK_ERROR,
                                           UART_BREAK_ERROR, UART_BUFFER_FULL_ERROR, UART_FIFO_OVF_ERROR, UART_NO_ERROR};
  for (const hardwareSerial_error_t error : errors) report(error);
  UartFaults faults = uart.faults();
  EXPECT_TRUE(faults.split);
  EXPECT_EQ(faults.parity, 1u);
  EXPECT_EQ(faults.framing, 2u);
  EXPECT_EQ(faults.breaks, 3u);
  EXPECT_EQ(faults.errors, 3u);  // parity and framing: a break shows as a framing error too
  EXPECT_EQ(faults.overruns, 2u);
  ASSERT_TRUE(uart.configure(LineMode(), true));
  report(UART_PARITY_ERROR);
  EXPECT_EQ(uart.faults().parity, 2u);  // since start, whatever the mode
}

TEST(Esp32System, ANewImageIsTakenForGoodOnlyWhenItHasBeenReached) {
  EXPECT_TRUE(verifyRollbackLater());  // the core does not do it at start
  ChipSystem system;
  system.begin();
  system.startLasted();
  EXPECT_EQ(confirmed, 0);
  system.imageWorks();
  EXPECT_EQ(confirmed, 1);
}

}  // namespace
}  // namespace emeter
