#include "radio.h"

#if defined(ESP8266)
#include <ESP8266WiFi.h>
#else
#include <WiFi.h>
#endif

#include <lwip/etharp.h>
#include <lwip/netif.h>
#if defined(ESP32)
#include <lwip/tcpip.h>
#endif

#include "address.h"
#include "emeter/text/text.h"

namespace emeter {
namespace {

IPAddress asAddress(uint32_t ip) {
  return IPAddress(static_cast<uint8_t>(ip >> 24), static_cast<uint8_t>(ip >> 16), static_cast<uint8_t>(ip >> 8), static_cast<uint8_t>(ip));
}

bool hasGateway() {
  return netif_default != nullptr && netif_ip4_gw(netif_default)->addr != 0 &&
         netif_ip4_gw(netif_default)->addr != netif_ip4_addr(netif_default)->addr;
}

// What is known of the neighbours is forgotten, so that what is known afterwards has been answered since. Both within lwIP's task.
void forgetAndAsk() {
  if (!hasGateway()) return;
  etharp_cleanup_netif(netif_default);
  etharp_request(netif_default, netif_ip4_gw(netif_default));
}

bool gatewayKnown() {
  if (!hasGateway()) return true;
  eth_addr* hardware;
  const ip4_addr_t* address;
  return etharp_find_addr(netif_default, netif_ip4_gw(netif_default), &hardware, &address) >= 0;
}

}  // namespace

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

#if defined(ESP8266)

void ArduinoRadio::askGateway() { forgetAndAsk(); }
bool ArduinoRadio::gatewayAnswered() { return gatewayKnown(); }

#else

void ArduinoRadio::inNetworkTask(void (*work)(void*)) { tcpip_callback(work, this); }

void ArduinoRadio::askGateway() {
  answered_ = false;
  inNetworkTask([](void*) { forgetAndAsk(); });
}

// As of the question before: one more look in a tenth of a second costs nothing.
bool ArduinoRadio::gatewayAnswered() {
  inNetworkTask([](void* self) { static_cast<ArduinoRadio*>(self)->answered_ = gatewayKnown(); });
  return answered_;
}

#endif

void ArduinoRadio::useAddress(const StaticAddress& address) {
  if (address.used()) {
    // Both cores want a gateway of the same network; where there is none, the own address stands for it.
    const IPAddress gateway = asAddress(address.gateway != 0 ? address.gateway : address.address);
    WiFi.config(asAddress(address.address), gateway, asAddress(address.mask()), asAddress(address.dns != 0 ? address.dns : address.gateway));
  } else if (byHand_) {
    WiFi.config(asAddress(0), asAddress(0), asAddress(0), asAddress(0));
  }
  byHand_ = address.used();
}

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
