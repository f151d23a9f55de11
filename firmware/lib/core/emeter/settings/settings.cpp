#include "emeter/settings/settings.h"

#include <string.h>

namespace emeter {
namespace {

bool printable(const char* text) {
  for (; *text != 0; text++) {
    if (*text < 0x20 || *text > 0x7E) return false;
  }
  return true;
}

bool hexadecimal(const char* text) {
  for (; *text != 0; text++) {
    const bool digit = *text >= '0' && *text <= '9';
    if (!digit && !((*text | 0x20) >= 'a' && (*text | 0x20) <= 'f')) return false;
  }
  return true;
}

bool closed(const char* text, size_t size) { return memchr(text, 0, size) != nullptr; }

}  // namespace

bool Settings::validSsid(const char* text) {
  const size_t length = strlen(text);
  return length >= 1 && length <= 32;
}

bool Settings::validWifiPassword(const char* text) {
  const size_t length = strlen(text);
  return length == 0 || (length >= 8 && length <= 63) || (length == 64 && hexadecimal(text));
}

bool Settings::validHost(const char* text) {
  const size_t length = strlen(text);
  if (length < 1 || length > 24 || text[0] == '-' || text[length - 1] == '-') return false;
  for (size_t i = 0; i < length; i++) {
    const char c = text[i];
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) return false;
  }
  return true;
}

bool Settings::validDevicePassword(const char* text) {
  const size_t length = strlen(text);
  return length >= shortestPassword && length <= 32 && printable(text);
}

bool Settings::valid() const {
  return closed(ssid, sizeof ssid) && closed(wifiPassword, sizeof wifiPassword) && closed(host, sizeof host) &&
         closed(devicePassword, sizeof devicePassword) && (ssid[0] == 0 || validSsid(ssid)) &&
         validWifiPassword(wifiPassword) && validHost(host) &&
         (devicePassword[0] == 0 || validDevicePassword(devicePassword)) && line.valid() &&
         txPowerDbm >= leastPowerDbm && txPowerDbm <= fullPowerDbm && validPort(port) && allowed.valid() &&
         address.valid();
}

}  // namespace emeter
