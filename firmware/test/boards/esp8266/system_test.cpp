// The starts that did not last, after which an ESP8266 comes up in safe mode.
#include <gtest/gtest.h>

#include "core.h"
#include "esp8266/parts_esp8266.h"

namespace emeter::test {
namespace {

TEST(Esp8266System, StartsThatDidNotLastAreCountedUntilOneDoesOrThePowerIsCut) {
  chip = Chip();
  for (uint32_t& word : chip.clockMemory) word = 0xA5A5A5A5;  // as after a power cut
  for (uint32_t expected = 0; expected < 5; expected++) {
    ChipSystem start;
    start.begin();
    EXPECT_EQ(start.failedStarts(), expected);
  }
  chip.reset.reason = REASON_EXT_SYS_RST;  // somebody pressed reset
  ChipSystem pressed, next;
  pressed.begin();
  EXPECT_EQ(pressed.failedStarts(), 0u);
  chip.reset.reason = REASON_SOFT_RESTART;
  next.begin();
  EXPECT_EQ(next.failedStarts(), 1u);
  ChipSystem lasts, after;
  lasts.begin();
  lasts.startLasted();
  after.begin();
  EXPECT_EQ(after.failedStarts(), 0u);
}

}  // namespace
}  // namespace emeter::test
