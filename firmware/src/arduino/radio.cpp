#include "radio.h"

#if defined(ESP8266)
#include <ESP8266WiFi.h>
#else
#include <WiFi.h>
#endif

#include "address.h"
#include "emeter/text/text.h"

namespace emeter {

#if defined(ESP8266)

void ArduinoRadio::begin(const char* hostName, uint8_t txPowerDbm) {
  powerDbm_ = txPowerDbm;
  WiFi.persistent(false);
  WiFi.setAutoReconnect(false);
  WiFi.mode(WIFI_STA);
  WiFi.hostname(hostName);
  WiFi.setSleepMode(WIFI_NONE_SLEEP);
  setPower();
}

void ArduinoRadio::setPower() { WiFi.setOutputPower(static_cast<float>(powerDbm_)); }

StationState ArduinoRadio::station() {
  switch (WiFi.status()) {
    case WL_CONNECTED: return StationState::connected;
    case WL_NO_SSID_AVAIL:
    case WL_CONNECT_FAILED:
    case WL_WRONG_PASSWORD: return StationState::failed;
    case WL_IDLE_STATUS:
    case WL_DISCONNECTED: return StationState::connecting;
    default: return StationState::off;
  }
}

#else

void ArduinoRadio::begin(const char* hostName, uint8_t txPowerDbm) {
  powerDbm_ = txPowerDbm;
  WiFi.persistent(false);
  WiFi.setAutoReconnect(false);
  WiFi.onEvent(
      [this](WiFiEvent_t, WiFiEventInfo_t info) {
        if (info.wifi_sta_disconnected.reason != WIFI_REASON_ASSOC_LEAVE) failed_ = true;  // that one is our own doing
      },
      ARDUINO_EVENT_WIFI_STA_DISCONNECTED);
  WiFi.setHostname(hostName);  // before mode()
  WiFi.mode(WIFI_STA);
  WiFi.setSleep(false);
  setPower();
}

// In quarters of a dBm. Without effect until the radio has started, which takes a moment: so it is said again later.
void ArduinoRadio::setPower() { WiFi.setTxPower(static_cast<wifi_power_t>(powerDbm_ * 4)); }

StationState ArduinoRadio::station() {
  if (WiFi.status() == WL_CONNECTED) return StationState::connected;
  return failed_ ? StationState::failed : StationState::connecting;
}

#endif

void ArduinoRadio::connect(const char* ssid, const char* password) {
  setPower();
  failed_ = false;
  WiFi.begin(ssid, password[0] != 0 ? password : nullptr);
}

void ArduinoRadio::disconnect() { WiFi.disconnect(false); }

void ArduinoRadio::openAccessPoint(const char* name) {
  WiFi.mode(WIFI_AP_STA);
  WiFi.softAPConfig(setUpAddress(), setUpAddress(), IPAddress(255, 255, 255, 0));
  WiFi.softAP(name);
  setPower();
}

void ArduinoRadio::closeAccessPoint() {
  WiFi.softAPdisconnect(true);
  WiFi.mode(WIFI_STA);
}

int8_t ArduinoRadio::rssi() { return WiFi.RSSI(); }
uint32_t ArduinoRadio::address() { return WiFi.status() == WL_CONNECTED ? addressNumber(WiFi.localIP()) : 0; }

void ArduinoRadio::startScan() {
  WiFi.scanDelete();
  WiFi.scanNetworks(true);
}

int8_t ArduinoRadio::scanned() {
  constexpr int most = 100;
  const int count = WiFi.scanComplete();
  if (count == WIFI_SCAN_FAILED) return 0;
  return static_cast<int8_t>(count < most ? count : most);
}

const char* ArduinoRadio::scannedName(uint8_t index, int8_t& rssi) {
  copyText(name_, WiFi.SSID(index).c_str());
  rssi = static_cast<int8_t>(WiFi.RSSI(index));
  return name_;
}

bool ArduinoRadio::scannedOpen(uint8_t index) {
#if defined(ESP8266)
  return WiFi.encryptionType(index) == ENC_TYPE_NONE;
#else
  return WiFi.encryptionType(index) == WIFI_AUTH_OPEN;
#endif
}

}  // namespace emeter
