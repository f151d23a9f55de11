#include <string.h>

#include "emeter/settings/settings.h"

namespace emeter {
namespace {

constexpr uint8_t version = 1;
constexpr size_t headSize = 5;   // "EM", version, length (2, most significant byte first) of the fields
constexpr size_t checkSize = 4;

enum Tag : uint8_t {
  tagSsid = 1,
  tagWifiPassword = 2,
  tagHost = 3,
  tagDevicePassword = 4,
  tagLine = 5,      // baud (4), data bits, parity, stop bits
  tagInverted = 6,
  tagFindLine = 7,
  tagRxPin = 8,
  tagTxPower = 9,
  tagPort = 10,
  tagAllowed = 11,  // address (4), prefix; repeated
  tagFoundLine = 12,
  tagAddress = 13,  // address (4), prefix, gateway (4), name server (4)
};

// CRC-32 (IEEE 802.3), bit by bit: settings are short and read once.
uint32_t crc32(const uint8_t* from, size_t size) {
  uint32_t crc = 0xFFFFFFFFu;
  for (size_t i = 0; i < size; i++) {
    crc ^= from[i];
    for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
  }
  return ~crc;
}

void putBytes(uint8_t*& to, uint64_t value, size_t size) {
  for (size_t i = size; i-- > 0;) *to++ = static_cast<uint8_t>(value >> (8 * i));
}

uint32_t takeBytes(const uint8_t* from, size_t size) {
  uint32_t value = 0;
  for (size_t i = 0; i < size; i++) value = value << 8 | from[i];
  return value;
}

void putText(uint8_t*& to, Tag tag, const char* text) {
  const size_t length = strlen(text);
  *to++ = tag;
  *to++ = static_cast<uint8_t>(length);
  memcpy(to, text, length);
  to += length;
}

void putNumber(uint8_t*& to, Tag tag, uint32_t value, uint8_t size) {
  *to++ = tag;
  *to++ = size;
  putBytes(to, value, size);
}

template <size_t N>
bool takeText(char (&to)[N], const uint8_t* from, size_t size) {
  if (size >= N || memchr(from, 0, size) != nullptr) return false;
  memcpy(to, from, size);
  to[size] = 0;
  return true;
}

bool takeFlag(bool& to, const uint8_t* from, size_t size) {
  if (size != 1 || from[0] > 1) return false;
  to = from[0] != 0;
  return true;
}

bool takeSmall(uint8_t& to, const uint8_t* from, size_t size) {
  if (size != 1) return false;
  to = from[0];
  return true;
}

bool takeLine(LineMode& to, const uint8_t* from, size_t size) {
  if (size != 7 || from[5] > 2) return false;
  to.baud = takeBytes(from, 4);
  to.dataBits = from[4];
  to.parity = static_cast<Parity>(from[5]);
  to.stopBits = from[6];
  return true;
}

bool takeAllowed(AllowList& to, const uint8_t* from, size_t size) {
  if (size % 5 != 0 || size / 5 > AllowList::most) return false;
  to.count = static_cast<uint8_t>(size / 5);
  for (size_t i = 0; i < to.count; i++) {
    to.networks[i].address = takeBytes(from + 5 * i, 4);
    to.networks[i].prefix = from[5 * i + 4];
  }
  return true;
}

bool takeAddress(StaticAddress& to, const uint8_t* from, size_t size) {
  if (size != 13) return false;
  to.address = takeBytes(from, 4);
  to.prefix = from[4];
  to.gateway = takeBytes(from + 5, 4);
  to.dns = takeBytes(from + 9, 4);
  return true;
}

bool takeField(Settings& to, uint8_t tag, const uint8_t* from, size_t size) {
  switch (tag) {
    case tagSsid: return takeText(to.ssid, from, size);
    case tagWifiPassword: return takeText(to.wifiPassword, from, size);
    case tagHost: return takeText(to.host, from, size);
    case tagDevicePassword: return takeText(to.devicePassword, from, size);
    case tagLine: return takeLine(to.line, from, size);
    case tagInverted: return takeFlag(to.inverted, from, size);
    case tagFindLine: return takeFlag(to.findLine, from, size);
    case tagRxPin: return takeSmall(to.rxPin, from, size);
    case tagTxPower: return takeSmall(to.txPowerDbm, from, size);
    case tagPort:
      if (size != 2) return false;
      to.port = static_cast<uint16_t>(takeBytes(from, 2));
      return true;
    case tagAllowed: return takeAllowed(to.allowed, from, size);
    case tagFoundLine: return takeFlag(to.foundLine, from, size);
    case tagAddress: return takeAddress(to.address, from, size);
    default: return true;
  }
}

bool decodeFields(const uint8_t* from, size_t size, Settings& to) {
  size_t at = 0;
  while (at < size) {
    if (size - at < 2 || size - at - 2 < from[at + 1]) return false;
    if (!takeField(to, from[at], from + at + 2, from[at + 1])) return false;
    at += 2u + from[at + 1];
  }
  return true;
}

bool whole(const uint8_t* from, size_t size) {
  if (size < headSize + checkSize || size > largestSettings) return false;
  if (from[0] != 'E' || from[1] != 'M' || from[2] != version) return false;
  if (takeBytes(from + 3, 2) + headSize + checkSize != size) return false;
  return takeBytes(from + size - checkSize, checkSize) == crc32(from, size - checkSize);
}

}  // namespace

size_t encodeSettings(const Settings& settings, uint8_t* to) {
  uint8_t* p = to + headSize;
  putText(p, tagSsid, settings.ssid);
  putText(p, tagWifiPassword, settings.wifiPassword);
  putText(p, tagHost, settings.host);
  putText(p, tagDevicePassword, settings.devicePassword);
  *p++ = tagLine;
  *p++ = 7;
  putBytes(p, settings.line.baud, 4);
  *p++ = settings.line.dataBits;
  *p++ = static_cast<uint8_t>(settings.line.parity);
  *p++ = settings.line.stopBits;
  putNumber(p, tagInverted, settings.inverted ? 1 : 0, 1);
  putNumber(p, tagFindLine, settings.findLine ? 1 : 0, 1);
  putNumber(p, tagRxPin, settings.rxPin, 1);
  putNumber(p, tagTxPower, settings.txPowerDbm, 1);
  putNumber(p, tagPort, settings.port, 2);
  *p++ = tagAllowed;
  *p++ = static_cast<uint8_t>(settings.allowed.count * 5);
  for (size_t i = 0; i < settings.allowed.count; i++) {
    putBytes(p, settings.allowed.networks[i].address, 4);
    *p++ = settings.allowed.networks[i].prefix;
  }
  if (settings.foundLine) putNumber(p, tagFoundLine, 1, 1);
  if (settings.address.used()) {
    *p++ = tagAddress;
    *p++ = 13;
    putBytes(p, settings.address.address, 4);
    *p++ = settings.address.prefix;
    putBytes(p, settings.address.gateway, 4);
    putBytes(p, settings.address.dns, 4);
  }
  const size_t fields = static_cast<size_t>(p - to) - headSize;
  to[0] = 'E';
  to[1] = 'M';
  to[2] = version;
  to[3] = static_cast<uint8_t>(fields >> 8);
  to[4] = static_cast<uint8_t>(fields);
  putBytes(p, crc32(to, headSize + fields), checkSize);
  return headSize + fields + checkSize;
}

bool decodeSettings(const uint8_t* from, size_t size, Settings& settings) {
  settings = Settings();
  if (whole(from, size) && decodeFields(from + headSize, size - headSize - checkSize, settings) && settings.valid()) {
    return true;
  }
  settings = Settings();
  return false;
}

}  // namespace emeter
