#include "emeter/settings/allow_list.h"

#include "emeter/settings/ipv4.h"

namespace emeter {
namespace {

bool readNetwork(const char*& p, AllowList::Network& network) {
  network = {};
  if (!readIpv4(p, network.address)) return false;
  if (*p != '/') return true;
  p++;
  uint32_t prefix;
  if (!readNumber(p, 32, prefix)) return false;
  network.prefix = static_cast<uint8_t>(prefix);
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
    const uint32_t bits = maskOf(networks[i].prefix);
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
