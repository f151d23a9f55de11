#if defined(ESP8266)

#include "chip_esp8266.h"

namespace emeter {
namespace {

// lwIP may lack a segment although its send window has room: so long a write may wait then, and no longer.
constexpr unsigned long writeMillis = 2;
// How long a close may wait for what is unsent. (0 stands for 300 ms here.)
constexpr unsigned int closeMillis = 1;

uint32_t number(const IPAddress& ip) {
  return static_cast<uint32_t>(ip[0]) << 24 | static_cast<uint32_t>(ip[1]) << 16 | static_cast<uint32_t>(ip[2]) << 8 | ip[3];
}

}  // namespace

void Esp8266Sink::take(const WiFiClient& client) {
  client_ = client;
  client_.setNoDelay(true);
  client_.setTimeout(writeMillis);
  // A peer that vanishes is noticed after 25 s; the default is two hours. The call needs a connection that still exists:
  // a port scan's may be gone by now.
  if (client_.status() != CLOSED) client_.keepAlive(10, 5, 3);
  peer_ = number(client_.remoteIP());
  used_ = true;
}

bool Esp8266Sink::open() { return used_ && client_.connected() != 0; }

size_t Esp8266Sink::write(const uint8_t* from, size_t size) {
  const int room = used_ ? static_cast<int>(client_.availableForWrite()) : 0;
  if (room <= 0) return 0;
  return client_.write(from, static_cast<size_t>(room) < size ? static_cast<size_t>(room) : size);
}

size_t Esp8266Sink::read(uint8_t* to, size_t size) {
  const int available = used_ ? client_.available() : 0;
  if (available <= 0) return 0;
  const int taken = client_.read(to, static_cast<size_t>(available) < size ? static_cast<size_t>(available) : size);
  return taken > 0 ? static_cast<size_t>(taken) : 0;
}

void Esp8266Sink::close() {
  if (!used_) return;
  client_.stop(closeMillis);
  client_ = WiFiClient();
  used_ = false;
}

bool Esp8266Net::listen(uint16_t streamPort) {
  port_ = streamPort;
  stream_.begin(streamPort, waitingConnections);
  web_.begin(80, waitingConnections);
  return stream_.status() != CLOSED && web_.status() != CLOSED;
}

Sink* Esp8266Net::accept(Service service) {
  WiFiServer& server = service == Service::stream ? stream_ : web_;
  if (!server.hasClient()) return nullptr;
  for (Esp8266Sink& sink : sinks_) {
    if (!sink.free()) continue;
    sink.take(server.accept());
    return &sink;
  }
  return nullptr;
}

void Esp8266Radio::begin(const char* hostName, uint8_t txPowerDbm) {
  WiFi.persistent(false);        // credentials are ours to keep
  WiFi.setAutoReconnect(false);  // and when to try is ours to say
  WiFi.mode(WIFI_STA);
  WiFi.hostname(hostName);
  WiFi.setSleepMode(WIFI_NONE_SLEEP);
  WiFi.setOutputPower(static_cast<float>(txPowerDbm));
}

void Esp8266Radio::connect(const char* ssid, const char* password) { WiFi.begin(ssid, password[0] != 0 ? password : nullptr); }

void Esp8266Radio::disconnect() { WiFi.disconnect(false); }

StationState Esp8266Radio::station() {
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

void Esp8266Radio::openAccessPoint(const char* name) {
  const IPAddress own(192, 168, 4, 1);
  WiFi.mode(WIFI_AP_STA);
  WiFi.softAPConfig(own, own, IPAddress(255, 255, 255, 0));
  WiFi.softAP(name);
}

void Esp8266Radio::closeAccessPoint() {
  WiFi.softAPdisconnect(true);
  WiFi.mode(WIFI_STA);
}

uint8_t Esp8266Radio::accessPointClients() { return WiFi.softAPgetStationNum(); }
int8_t Esp8266Radio::rssi() { return WiFi.RSSI(); }
uint32_t Esp8266Radio::address() { return WiFi.status() == WL_CONNECTED ? number(WiFi.localIP()) : 0; }

void Esp8266Radio::startScan() {
  WiFi.scanDelete();
  WiFi.scanNetworks(true);
}

int8_t Esp8266Radio::scanned() {
  const int8_t count = WiFi.scanComplete();
  return count == WIFI_SCAN_FAILED ? 0 : count;
}

const char* Esp8266Radio::scannedName(uint8_t index, int8_t& rssi) {
  copyText(name_, WiFi.SSID(index).c_str());
  rssi = static_cast<int8_t>(WiFi.RSSI(index));
  return name_;
}

}  // namespace emeter

#endif
