// When an ESP32 takes a new image for good.
#include <esp_ota_ops.h>
#include <gtest/gtest.h>

#include "core.h"
#include "esp32/parts_esp32.h"

namespace emeter::test {
namespace {

TEST(Esp32System, ANewImageIsTakenForGoodOnlyWhenItHasBeenReached) {
  EXPECT_TRUE(verifyRollbackLater());  // the core does not do it at start
  chip = Chip();
  ChipSystem system;
  system.begin();
  system.startLasted();
  EXPECT_EQ(chip.confirmed, 0);
  system.imageWorks();
  EXPECT_EQ(chip.confirmed, 1);
}

}  // namespace
}  // namespace emeter::test
