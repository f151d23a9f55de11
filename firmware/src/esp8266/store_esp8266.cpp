#if defined(ESP8266)

#include <LittleFS.h>

#include "parts_esp8266.h"

namespace emeter {
namespace {

constexpr char path[] = "/settings.bin";
constexpr char beside[] = "/settings.new";

}  // namespace

void ChipStore::begin() { LittleFS.begin(); }  // formats an empty flash

size_t ChipStore::load(uint8_t* to, size_t size) {
  File file = LittleFS.open(path, "r");
  if (!file) return 0;
  const int taken = static_cast<int>(file.read(to, size));
  file.close();
  return taken > 0 ? static_cast<size_t>(taken) : 0;
}

bool ChipStore::save(const uint8_t* from, size_t size) {
  File file = LittleFS.open(beside, "w");
  if (!file) return false;
  const bool whole = file.write(from, size) == size;
  file.close();
  return whole && LittleFS.rename(beside, path);
}

bool ChipStore::erase() {
  ESP.eraseConfig();  // what the SDK may have kept of earlier firmware's Wi-Fi
  return !LittleFS.exists(path) || LittleFS.remove(path);
}

}  // namespace emeter

#endif
