// What an ESP8266's one error flag is counted as.
#include <gtest/gtest.h>

#include "core.h"
#include "esp8266/parts_esp8266.h"

namespace emeter::test {
namespace {

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

}  // namespace
}  // namespace emeter::test
