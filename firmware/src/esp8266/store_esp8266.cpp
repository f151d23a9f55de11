#if defined(ESP8266)

#include <Arduino.h>
#include <LittleFS.h>
#include <flash_hal.h>

#include "parts_esp8266.h"

namespace emeter {
namespace {

constexpr char path[] = "/settings.bin";
constexpr char beside[] = "/settings.new";

// A new chip: both copies of the superblock, in the first two blocks, are as an erased flash is.
bool neverUsed() {
  for (uint32_t block = 0; block < 2; block++) {
    uint32_t words[16];
    if (!ESP.flashRead(FS_PHYS_ADDR + block * FS_PHYS_BLOCK, words, sizeof words)) return false;
    for (uint32_t word : words) {
      if (word != 0xFFFFFFFFu) return false;
    }
  }
  return true;
}

}  // namespace

// Left to itself the core formats what it cannot mount once, and the settings with it.
void ChipStore::begin() {
  LittleFSConfig config;
  config.setAutoFormat(false);
  LittleFS.setConfig(config);
  constexpr int tries = 3;
  for (int i = 0; i < tries && !mounted_; i++) {
    if (i > 0) delay(20);
    mounted_ = LittleFS.begin();
  }
  if (!mounted_ && neverUsed()) format();
}

void ChipStore::format() { mounted_ = LittleFS.format() && LittleFS.begin(); }

size_t ChipStore::load(uint8_t* to, size_t size) {
  if (!mounted_) return 0;
  File file = LittleFS.open(path, "r");
  if (!file) return 0;
  const int taken = static_cast<int>(file.read(to, size));
  file.close();
  return taken > 0 ? static_cast<size_t>(taken) : 0;
}

bool ChipStore::save(const uint8_t* from, size_t size) {
  if (!mounted_) mounted_ = LittleFS.begin();
  if (!mounted_) format();  // somebody has set the device up anew: what cannot be read is given up
  File file = LittleFS.open(beside, "w");
  if (!file) return false;
  const bool whole = file.write(from, size) == size;
  file.close();
  return whole && LittleFS.rename(beside, path);
}

bool ChipStore::erase() {
  ESP.eraseConfig();  // what the SDK may have kept of earlier firmware's Wi-Fi
  if (!mounted_) format();
  return mounted_ && (!LittleFS.exists(path) || LittleFS.remove(path));
}

}  // namespace emeter

#endif
