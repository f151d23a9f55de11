#include "emeter/web/settings_form.h"

#include <string.h>

#include "emeter/settings/ipv4.h"
#include "emeter/web/form.h"

namespace emeter {
namespace {

bool readWhole(const char* text, uint32_t highest, uint32_t& number) { return readNumber(text, highest, number) && *text == 0; }

bool readAddress(const char* text, uint32_t& address) {
  address = 0;
  return *text == 0 || (readIpv4(text, address) && *text == 0);
}

bool readFlag(const char* value, bool& flag) {
  flag = strcmp(value, "1") == 0 || strcmp(value, "on") == 0;
  return flag || strcmp(value, "0") == 0;
}

bool setHost(Settings& to, const char* value, const Uart&) {
  if (!Settings::validHost(value)) return false;
  copyText(to.host, value);
  return true;
}

bool setMode(Settings& to, const char* value, const Uart&) { return LineMode::parse(value, to.line); }

bool setInverted(Settings& to, const char* value, const Uart&) { return readFlag(value, to.inverted); }

bool setFind(Settings& to, const char* value, const Uart&) { return readFlag(value, to.findLine); }

bool setPort(Settings& to, const char* value, const Uart&) {
  uint32_t number;
  if (!readWhole(value, 65535, number) || !Settings::validPort(number)) return false;
  to.port = static_cast<uint16_t>(number);
  return true;
}

bool setTxPower(Settings& to, const char* value, const Uart&) {
  uint32_t number;
  if (!readWhole(value, Settings::fullPowerDbm, number) || number < Settings::leastPowerDbm) return false;
  to.txPowerDbm = static_cast<uint8_t>(number);
  return true;
}

bool setAllowed(Settings& to, const char* value, const Uart&) { return AllowList::parse(value, to.allowed); }

// "192.168.1.40/24", or nothing for DHCP.
bool setAddress(Settings& to, const char* value, const Uart&) {
  to.address.address = 0;
  to.address.prefix = 24;
  uint32_t prefix;
  if (*value == 0) {
    to.address = StaticAddress();
    return true;
  }
  if (!readIpv4(value, to.address.address)) return false;
  if (*value == 0) return true;
  if (*value++ != '/' || !readWhole(value, 30, prefix)) return false;
  to.address.prefix = static_cast<uint8_t>(prefix);
  return true;
}

bool setGateway(Settings& to, const char* value, const Uart&) { return readAddress(value, to.address.gateway); }

bool setDns(Settings& to, const char* value, const Uart&) { return readAddress(value, to.address.dns); }

bool setRxPin(Settings& to, const char* value, const Uart& uart) {
  size_t count = 0;
  const uint8_t* pins = uart.pins(count);
  uint32_t number;
  if (!readWhole(value, 254, number)) return false;
  for (size_t i = 0; i < count; i++) {
    if (pins[i] == number) {
      to.rxPin = pins[i];
      return true;
    }
  }
  return false;
}

bool setDevicePassword(Settings& to, const char* value, const Uart&) {
  if (!Settings::validDevicePassword(value)) return false;
  copyText(to.devicePassword, value);
  return true;
}

// A setting as the form gives it: what its value may be, and where it goes.
struct Field {
  char name[16];
  char rule[84];
  bool (*set)(Settings& to, const char* value, const Uart& uart);
};

constexpr Field fields[] EMETER_FLASH = {
    {"host", "host: 1 to 24 of a-z, 0-9 and -", setHost},
    {"mode", "mode: write it as 115200-8N1 or 2400-8E1", setMode},
    {"inverted", "inverted: 0 or 1", setInverted},
    {"find", "find: 0 or 1", setFind},
    {"port", "port: 1 to 65535, but not 80", setPort},
    {"tx_power_dbm", "tx_power_dbm: 5 to 20", setTxPower},
    {"allow", "allow: up to four addresses such as 192.168.1.5 or 192.168.1.0/24", setAllowed},
    {"rx_pin", "rx_pin: not a pin this board can listen on", setRxPin},
    {"address", "address: one of your network such as 192.168.1.40/24; none lets the router give it", setAddress},
    {"gateway", "gateway: the router's address in the same network, or none", setGateway},
    {"dns", "dns: an address, or none", setDns},
    {"device_password", "device_password: 8 to 32 letters, digits and signs", setDevicePassword},
};
constexpr size_t devicePasswordField = sizeof fields / sizeof *fields - 1;

}  // namespace

FlashString devicePasswordRule() { return FlashString(fields[devicePasswordField].rule); }

FlashString readSettingsForm(const char* form, const Uart& uart, Settings& to) {
  char value[AllowList::textSize + 1];
  for (const Field& kept : fields) {
    Field field;
    copyFromFlash(&field, &kept, sizeof field);
    if (!formHas(form, field.name)) continue;
    if (!formValue(form, field.name, value, sizeof value) || !field.set(to, value, uart)) return FlashString(kept.rule);
  }
  if (!to.address.used()) to.address = StaticAddress();  // whatever else was given with it
  if (!to.address.valid()) return IN_FLASH("address and gateway: two of one network, such as 192.168.1.40/24 and 192.168.1.1");
  return {};
}

void writeSettingsForm(const Settings& s, const Uart& uart, bool hasRadio, Text& to) {
  char mode[LineMode::textSize];
  to.put(IN_FLASH("{\"host\":")).quoted(s.host);
  to.put(IN_FLASH(",\"ssid\":")).quoted(s.ssid);
  to.put(IN_FLASH(",\"wifi\":")).boolean(hasRadio);
  to.put(IN_FLASH(",\"mode\":")).quoted(s.line.format(mode));
  to.put(IN_FLASH(",\"inverted\":")).boolean(s.inverted);
  to.put(IN_FLASH(",\"find\":")).boolean(s.findLine);
  to.put(IN_FLASH(",\"port\":")).number(s.port);
  to.put(IN_FLASH(",\"tx_power_dbm\":")).number(s.txPowerDbm);
  to.put(IN_FLASH(",\"allow\":\""));
  s.allowed.format(to);
  to.put(IN_FLASH("\",\"address\":\""));
  if (s.address.used()) to.address(s.address.address).put('/').number(s.address.prefix);
  to.put(IN_FLASH("\",\"gateway\":\""));
  if (s.address.gateway != 0) to.address(s.address.gateway);
  to.put(IN_FLASH("\",\"dns\":\""));
  if (s.address.dns != 0) to.address(s.address.dns);
  size_t count = 0;
  const uint8_t* pins = uart.pins(count);
  to.put(IN_FLASH("\",\"rx_pin\":")).number(s.rxPin == Settings::boardsOwnPin && count > 0 ? pins[0] : s.rxPin);
  to.put(IN_FLASH(",\"rx_pins\":["));
  for (size_t i = 0; i < count; i++) {
    if (i > 0) to.put(',');
    to.number(pins[i]);
  }
  to.put(IN_FLASH("]}"));
}

bool readNewPassword(const char* form, Settings& to) {
  char password[sizeof to.devicePassword];
  if (!formValue(form, "device_password", password, sizeof password)) return false;
  if (password[0] != 0 && !Settings::validDevicePassword(password)) return false;
  copyText(to.devicePassword, password);
  return true;
}

bool formFlag(const char* form, const char* name) {
  char value[8];
  bool flag = false;
  return formValue(form, name, value, sizeof value) && readFlag(value, flag) && flag;
}

}  // namespace emeter
