// The set-up page's requests, and those of the settings page that change the Wi-Fi.
#include "emeter/web/form.h"
#include "emeter/web/routes.h"
#include "emeter/web/settings_form.h"

namespace emeter {
namespace {

FlashString trialText(Trial trial) {
  switch (trial) {
    case Trial::running: return IN_FLASH("\"running\"");
    case Trial::worked: return IN_FLASH("\"worked\"");
    case Trial::failed: return IN_FLASH("\"failed\"");
    default: return IN_FLASH("null");
  }
}

void refuseWithoutRadio(Response& response) { response.error(404, IN_FLASH("this board has no Wi-Fi")); }

}  // namespace

void Routes::showSetup(const Exchange& e) {
  Radio* radio = control_.radio();
  if (radio == nullptr) return refuseWithoutRadio(e.response);
  Text& to = e.response.json();
  to.put(IN_FLASH("{\"state\":")).quoted(control_.wifi().stateText());
  to.put(IN_FLASH(",\"trial\":")).put(trialText(control_.wifi().trial()));
  to.put(IN_FLASH(",\"password_set\":")).boolean(control_.settings().ssid[0] != 0 && control_.settings().devicePassword[0] != 0);
  to.put(IN_FLASH(",\"host\":")).quoted(control_.settings().host);
  to.put(IN_FLASH(",\"address\":\""));
  if (radio->address() != 0) to.address(radio->address());
  to.put(IN_FLASH("\"}"));
}

void Routes::showNetworks(const Exchange& e) {
  constexpr int8_t mostShown = 16;
  Radio* radio = control_.radio();
  if (radio == nullptr) return refuseWithoutRadio(e.response);
  if (!control_.wifi().accessPointOpen() && !access_.unlocked(e.request, e.asker, e.response)) return;
  const int8_t count = radio->scanned();
  Text& to = e.response.json();
  to.put(IN_FLASH("{\"scanning\":")).boolean(count < 0).put(IN_FLASH(",\"networks\":["));
  for (int8_t i = 0; i < count && i < mostShown; i++) {
    int8_t rssi = 0;
    const char* name = radio->scannedName(static_cast<uint8_t>(i), rssi);
    if (i > 0) to.put(',');
    to.put(IN_FLASH("{\"ssid\":")).quoted(name).put(IN_FLASH(",\"rssi_dbm\":")).signedNumber(rssi).put('}');
  }
  to.put(IN_FLASH("]}"));
  // A scan would end the attempt that is under way.
  if (count >= 0 && control_.wifi().state() != WifiState::trying) radio->startScan();
}

void Routes::setUp(const Exchange& e) {
  if (!control_.wifi().takesSetUp()) {
    return e.response.error(403, IN_FLASH("set-up is closed; press the button to open it"));
  }
  if (!access_.fromOwnPage(e.request, e.response)) return;
  // Who only presses the button takes the device to another Wi-Fi, and not over: a password that is set stays.
  const Settings& s = control_.settings();
  const bool chosen = s.ssid[0] != 0 && s.devicePassword[0] != 0;
  if (!chosen && formHas(e.body, "device_password")) {
    Settings changed = control_.settings();
    if (!readNewPassword(e.body, changed)) return e.response.error(400, devicePasswordRule());
    control_.change(changed);
  }
  changeWifi(e);
}

void Routes::changeWifi(const Exchange& e) {
  char ssid[sizeof Settings::ssid];
  char password[sizeof Settings::wifiPassword];
  if (!formValue(e.body, "ssid", ssid, sizeof ssid) || !Settings::validSsid(ssid)) {
    return e.response.error(400, IN_FLASH("ssid: 1 to 32 characters"));
  }
  if (!formValue(e.body, "password", password, sizeof password) || !Settings::validWifiPassword(password)) {
    return e.response.error(400, IN_FLASH("password: 8 to 63 characters, or none for an open network"));
  }
  if (!control_.tryWifi(ssid, password)) return e.response.error(409, IN_FLASH("another attempt is under way"));
  e.response.json(202).put(IN_FLASH("{\"trial\":\"running\"}"));
}

}  // namespace emeter
