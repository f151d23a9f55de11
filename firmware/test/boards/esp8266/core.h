// What stands in for the ESP8266's Arduino core, and the chip under it: it does what the core does (3.1.2).
#pragma once

#include <stdint.h>

#include <map>
#include <string>
#include <vector>

#include "Arduino.h"
#include "BearSSLHelpers.h"
#include "Updater.h"
#include "user_interface.h"

namespace emeter::test {

struct Chip {
  uint32_t freeHeap = 30'000, largestBlock = 20'000;
  FlashMode_t mode = FM_DIO;
  int restarts = 0;
  rst_info reset = {REASON_DEFAULT_RST};
  uint32_t clockMemory[128] = {0x12345678};
  // LittleFS
  bool blank = true;  // nothing was ever written
  bool formatted = false;
  bool autoFormat = true;
  int failingMounts = 0;
  bool mounted = false;
  int formats = 0;
  std::map<std::string, std::vector<uint8_t>> files;
  // The serial line
  bool rxError = false;
  // The updater
  UpdaterVerifyClass* verifier = nullptr;
  UpdaterHashClass* hash = nullptr;
  std::vector<uint8_t> image;
  size_t imageSize = 0;
  int updateError = 0;
  int stacks = 0, mostStacks = 0;  // second stacks in use
};

extern Chip chip;

// The receive interrupt: each of these that is enabled sets the one flag.
void interrupt(uint32_t bit);

}  // namespace emeter::test
