#if defined(ESP8266)

#include <LittleFS.h>

#include "chip_esp8266.h"

namespace emeter {
namespace {

constexpr char path[] = "/settings.bin";
constexpr char beside[] = "/settings.new";

}  // namespace

void Esp8266Store::begin() { LittleFS.begin(); }  // formats an empty flash

size_t Esp8266Store::load(uint8_t* to, size_t size) {
  File file = LittleFS.open(path, "r");
  if (!file) return 0;
  const int taken = static_cast<int>(file.read(to, size));
  file.close();
  return taken > 0 ? static_cast<size_t>(taken) : 0;
}

bool Esp8266Store::save(const uint8_t* from, size_t size) {
  File file = LittleFS.open(beside, "w");
  if (!file) return false;
  const bool whole = file.write(from, size) == size;
  file.close();
  return whole && LittleFS.rename(beside, path);
}

bool Esp8266Store::erase() {
  ESP.eraseConfig();  // what the SDK may have kept of earlier firmware's Wi-Fi
  return !LittleFS.exists(path) || LittleFS.remove(path);
}

}  // namespace emeter

#endif
