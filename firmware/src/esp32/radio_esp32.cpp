#if defined(ESP32)

#include "chip_esp32.h"
#include "emeter/version.h"

namespace emeter {
namespace {

uint32_t number(const IPAddress& ip) {
  return static_cast<uint32_t>(ip[0]) << 24 | static_cast<uint32_t>(ip[1]) << 16 | static_cast<uint32_t>(ip[2]) << 8 | ip[3];
}

}  // namespace

void Esp32Radio::begin(const char* hostName, uint8_t txPowerDbm) {
  WiFi.persistent(false);        // credentials are ours to keep
  WiFi.setAutoReconnect(false);  // and when to try is ours to say
  WiFi.setHostname(hostName);    // before mode()
  WiFi.mode(WIFI_STA);
  WiFi.setSleep(false);
  WiFi.setTxPower(static_cast<wifi_power_t>(txPowerDbm * 4));  // in quarters of a dBm
}

void Esp32Radio::connect(const char* ssid, const char* password) { WiFi.begin(ssid, password[0] != 0 ? password : nullptr); }

void Esp32Radio::disconnect() { WiFi.disconnect(false, false); }

StationState Esp32Radio::station() {
  switch (WiFi.status()) {
    case WL_CONNECTED: return StationState::connected;
    case WL_NO_SSID_AVAIL:
    case WL_CONNECTION_LOST:
    case WL_CONNECT_FAILED: return StationState::failed;
    case WL_IDLE_STATUS:
    case WL_DISCONNECTED: return StationState::connecting;
    default: return StationState::off;
  }
}

void Esp32Radio::openAccessPoint(const char* name) {
  const IPAddress own(192, 168, 4, 1);
  WiFi.mode(WIFI_AP_STA);
  WiFi.softAPConfig(own, own, IPAddress(255, 255, 255, 0));
  WiFi.softAP(name);
}

void Esp32Radio::closeAccessPoint() {
  WiFi.softAPdisconnect(true);
  WiFi.mode(WIFI_STA);
}

uint8_t Esp32Radio::accessPointClients() { return WiFi.softAPgetStationNum(); }
int8_t Esp32Radio::rssi() { return WiFi.RSSI(); }
uint32_t Esp32Radio::address() { return WiFi.status() == WL_CONNECTED ? number(WiFi.localIP()) : 0; }

void Esp32Radio::startScan() {
  WiFi.scanDelete();
  WiFi.scanNetworks(true);
}

int8_t Esp32Radio::scanned() {
  const int16_t count = WiFi.scanComplete();
  if (count == WIFI_SCAN_FAILED) return 0;
  return static_cast<int8_t>(count < 100 ? count : 100);
}

const char* Esp32Radio::scannedName(uint8_t index, int8_t& rssi) {
  copyText(name_, WiFi.SSID(index).c_str());
  rssi = static_cast<int8_t>(WiFi.RSSI(index));
  return name_;
}

void Esp32Services::run(bool online, bool accessPointOpen) {
  if (accessPointOpen != namesRun_) {
    if (accessPointOpen) {
      names_.start(53, "*", IPAddress(192, 168, 4, 1));
    } else {
      names_.stop();
    }
    namesRun_ = accessPointOpen;
  }
  if (namesRun_) names_.processNextRequest();
  if (!online) return;
  if (!begun_) begin();
#if !defined(EMETER_SIGNED)
  if (settings_->devicePassword[0] != 0) ArduinoOTA.handle();
#endif
}

void Esp32Services::begin() {
  begun_ = true;
  MDNS.begin(settings_->host);  // which takes emeter-2 and so on where the name is taken
  MDNS.addService("http", "tcp", 80);
  MDNS.addService("emeter", "tcp", settings_->port);
  char line[LineMode::textSize];
  char baud[12];
  Text text(baud, sizeof baud);
  text.number(settings_->line.baud);
  MDNS.addServiceTxt("emeter", "tcp", "id", chipId_);
  MDNS.addServiceTxt("emeter", "tcp", "version", version);
  MDNS.addServiceTxt("emeter", "tcp", "baud", static_cast<const char*>(baud));
  MDNS.addServiceTxt("emeter", "tcp", "mode", settings_->line.format(line));
#if !defined(EMETER_SIGNED)  // this core's ArduinoOTA verifies no signature: a signed build has the web update alone
  if (settings_->devicePassword[0] == 0) return;
  ArduinoOTA.setHostname(settings_->host);
  ArduinoOTA.setPassword(settings_->devicePassword);
  ArduinoOTA.setMdnsEnabled(false);  // mDNS is running
  ArduinoOTA.begin();
#endif
}

}  // namespace emeter

#endif
