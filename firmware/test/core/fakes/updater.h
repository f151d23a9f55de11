// Takes an image whose first byte is that of an ESP image, and counts it.
#pragma once

#include "emeter/board/updater.h"

namespace emeter::test {

class FakeUpdater : public Updater {
 public:
  bool begin(uint32_t size) override {
    begun++;
    expected = size;
    got = 0;
    return !full;
  }
  bool write(const uint8_t* from, size_t size) override {
    if (got == 0 && from[0] != 0xE9) return false;
    got += size;
    return true;
  }
  bool end() override {
    ended++;
    return got == expected && !broken;
  }
  void abort() override { aborted++; }
  FlashString error() override { return IN_FLASH("this is not a firmware image"); }
  FlashString key() const override { return IN_FLASH("0123456789abcdef"); }

  bool full = false;    // has no room for an image
  bool broken = false;  // finds the image damaged, or not signed, in the end
  int begun = 0;
  int ended = 0;
  int aborted = 0;
  size_t expected = 0;
  size_t got = 0;
};

}  // namespace emeter::test
