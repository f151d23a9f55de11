#pragma once
#include <Arduino.h>
#include <functional>
enum wl_status_t {
  WL_NO_SHIELD = 255, WL_IDLE_STATUS = 0, WL_NO_SSID_AVAIL = 1, WL_SCAN_COMPLETED = 2, WL_CONNECTED = 3,
  WL_CONNECT_FAILED = 4, WL_CONNECTION_LOST = 5, WL_DISCONNECTED = 6
};
enum wifi_mode_t { WIFI_OFF = 0, WIFI_STA = 1, WIFI_AP = 2, WIFI_AP_STA = 3 };
enum wifi_power_t { WIFI_POWER_2dBm = 8, WIFI_POWER_19_5dBm = 78 };
typedef enum { WIFI_AUTH_OPEN = 0, WIFI_AUTH_WPA2_PSK = 3 } wifi_auth_mode_t;
#define WIFI_SCAN_RUNNING (-1)
#define WIFI_SCAN_FAILED (-2)
enum arduino_event_id_t { ARDUINO_EVENT_WIFI_STA_DISCONNECTED = 5, ARDUINO_EVENT_MAX = 40 };
struct arduino_event_info_t { struct { uint8_t reason; } wifi_sta_disconnected; };
#define WiFiEvent_t arduino_event_id_t
#define WiFiEventInfo_t arduino_event_info_t
constexpr int WIFI_REASON_ASSOC_LEAVE = 8;
class WiFiClass {
 public:
  void persistent(bool on);
  bool setAutoReconnect(bool on);
  bool setHostname(const char* name);
  bool mode(wifi_mode_t mode);
  bool setSleep(bool on);
  bool setTxPower(wifi_power_t power);
  wl_status_t begin(const char* ssid, const char* password);
  bool disconnect(bool off = false, bool erase = false);
  int onEvent(std::function<void(arduino_event_id_t, arduino_event_info_t)> callback, arduino_event_id_t event);
  wl_status_t status();
  bool softAPConfig(IPAddress own, IPAddress gateway, IPAddress mask);
  bool softAP(const char* name);
  bool softAPdisconnect(bool off);
  int8_t RSSI();
  int32_t RSSI(uint8_t index);
  String SSID(uint8_t index);
  wifi_auth_mode_t encryptionType(uint8_t index);
  IPAddress localIP();
  bool config(IPAddress own, IPAddress gateway, IPAddress mask, IPAddress dns);
  void scanDelete();
  int16_t scanNetworks(bool async);
  int16_t scanComplete();
};
extern WiFiClass WiFi;
