// The kinds of error that an ESP32's driver tells apart.
#include <gtest/gtest.h>

#include "core.h"
#include "esp32/parts_esp32.h"

namespace emeter::test {
namespace {

TEST(Esp32Uart, EachKindOfErrorIsCountedByItself) {
  ChipUart uart;
  ASSERT_TRUE(uart.begin(LineMode(), false, 4));
  const hardwareSerial_error_t errors[] = {UART_PARITY_ERROR, UART_FRAME_ERROR, UART_FRAME_ERROR, UART_BREAK_ERROR, UART_BREAK_ERROR,
                                           UART_BREAK_ERROR, UART_BUFFER_FULL_ERROR, UART_FIFO_OVF_ERROR, UART_NO_ERROR};
  for (const hardwareSerial_error_t error : errors) chip.report(error);
  UartFaults faults = uart.faults();
  EXPECT_TRUE(faults.split);
  EXPECT_EQ(faults.parity, 1u);
  EXPECT_EQ(faults.framing, 2u);
  EXPECT_EQ(faults.breaks, 3u);
  EXPECT_EQ(faults.errors, 3u);  // parity and framing: a break shows as a framing error too
  EXPECT_EQ(faults.overruns, 2u);
  ASSERT_TRUE(uart.configure(LineMode(), true));
  chip.report(UART_PARITY_ERROR);
  EXPECT_EQ(uart.faults().parity, 2u);  // since start, whatever the mode
}

}  // namespace
}  // namespace emeter::test
