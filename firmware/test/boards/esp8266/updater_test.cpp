// How an ESP8266 takes, verifies and refuses an image.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "core.h"
#include "esp8266/parts_esp8266.h"

namespace emeter::test {
namespace {

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
}  // namespace emeter::test
