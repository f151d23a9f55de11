// How an ESP32 takes, verifies and refuses an image: by real signatures, of the release's own making.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <vector>

#include "core.h"
#include "esp32/parts_esp32.h"

namespace emeter::test {
namespace {

using Bytes = std::vector<uint8_t>;

Bytes file(const char* path) {
  std::ifstream stream(path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(stream), {});
}

struct Esp32Updater : testing::Test {
  Esp32Updater() {
    chip = Chip();
    chip.next = old;
  }
  // Sends an image in pieces of `step` bytes. True when it was installed.
  bool send(const Bytes& bytes, size_t step = 256) {
    if (!updater.begin(static_cast<uint32_t>(bytes.size()))) return false;
    for (size_t at = 0; at < bytes.size(); at += step) {
      if (!updater.write(&bytes[at], std::min(step, bytes.size() - at))) {
        updater.abort();
        return false;
      }
    }
    return updater.end();
  }
  bool refused(const Bytes& bytes, const char* sentence) {
    return !send(bytes) && updater.error() == sentence && chip.next == old && chip.imageSize == 0;
  }
  const Bytes old{0xE9, 1};
  const Bytes image = file(EMETER_IMAGE), signedImage = file(EMETER_SIGNED_IMAGE);
  ChipUpdater updater;
};

constexpr char notSigned[] = "the image is not signed by the project";

TEST_F(Esp32Updater, WhatTheReleaseSignsIsInstalledHoweverItIsCut) {
  ASSERT_EQ(signedImage.size(), image.size() + 260);
  for (size_t step : {size_t{1}, size_t{97}, size_t{256}, size_t{1460}, signedImage.size()}) {
    chip.next = old;
    EXPECT_TRUE(send(signedImage, step));
    EXPECT_EQ(chip.next, image);  // without its signature
  }
  EXPECT_FALSE(updater.key().empty());
}

TEST_F(Esp32Updater, AByteThatIsAnotherAnywhereIsNoticed) {
  for (size_t at = 1; at < signedImage.size(); at += at < image.size() ? 997 : 13) {
    Bytes changed = signedImage;
    changed[at] ^= 0x40;
    EXPECT_TRUE(refused(changed, notSigned)) << at;
  }
  Bytes length = signedImage;
  length[image.size() + 257] ^= 1;
  EXPECT_TRUE(refused(length, notSigned));
}

TEST_F(Esp32Updater, AnImageWithoutASignatureIsRefused) {
  EXPECT_TRUE(refused(image, notSigned));
  EXPECT_TRUE(refused(Bytes(signedImage.end() - 260, signedImage.end()), notSigned));
}

TEST_F(Esp32Updater, OneForAnotherChipOrTooLargeIsRefusedBeforeItIsSigned) {
  Bytes other = signedImage;
  other[0] = 0x7F;
  EXPECT_TRUE(refused(other, "this is not an image for this chip"));
  chip.freeFlash = image.size() - 1;
  EXPECT_TRUE(refused(signedImage, "the image is larger than the free flash"));
}

TEST_F(Esp32Updater, BytesBeyondTheEndAreRefused) {
  ASSERT_TRUE(updater.begin(static_cast<uint32_t>(signedImage.size())));
  ASSERT_TRUE(updater.write(signedImage.data(), signedImage.size()));
  EXPECT_FALSE(updater.write(signedImage.data(), 1));
  updater.abort();
  EXPECT_EQ(chip.next, old);
}

// Wherever the link breaks the chip starts the old image, and the next one finds the updater as new.
TEST_F(Esp32Updater, AnImageThatIsCutLeavesTheOldOne) {
  for (size_t point = 0; point < 10; point++) {
    ASSERT_TRUE(updater.begin(static_cast<uint32_t>(signedImage.size())));
    EXPECT_TRUE(point == 0 || updater.write(signedImage.data(), (signedImage.size() - 1) * point / 9));
    updater.abort();
    EXPECT_EQ(chip.next, old);
  }
  EXPECT_TRUE(send(signedImage));
}

}  // namespace
}  // namespace emeter::test
