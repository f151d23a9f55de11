#pragma once
#include <Arduino.h>

enum wl_tcp_state { CLOSED = 0, LISTEN = 1, ESTABLISHED = 4 };
enum wl_status_t {
  WL_NO_SHIELD = 255, WL_IDLE_STATUS = 0, WL_NO_SSID_AVAIL = 1, WL_SCAN_COMPLETED = 2, WL_CONNECTED = 3,
  WL_CONNECT_FAILED = 4, WL_CONNECTION_LOST = 5, WL_WRONG_PASSWORD = 6, WL_DISCONNECTED = 7
};
enum WiFiMode_t { WIFI_OFF = 0, WIFI_STA = 1, WIFI_AP = 2, WIFI_AP_STA = 3 };
enum WiFiSleepType_t { WIFI_NONE_SLEEP = 0 };
enum wl_enc_type { ENC_TYPE_WEP = 5, ENC_TYPE_NONE = 7 };
#define WIFI_SCAN_RUNNING (-1)
#define WIFI_SCAN_FAILED (-2)

class WiFiClient {
 public:
  WiFiClient();
  WiFiClient(const WiFiClient&);
  WiFiClient& operator=(const WiFiClient&);
  ~WiFiClient();
  uint8_t status();
  uint8_t connected();
  int available();
  int availableForWrite();
  int read(uint8_t* to, size_t size);
  size_t write(const uint8_t* from, size_t size);
  bool stop(unsigned int maxWaitMs);
  void setNoDelay(bool on);
  void setTimeout(unsigned long ms);
  void keepAlive(uint16_t idle, uint16_t interval, uint8_t count);
  IPAddress remoteIP();
};

class WiFiServer {
 public:
  WiFiServer(uint16_t port = 23);
  void begin(uint16_t port, uint8_t backlog);
  uint8_t status();
  bool hasClient();
  WiFiClient accept();
};

class ESP8266WiFiClass {
 public:
  void persistent(bool on);
  bool setAutoReconnect(bool on);
  bool mode(WiFiMode_t mode);
  bool hostname(const char* name);
  bool setSleepMode(WiFiSleepType_t type);
  void setOutputPower(float dbm);
  wl_status_t begin(const char* ssid, const char* password);
  bool disconnect(bool off);
  wl_status_t status();
  bool softAPConfig(IPAddress own, IPAddress gateway, IPAddress mask);
  bool softAP(const char* name);
  bool softAPdisconnect(bool off);
  int8_t RSSI();
  int32_t RSSI(uint8_t index);
  String SSID(uint8_t index);
  uint8_t encryptionType(uint8_t index);
  IPAddress localIP();
  bool config(IPAddress own, IPAddress gateway, IPAddress mask, IPAddress dns);
  void scanDelete();
  int8_t scanNetworks(bool async);
  int8_t scanComplete();
};
extern ESP8266WiFiClass WiFi;
