// Where an ESP8266 keeps its settings, and what it does where that cannot be read.
#include <gtest/gtest.h>

#include "core.h"
#include "esp8266/parts_esp8266.h"

namespace emeter::test {
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

}  // namespace
}  // namespace emeter::test
