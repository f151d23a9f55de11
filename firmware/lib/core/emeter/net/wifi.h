// Keeps the Wi-Fi link, and opens the own access point for the first set-up.
#pragma once

#include <stdint.h>

#include "emeter/board/radio.h"
#include "emeter/board/system.h"
#include "emeter/net/link_watch.h"
#include "emeter/settings/settings.h"
#include "emeter/text/flash.h"

namespace emeter {

enum class WifiState : uint8_t {
  wired,       // no radio
  portal,      // not set up: the own access point is open
  trying,      // new credentials are being tried; the old ones are kept
  connecting,
  waiting,     // between two attempts
  online,
};

enum class Trial : uint8_t { none, running, worked, failed };

class Wifi {
 public:
  static constexpr uint32_t attemptMillis = 20'000;
  // What a radio says at once after an attempt has begun may still be of the one before.
  static constexpr uint32_t settleMillis = 500;
  static constexpr uint32_t trialMillis = 30'000;
  static constexpr uint32_t shortestBackOffMillis = 1'000;
  static constexpr uint32_t longestBackOffMillis = 60'000;
  static constexpr uint32_t restartAfterMillis = 15 * 60'000;
  // A link that stays dead, however often it is made anew: at most one restart in so long.
  static constexpr uint32_t deadRestartMillis = 6 * 3'600'000;
  static constexpr uint8_t deadBeforeRestart = 3;
  // So long the set-up network stays open when the button was pressed.
  static constexpr uint32_t pressedOpenMillis = 10 * 60'000;
  // So long the access point stays after new credentials worked, for the phone to read the result.
  static constexpr uint32_t farewellMillis = 60'000;

  // `radio` is nullptr on a wire. `settings` are the credentials in force; only a trial that worked changes them.
  Wifi(Radio* radio, System& system, Settings& settings) : radio_(radio), system_(system), settings_(settings) {}

  void begin(uint32_t now);
  void run(uint32_t now);

  // Tries other credentials. False when a trial is under way, or they are not valid.
  bool tryCredentials(const char* ssid, const char* password, uint32_t now);
  Trial trial() const { return trial_; }
  // Opens the set-up network for a while and keeps what is stored; a link that is there stays.
  void openForAWhile(uint32_t now);
  // Somebody on the network was heard: the link is alive.
  void heard(uint32_t now) { watch_.heard(now); }
  // True once after a trial worked: the settings have changed and are to be stored.
  bool takeChanged();

  WifiState state() const { return state_; }
  bool accessPointOpen() const { return accessPoint_; }
  // Whether whoever is on the set-up network may say which Wi-Fi to join.
  bool takesSetUp() const;
  // Times the link came back after it was lost.
  uint32_t reconnects() const { return reconnects_; }
  // Since start; on a wire from the start.
  bool wasOnline() const { return wasOnline_ || state_ == WifiState::wired; }
  // Times a link that was up led nowhere and was made anew.
  uint32_t dead() const { return dead_; }
  FlashString stateText() const;
  const char* accessPointName() const { return accessPointName_; }

 private:
  bool setUp() const { return settings_.ssid[0] != 0; }
  void openPortal();
  void connect(uint32_t now);
  void wait(uint32_t now);
  void becomeOnline(uint32_t now);
  void runTrial(uint32_t now);
  void trialFailed(uint32_t now);
  void linkDead(uint32_t now);
  void closeAccessPoint();
  void closeAccessPointLater(uint32_t now);
  void restartWhenLongOffline(uint32_t now);

  Radio* radio_;
  System& system_;
  Settings& settings_;
  WifiState state_ = WifiState::wired;
  Trial trial_ = Trial::none;
  char trialSsid_[33] = "";
  char trialPassword_[65] = "";
  char accessPointName_[33] = "";
  bool accessPoint_ = false;
  bool changed_ = false;
  bool wasOnline_ = false;
  uint32_t since_ = 0;        // start of the present state
  uint32_t attemptAt_ = 0;    // last attempt of a trial
  uint32_t offlineSince_ = 0;
  uint32_t begunAt_ = 0;
  uint32_t openedAt_ = 0;     // the access point; moved on when a trial worked
  uint32_t staysOpen_ = farewellMillis;
  uint32_t dead_ = 0;
  LinkWatch watch_;
  uint32_t pause_ = 0;
  uint32_t reconnects_ = 0;
};

}  // namespace emeter
