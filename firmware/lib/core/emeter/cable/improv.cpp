#include "emeter/cable/improv.h"

#include <string.h>

#include "emeter/image/chip.h"
#include "emeter/image/version.h"
#include "emeter/text/text.h"

namespace emeter {
namespace {

// As a C string. False when it is longer than `to` holds, or has a 0 within.
template <size_t N>
bool copyBytes(char (&to)[N], const uint8_t* from, size_t size) {
  if (size >= N || memchr(from, 0, size) != nullptr) return false;
  memcpy(to, from, size);
  to[size] = 0;
  return true;
}

}  // namespace

void Improv::run(uint32_t now) {
  constexpr int mostBytes = 64;  // a task of microseconds, between two looks at the meter's line
  if (console_ == nullptr) return;
  writer_.flush(*console_);
  if (!writer_.empty()) return;
  if (connecting_) tellTrial();
  if (looking_) tellNextNetwork(now);
  uint8_t byte;
  for (int i = 0; i < mostBytes && writer_.empty() && console_->read(&byte, 1) == 1; i++) {
    const ImprovReader::Got got = reader_.take(byte, now);
    if (got == ImprovReader::Got::damaged) fail(ImprovError::invalidPacket);
    if (got == ImprovReader::Got::packet && reader_.type() == ImprovType::command) answer(now);
  }
}

void Improv::answer(uint32_t now) {
  constexpr size_t head = 2;  // command and length
  const uint8_t* data = reader_.data();
  const size_t size = reader_.size();
  if (size < head || data[1] != size - head) return fail(ImprovError::invalidPacket);
  switch (static_cast<ImprovCommand>(data[0])) {
    case ImprovCommand::wifi: return connect(data + head, size - head);
    case ImprovCommand::state:
      tellState();
      if (state() == ImprovState::provisioned) tellUrl(ImprovCommand::state);
      return;
    case ImprovCommand::info: return tellInfo();
    case ImprovCommand::networks: return look(now);
    case ImprovCommand::hostName: return name(data + head, size - head);
    case ImprovCommand::devicePassword: return protect(data + head, size - head);
    default: return fail(ImprovError::unknownCommand);
  }
}

// Length and text of the network's name, then of its password.
void Improv::connect(const uint8_t* data, size_t size) {
  char ssid[sizeof Settings::ssid];
  char password[sizeof Settings::wifiPassword];
  const size_t nameSize = size > 0 ? data[0] : 0;
  if (size < nameSize + 2 || size != nameSize + 2 + data[nameSize + 1] || !copyBytes(ssid, data + 1, nameSize) ||
      !copyBytes(password, data + nameSize + 2, data[nameSize + 1]) || !Settings::validSsid(ssid) || !Settings::validWifiPassword(password)) {
    return fail(ImprovError::invalidPacket);
  }
  looking_ = false;
  if (!control_.tryWifi(ssid, password)) return fail(ImprovError::unknown);  // another attempt is under way
  connecting_ = true;
  tellState();
}

void Improv::tellTrial() {
  const Trial trial = control_.wifi().trial();
  if (trial == Trial::running) return;
  connecting_ = false;
  if (trial != Trial::worked) {
    fail(ImprovError::unableToConnect);
    return tellState();
  }
  tellState();
  tellUrl(ImprovCommand::wifi);
}

void Improv::look(uint32_t now) {
  Radio* radio = control_.radio();
  looking_ = true;
  network_ = 0;
  lookedAt_ = now;
  // A scan would end the attempt that is under way.
  if (radio == nullptr || control_.wifi().state() == WifiState::trying) {
    network_ = mostNetworks;
  } else if (radio->scanned() >= 0) {
    radio->startScan();
  }
}

// A result for each network, and one without texts at the end.
void Improv::tellNextNetwork(uint32_t now) {
  Radio* radio = control_.radio();
  const int8_t count = network_ < mostNetworks ? radio->scanned() : int8_t{0};
  if (count < 0 && now - lookedAt_ < scanMillis) return;
  looking_ = network_ < count && network_ < mostNetworks;
  begin(ImprovCommand::networks);
  if (looking_) {
    int8_t rssi = 0;
    const auto index = static_cast<uint8_t>(network_++);
    writer_.text(radio->scannedName(index, rssi));
    char number[5];
    Text text(number, sizeof number);
    text.signedNumber(rssi);
    writer_.text(number);
    writer_.text(radio->scannedOpen(index) ? IN_FLASH("NO") : IN_FLASH("YES"));
  }
  writer_.end();
}

void Improv::name(const uint8_t* data, size_t size) {
  if (size > 0) {
    Settings changed = control_.settings();
    if (!copyBytes(changed.host, data, size) || !Settings::validHost(changed.host)) return fail(ImprovError::badHostName);
    if (!control_.change(changed)) return fail(ImprovError::unknown);
  }
  result(ImprovCommand::hostName, control_.settings().host);
}

// Who holds the board may choose a password where there is none, and during set-up: the button would get as far.
void Improv::protect(const uint8_t* data, size_t size) {
  const bool set = control_.settings().devicePassword[0] != 0;
  if (size > 0) {
    Settings changed = control_.settings();
    if (!copyBytes(changed.devicePassword, data, size) || !Settings::validDevicePassword(changed.devicePassword)) {
      return fail(ImprovError::invalidPacket);
    }
    if (set && !control_.wifi().takesSetUp()) return fail(ImprovError::passwordIsSet);
    if (!control_.change(changed)) return fail(ImprovError::unknown);
  }
  begin(ImprovCommand::devicePassword);
  writer_.text(set || size > 0 ? IN_FLASH("set") : IN_FLASH("none"));
  writer_.end();
}

void Improv::tellInfo() {
  begin(ImprovCommand::info);
  writer_.text(IN_FLASH("esp-smart-meter"));
  writer_.text(version);
  writer_.text(IN_FLASH(EMETER_CHIP_FAMILY));
  writer_.text(control_.settings().host);
  writer_.end();
}

ImprovState Improv::state() {
  if (control_.radio() == nullptr) return ImprovState::stopped;
  switch (control_.wifi().state()) {
    case WifiState::online: return ImprovState::provisioned;
    case WifiState::trying: return ImprovState::provisioning;
    default: return ImprovState::ready;
  }
}

void Improv::tellState() {
  writer_.begin(ImprovType::state);
  writer_.byte(static_cast<uint8_t>(state()));
  writer_.end();
}

void Improv::tellUrl(ImprovCommand command) {
  char url[sizeof "http://255.255.255.255/"];
  Text text(url, sizeof url);
  text.put(IN_FLASH("http://")).address(control_.radio()->address()).put('/');
  result(command, url);
}

void Improv::fail(ImprovError error) {
  writer_.begin(ImprovType::error);
  writer_.byte(static_cast<uint8_t>(error));
  writer_.end();
}

void Improv::begin(ImprovCommand command) {
  writer_.begin(ImprovType::result);
  writer_.byte(static_cast<uint8_t>(command));
  writer_.byte(0);  // the length of the texts, known at the end
}

void Improv::result(ImprovCommand command, const char* text) {
  begin(command);
  writer_.text(text);
  writer_.end();
}

}  // namespace emeter
