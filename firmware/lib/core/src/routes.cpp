#include <string.h>

#include "emeter/web.h"

namespace emeter {
namespace {

constexpr char portalAddress[] = "http://192.168.4.1/";
constexpr uint32_t passwordPauseMillis = 1'000;

bool is(const HttpRequest& request, const char* path) { return strcmp(request.path, path) == 0; }

bool readNumber(const char* text, uint32_t highest, uint32_t& number) {
  if (*text == 0) return false;
  number = 0;
  for (; *text != 0; text++) {
    if (*text < '0' || *text > '9') return false;
    number = number * 10 + static_cast<uint32_t>(*text - '0');
    if (number > highest) return false;
  }
  return true;
}

bool flag(const char* value) { return strcmp(value, "1") == 0 || strcmp(value, "on") == 0; }

bool formFlag(const char* form, const char* name) {
  char value[8];
  return formValue(form, name, value, sizeof value) && flag(value);
}

// A setting as the form gives it: what its value may be, and where it goes.
struct Field {
  const char* name;
  const char* rule;
  bool (*set)(Settings& to, const char* value, const Uart& uart);
};

bool setHost(Settings& to, const char* value, const Uart&) {
  if (!Settings::validHost(value)) return false;
  copyText(to.host, value);
  return true;
}

bool setMode(Settings& to, const char* value, const Uart&) { return LineMode::parse(value, to.line); }

bool setInverted(Settings& to, const char* value, const Uart&) {
  to.inverted = flag(value);
  return true;
}

bool setFind(Settings& to, const char* value, const Uart&) {
  to.findLine = flag(value);
  return true;
}

bool setPort(Settings& to, const char* value, const Uart&) {
  uint32_t number;
  if (!readNumber(value, 65535, number) || !Settings::validPort(number)) return false;
  to.port = static_cast<uint16_t>(number);
  return true;
}

bool setTxPower(Settings& to, const char* value, const Uart&) {
  uint32_t number;
  if (!readNumber(value, Settings::fullPowerDbm, number) || number < Settings::leastPowerDbm) return false;
  to.txPowerDbm = static_cast<uint8_t>(number);
  return true;
}

bool setAllowed(Settings& to, const char* value, const Uart&) { return AllowList::parse(value, to.allowed); }

bool setRxPin(Settings& to, const char* value, const Uart& uart) {
  size_t count = 0;
  const uint8_t* pins = uart.pins(count);
  uint32_t number;
  if (!readNumber(value, 254, number)) return false;
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

constexpr char passwordRule[] = "device_password: 8 to 32 letters, digits and signs";

constexpr Field fields[] = {
    {"host", "host: 1 to 24 of a-z, 0-9 and -", setHost},
    {"mode", "mode: write it as 115200-8N1 or 2400-8E1", setMode},
    {"inverted", "inverted: 0 or 1", setInverted},
    {"find", "find: 0 or 1", setFind},
    {"port", "port: 1 to 65535, but not 80", setPort},
    {"tx_power_dbm", "tx_power_dbm: 5 to 20", setTxPower},
    {"allow", "allow: up to four addresses such as 192.168.1.5 or 192.168.1.0/24", setAllowed},
    {"rx_pin", "rx_pin: not a pin this board can listen on", setRxPin},
    {"device_password", passwordRule, setDevicePassword},
};

}  // namespace

void Routes::answer(const HttpRequest& request, const char* body, uint32_t now, Response& response) {
  if (foreignHost(request)) return response.redirect(portalAddress);
  switch (request.method) {
    case Method::get: return get(request, now, response);
    case Method::post: return post(request, body, now, response);
    default: return response.error(405, "only GET and POST");
  }
}

// While set-up is open every name leads here; a phone that asks for its maker's page is led to ours and shows it.
bool Routes::foreignHost(const HttpRequest& request) const {
  if (control_.wifi().state() != WifiState::portal && control_.wifi().state() != WifiState::trying) return false;
  const char first = request.host[0];
  const bool byAddress = first >= '0' && first <= '9';
  const size_t length = strlen(control_.settings().host);
  const bool byName = strncmp(request.host, control_.settings().host, length) == 0 || strncmp(request.host, "localhost", 9) == 0;
  return !byAddress && !byName;
}

void Routes::get(const HttpRequest& request, uint32_t now, Response& response) {
  const bool portal = control_.wifi().state() == WifiState::portal || control_.wifi().accessPointOpen();
  if (is(request, "/")) return response.page(portal ? Page::setup : Page::status);
  if (is(request, "/status")) return response.page(Page::status);
  if (is(request, "/setup") && portal) return response.page(Page::setup);
  if (is(request, "/settings")) return response.page(Page::settings);
  if (is(request, "/update")) return response.page(Page::update);
  if (is(request, "/status.json")) return control_.status(response.json());
  if (is(request, "/api/line")) return showLine(response);
  if (is(request, "/api/setup") && control_.radio() != nullptr) return showSetup(response);
  if (is(request, "/api/networks") && control_.radio() != nullptr) {
    if (!portal && !unlocked(request, now, response)) return;
    return showNetworks(response);
  }
  if (is(request, "/api/settings")) {
    if (unlocked(request, now, response)) showSettings(response);
    return;
  }
  response.error(404, "no such page");
}

void Routes::post(const HttpRequest& request, const char* body, uint32_t now, Response& response) {
  if (is(request, "/api/line")) return changeLine(request, body, now, response);
  if (is(request, "/api/setup")) {
    if (control_.wifi().state() != WifiState::portal) return response.error(403, "set-up is closed; hold the button for five seconds to open it");
    if (!sameOrigin(request.origin, request.host)) return response.error(403, "this request came from another site");
    return setUp(body, response);
  }
  const bool known = is(request, "/api/settings") || is(request, "/api/wifi") || is(request, "/api/restart") || is(request, "/api/erase");
  if (!known) return response.error(404, "no such page");
  if (!mayChange(request, now, response)) return;
  if (is(request, "/api/settings")) return changeSettings(body, response);
  if (is(request, "/api/wifi")) return changeWifi(body, response);
  if (is(request, "/api/erase")) control_.eraseAll();
  control_.restartSoon();
  response.json().put("{\"restarts\":true}");
}

bool Routes::mayChange(const HttpRequest& request, uint32_t now, Response& response) {
  if (!sameOrigin(request.origin, request.host)) {
    response.error(403, "this request came from another site");
    return false;
  }
  return unlocked(request, now, response);
}

bool Routes::unlocked(const HttpRequest& request, uint32_t now, Response& response) {
  const char* password = control_.settings().devicePassword;
  if (password[0] == 0) {
    response.error(403, "no device password is set: hold the button for five seconds and choose one at set-up");
    return false;
  }
  // One guess a second.
  if (wrongPassword_ && now - wrongPasswordAt_ < passwordPauseMillis) {
    response.error(429, "wait a second before the next try");
    return false;
  }
  wrongPassword_ = false;
  if (passwordFits(request.authorization, password)) return true;
  if (request.authorization[0] != 0) {
    wrongPassword_ = true;
    wrongPasswordAt_ = now;
  }
  response.error(401, "the device password is needed");
  return false;
}

void Routes::showSettings(Response& response) {
  const Settings& s = control_.settings();
  char mode[LineMode::textSize];
  Text& to = response.json();
  to.put("{\"host\":").quoted(s.host);
  to.put(",\"ssid\":").quoted(s.ssid);
  to.put(",\"wifi\":").boolean(control_.radio() != nullptr);
  to.put(",\"mode\":").quoted(s.line.format(mode));
  to.put(",\"inverted\":").boolean(s.inverted);
  to.put(",\"find\":").boolean(s.findLine);
  to.put(",\"port\":").number(s.port);
  to.put(",\"tx_power_dbm\":").number(s.txPowerDbm);
  to.put(",\"allow\":\"");
  s.allowed.format(to);
  size_t count = 0;
  const uint8_t* pins = control_.uart().pins(count);
  to.put("\",\"rx_pin\":").number(s.rxPin == Settings::boardsOwnPin && count > 0 ? pins[0] : s.rxPin);
  to.put(",\"rx_pins\":[");
  for (size_t i = 0; i < count; i++) {
    if (i > 0) to.put(',');
    to.number(pins[i]);
  }
  to.put("]}");
}

void Routes::showSetup(Response& response) {
  Text& to = response.json();
  to.put("{\"state\":").quoted(control_.wifi().stateText());
  to.put(",\"trial\":");
  switch (control_.wifi().trial()) {
    case Trial::running: to.put("\"running\""); break;
    case Trial::worked: to.put("\"worked\""); break;
    case Trial::failed: to.put("\"failed\""); break;
    default: to.put("null");
  }
  to.put(",\"host\":").quoted(control_.settings().host).put(",\"address\":\"");
  if (control_.radio()->address() != 0) to.address(control_.radio()->address());
  to.put("\"}");
}

void Routes::showNetworks(Response& response) {
  constexpr int8_t mostShown = 16;
  Radio& radio = *control_.radio();
  const int8_t count = radio.scanned();
  Text& to = response.json();
  to.put("{\"scanning\":").boolean(count < 0).put(",\"networks\":[");
  for (int8_t i = 0; i < count && i < mostShown; i++) {
    int8_t rssi = 0;
    const char* name = radio.scannedName(static_cast<uint8_t>(i), rssi);
    if (i > 0) to.put(',');
    to.put("{\"ssid\":").quoted(name).put(",\"rssi_dbm\":").signedNumber(rssi).put('}');
  }
  to.put("]}");
  if (count >= 0) radio.startScan();
}

void Routes::showLine(Response& response) {
  LineMode mode;
  bool inverted;
  control_.line(mode, inverted);
  char text[LineMode::textSize];
  const Settings& s = control_.settings();
  Text& to = response.json();
  to.put("{\"mode\":").quoted(mode.format(text));
  to.put(",\"inverted\":").boolean(inverted);
  to.put(",\"kept\":").boolean(s.line == mode && s.inverted == inverted);
  to.put(",\"find\":").boolean(s.findLine).put('}');
}

void Routes::changeLine(const HttpRequest& request, const char* body, uint32_t now, Response& response) {
  // The app that looks for the mode is no browser and sends no Origin; a page of another site always sends its own.
  if (request.origin[0] != 0 && !sameOrigin(request.origin, request.host)) {
    return response.error(403, "this request came from another site");
  }
  if (!control_.settings().findLine && !mayChange(request, now, response)) return;
  const char* form = body[0] != 0 ? body : request.query;
  LineMode mode;
  bool inverted;
  control_.line(mode, inverted);
  char text[LineMode::textSize];
  if (formHas(form, "mode") && !(formValue(form, "mode", text, sizeof text) && LineMode::parse(text, mode))) {
    return response.error(400, "mode: write it as 115200-8N1 or 2400-8E1");
  }
  if (formHas(form, "inverted")) inverted = formFlag(form, "inverted");
  if (!control_.setLine(mode, inverted, formFlag(form, "keep"))) {
    return response.error(409, "this line cannot be set so");
  }
  showLine(response);
}

void Routes::changeSettings(const char* body, Response& response) {
  Settings changed = control_.settings();
  char value[AllowList::textSize + 1];
  for (const Field& field : fields) {
    if (!formHas(body, field.name)) continue;
    if (!formValue(body, field.name, value, sizeof value) || !field.set(changed, value, control_.uart())) {
      return response.error(400, field.rule);
    }
  }
  if (!control_.change(changed)) return response.error(409, "this line cannot be set so");
  response.json().put("{\"saved\":true}");
}

void Routes::changeWifi(const char* body, Response& response) {
  char ssid[33];
  char password[65];
  if (!formValue(body, "ssid", ssid, sizeof ssid) || !Settings::validSsid(ssid)) return response.error(400, "ssid: 1 to 32 characters");
  if (!formValue(body, "password", password, sizeof password) || !Settings::validWifiPassword(password)) {
    return response.error(400, "password: 8 to 63 characters, or none for an open network");
  }
  if (!control_.tryWifi(ssid, password)) return response.error(409, "another attempt is under way");
  response.json(202).put("{\"trial\":\"running\"}");
}

void Routes::setUp(const char* body, Response& response) {
  Settings changed = control_.settings();
  char password[sizeof changed.devicePassword];
  if (formHas(body, "device_password")) {
    if (!formValue(body, "device_password", password, sizeof password)) return response.error(400, passwordRule);
    if (password[0] != 0 && !Settings::validDevicePassword(password)) return response.error(400, passwordRule);
    copyText(changed.devicePassword, password);
    control_.change(changed);
  }
  changeWifi(body, response);
}

bool Routes::takesImage(const HttpRequest& request) { return request.method == Method::post && is(request, "/api/update"); }

bool Routes::beginImage(const HttpRequest& request, uint32_t now, Response& response) {
  if (!mayChange(request, now, response)) return false;
  Updater* updater = control_.updater();
  if (updater == nullptr) {
    response.error(409, "this board is not updated over the network");
    return false;
  }
  if (request.bodySize == 0) {
    response.error(411, "send the image as the body, with its length");
    return false;
  }
  if (!updater->begin(request.bodySize)) {
    response.error(409, updater->error());
    return false;
  }
  return true;
}

bool Routes::writeImage(const uint8_t* from, size_t size, Response& response) {
  if (control_.updater()->write(from, size)) return true;
  response.error(409, control_.updater()->error());
  control_.updater()->abort();
  return false;
}

void Routes::endImage(Response& response) {
  if (!control_.updater()->end()) {
    response.error(409, control_.updater()->error());
    return;
  }
  control_.restartSoon();
  response.json().put("{\"restarts\":true}");
}

void Routes::abortImage() { control_.updater()->abort(); }

}  // namespace emeter
