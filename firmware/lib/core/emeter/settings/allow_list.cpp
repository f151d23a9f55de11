#include "emeter/settings/allow_list.h"

namespace emeter {
namespace {

uint32_t mask(uint8_t prefix) { return prefix == 0 ? 0 : ~uint32_t{0} << (32 - prefix); }

bool readNumber(const char*& p, uint32_t highest, uint32_t& number) {
  if (*p < '0' || *p > '9') return false;
  number = 0;
  while (*p >= '0' && *p <= '9') {
    number = number * 10 + static_cast<uint32_t>(*p++ - '0');
    if (number > highest) return false;
  }
  return true;
}

bool readNetwork(const char*& p, AllowList::Network& network) {
  uint32_t part;
  network = {};
  for (int i = 0; i < 4; i++) {
    if (i > 0 && *p++ != '.') return false;
    if (!readNumber(p, 255, part)) return false;
    network.address = network.address << 8 | part;
  }
  if (*p != '/') return true;
  p++;
  if (!readNumber(p, 32, part)) return false;
  network.prefix = static_cast<uint8_t>(part);
  return true;
}

bool separates(char c) { return c == ',' || c == ' '; }

}  // namespace

bool AllowList::valid() const {
  if (count > most) return false;
  for (size_t i = 0; i < count; i++) {
    if (networks[i].prefix > 32) return false;
  }
  return true;
}

bool AllowList::allows(uint32_t address) const {
  if (count == 0) return true;
  for (size_t i = 0; i < count; i++) {
    const uint32_t bits = mask(networks[i].prefix);
    if ((address & bits) == (networks[i].address & bits)) return true;
  }
  return false;
}

void AllowList::format(Text& to) const {
  for (size_t i = 0; i < count; i++) {
    if (i > 0) to.put(", ");
    to.address(networks[i].address);
    if (networks[i].prefix < 32) to.put('/').number(networks[i].prefix);
  }
}

bool AllowList::parse(const char* text, AllowList& list) {
  AllowList parsed;
  const char* p = text;
  for (;;) {
    while (separates(*p)) p++;
    if (*p == 0) break;
    if (parsed.count == most || !readNetwork(p, parsed.networks[parsed.count])) return false;
    if (*p != 0 && !separates(*p)) return false;
    parsed.count++;
  }
  list = parsed;
  return true;
}

}  // namespace emeter
