#if defined(ESP32)

#include "parts_esp32.h"

namespace emeter {
namespace {

constexpr char key[] = "settings";

}  // namespace

void ChipStore::begin() { preferences_.begin("emeter", false); }

size_t ChipStore::load(uint8_t* to, size_t size) {
  const size_t stored = preferences_.getBytesLength(key);
  return stored == 0 || stored > size ? 0 : preferences_.getBytes(key, to, stored);
}

bool ChipStore::save(const uint8_t* from, size_t size) { return preferences_.putBytes(key, from, size) == size; }

bool ChipStore::erase() { return preferences_.clear(); }

}  // namespace emeter

#endif
