#include "emeter/net/wifi.h"

#include "emeter/text/text.h"

namespace emeter {

void Wifi::begin(uint32_t now) {
  if (radio_ == nullptr) return;
  Text name(accessPointName_, sizeof accessPointName_);
  name.put(IN_FLASH("emeter-")).put(system_.chipId());
  radio_->begin(settings_.host, settings_.txPowerDbm);
  begunAt_ = offlineSince_ = now;
  if (setUp()) {
    connect(now);
  } else {
    openPortal();
  }
}

void Wifi::openPortal() {
  // Attempts to join a network would move the access point's channel and throw the phone out: none are made.
  radio_->disconnect();
  if (!accessPoint_) {
    radio_->openAccessPoint(accessPointName_);
    radio_->startScan();
  }
  accessPoint_ = true;
  state_ = WifiState::portal;
}

void Wifi::connect(uint32_t now) {
  // An address set by hand at which nobody was ever heard may be a wrong one: every other attempt takes the router's.
  const bool byHand = settings_.address.used() && (watch_.everHeard() || dead_ % 2 == 0);
  radio_->useAddress(byHand ? settings_.address : StaticAddress());
  radio_->connect(settings_.ssid, settings_.wifiPassword);
  state_ = WifiState::connecting;
  since_ = now;
}

// Waits before the next attempt: longer with the square of the time already without link, so that a router's restart
// costs a second and a night without network few attempts; and by chance a quarter more or less, so that a street does
// not come back in step after a power cut.
void Wifi::wait(uint32_t now) {
  radio_->disconnect();
  const uint32_t seconds = (now - offlineSince_) / 1000;  // at most those of restartAfterMillis
  uint32_t pause = seconds * seconds * 2 / 27;            // a minute after a quarter of an hour: 900 s * 900 s * 2 / 27 ms
  if (pause < shortestBackOffMillis) pause = shortestBackOffMillis;
  pause_ = pause - pause / 4 + system_.random() % (pause / 2);
  if (pause_ > longestBackOffMillis) pause_ = longestBackOffMillis;
  state_ = WifiState::waiting;
  since_ = now;
}

void Wifi::becomeOnline(uint32_t now) {
  if (wasOnline_) reconnects_++;
  wasOnline_ = true;
  watch_.begin(now);
  state_ = WifiState::online;
  since_ = now;
}

void Wifi::run(uint32_t now) {
  const StationState station = radio_ == nullptr ? StationState::off : radio_->station();
  switch (state_) {
    case WifiState::wired:
      return;
    case WifiState::portal:
      if (!setUp() || now - openedAt_ < staysOpen_) return;
      closeAccessPoint();
      offlineSince_ = now;
      connect(now);
      return;
    case WifiState::trying:
      runTrial(now);
      return;
    case WifiState::connecting:
      if (station == StationState::connected) {
        becomeOnline(now);
      } else if ((station == StationState::failed && now - since_ >= settleMillis) || now - since_ >= attemptMillis) {
        wait(now);
      }
      break;
    case WifiState::waiting:
      if (now - since_ >= pause_) connect(now);
      break;
    case WifiState::online:
      offlineSince_ = now;
      if (station != StationState::connected) {
        wait(now);
      } else if (watch_.dead(*radio_, now)) {
        linkDead(now);
      }
      break;
  }
  closeAccessPointLater(now);
  restartWhenLongOffline(now);
}

void Wifi::linkDead(uint32_t now) {
  dead_++;
  const bool longAgo = now - begunAt_ >= deadRestartMillis;
  // Never where nobody was ever heard: that is a network without a gateway, or an address set wrong.
  if (watch_.everHeard() && watch_.deadInARow() > deadBeforeRestart && longAgo) {
    begunAt_ = now;
    system_.restart();
  }
  wait(now);
}

bool Wifi::takesSetUp() const {
  const bool pressed = accessPoint_ && state_ != WifiState::trying && staysOpen_ == pressedOpenMillis;
  return state_ == WifiState::portal || pressed;
}

void Wifi::openForAWhile(uint32_t now) {
  if (radio_ == nullptr || state_ == WifiState::trying) return;
  openedAt_ = now;
  staysOpen_ = pressedOpenMillis;
  if (state_ != WifiState::online) return openPortal();
  if (!accessPoint_) radio_->openAccessPoint(accessPointName_);
  accessPoint_ = true;
}

bool Wifi::tryCredentials(const char* ssid, const char* password, uint32_t now) {
  if (radio_ == nullptr || state_ == WifiState::trying) return false;
  if (!Settings::validSsid(ssid) || !Settings::validWifiPassword(password)) return false;
  copyText(trialSsid_, ssid);
  copyText(trialPassword_, password);
  radio_->disconnect();
  radio_->useAddress(StaticAddress());  // one set by hand belongs to the network before
  radio_->connect(trialSsid_, trialPassword_);
  trial_ = Trial::running;
  state_ = WifiState::trying;
  since_ = attemptAt_ = now;
  return true;
}

void Wifi::runTrial(uint32_t now) {
  const StationState station = radio_->station();
  if (station != StationState::connected) {
    // One failed attempt may be chance: there are three in the time.
    if (now - since_ >= trialMillis) {
      trialFailed(now);
    } else if (station == StationState::failed && now - attemptAt_ >= trialMillis / 3) {
      attemptAt_ = now;
      radio_->connect(trialSsid_, trialPassword_);
    }
    return;
  }
  copyText(settings_.ssid, trialSsid_);
  copyText(settings_.wifiPassword, trialPassword_);
  settings_.address = StaticAddress();
  trial_ = Trial::worked;
  changed_ = true;
  openedAt_ = now;
  staysOpen_ = farewellMillis;
  offlineSince_ = now;
  becomeOnline(now);
}

void Wifi::trialFailed(uint32_t now) {
  trial_ = Trial::failed;
  const bool pressed = accessPoint_ && now - openedAt_ < staysOpen_;
  if (setUp() && !pressed) {
    radio_->disconnect();
    offlineSince_ = now;
    connect(now);
  } else {
    openPortal();
  }
}

void Wifi::closeAccessPointLater(uint32_t now) {
  if (accessPoint_ && now - openedAt_ >= staysOpen_) closeAccessPoint();
}

void Wifi::closeAccessPoint() {
  radio_->closeAccessPoint();
  accessPoint_ = false;
}

void Wifi::restartWhenLongOffline(uint32_t now) {
  if (setUp() && now - offlineSince_ >= restartAfterMillis) {
    offlineSince_ = now;
    system_.restart();
  }
}

bool Wifi::takeChanged() {
  const bool was = changed_;
  changed_ = false;
  return was;
}

FlashString Wifi::stateText() const {
  switch (state_) {
    case WifiState::portal: return IN_FLASH("setup");
    case WifiState::trying: return IN_FLASH("trying");
    case WifiState::connecting: return IN_FLASH("connecting");
    case WifiState::waiting: return IN_FLASH("waiting");
    case WifiState::online: return IN_FLASH("online");
    default: return IN_FLASH("wired");
  }
}

}  // namespace emeter
