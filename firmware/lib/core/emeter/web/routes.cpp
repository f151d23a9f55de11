#include "emeter/web/routes.h"

#include <string.h>

#include "emeter/web/form.h"
#include "emeter/web/settings_form.h"

namespace emeter {

const Routes::Route Routes::routes[] EMETER_FLASH = {
    {"/", Method::get, Asks::nothing, &Routes::showFirstPage},
    {"/status", Method::get, Asks::nothing, &Routes::showStatusPage},
    {"/setup", Method::get, Asks::nothing, &Routes::showSetupPage},
    {"/settings", Method::get, Asks::nothing, &Routes::showSettingsPage},
    {"/update", Method::get, Asks::nothing, &Routes::showUpdatePage},
    {"/status.json", Method::get, Asks::nothingOfPrograms, &Routes::showStatus},
    {"/api/line", Method::get, Asks::nothingOfPrograms, &Routes::showLine},
    {"/api/line", Method::post, Asks::nothingOfPrograms, &Routes::changeLine},
    {"/api/settings", Method::get, Asks::password, &Routes::showSettings},
    {"/api/settings", Method::post, Asks::passwordAndOrigin, &Routes::changeSettings},
    {"/api/setup", Method::get, Asks::nothing, &Routes::showSetup},
    {"/api/setup", Method::post, Asks::nothing, &Routes::setUp},
    {"/api/networks", Method::get, Asks::nothing, &Routes::showNetworks},
    {"/api/wifi", Method::post, Asks::passwordAndOrigin, &Routes::changeWifi},
    {"/api/restart", Method::post, Asks::passwordAndOrigin, &Routes::restart},
    {"/api/erase", Method::post, Asks::passwordAndOrigin, &Routes::erase},
};

bool Routes::find(const HttpRequest& request, Route& route) {
  for (const Route& kept : routes) {
    copyFromFlash(&route, &kept, sizeof route);
    if (route.method == request.method && strcmp(route.path, request.path) == 0) return true;
  }
  return false;
}

bool Routes::passes(Asks asks, const Exchange& e) {
  switch (asks) {
    case Asks::password: return access_.unlocked(e.request, e.asker, e.response);
    case Asks::passwordAndOrigin: return access_.mayChange(e.request, e.asker, e.response);
    default: return true;
  }
}

void Routes::answer(const HttpRequest& request, const char* body, const Asker& asker, Response& response) {
  Route route;
  const bool found = request.method != Method::other && find(request, route);
  const bool underAnyName = found && route.asks == Asks::nothingOfPrograms && !request.fromBrowser;
  if (!underAnyName && !access_.meantForUs(request, response)) return;
  if (request.method == Method::other) return response.error(405, IN_FLASH("only GET and POST"));
  if (!found) return response.error(404, IN_FLASH("no such page"));
  const Exchange e = {request, body, asker, response};
  if (passes(route.asks, e)) (this->*route.handler)(e);
}

void Routes::showFirstPage(const Exchange& e) { e.response.page(control_.wifi().accessPointOpen() ? Page::setup : Page::status); }
void Routes::showStatusPage(const Exchange& e) { e.response.page(Page::status); }
void Routes::showSettingsPage(const Exchange& e) { e.response.page(Page::settings); }
void Routes::showUpdatePage(const Exchange& e) { e.response.page(Page::update); }

void Routes::showSetupPage(const Exchange& e) {
  if (!control_.wifi().accessPointOpen()) return e.response.error(404, IN_FLASH("set-up is closed"));
  e.response.page(Page::setup);
}

void Routes::showStatus(const Exchange& e) { control_.status(e.response.json()); }

void Routes::showSettings(const Exchange& e) {
  writeSettingsForm(control_.settings(), control_.uart(), control_.radio() != nullptr, e.response.json());
}

void Routes::changeSettings(const Exchange& e) {
  Settings changed = control_.settings();
  const FlashString wrong = readSettingsForm(e.body, control_.uart(), changed);
  if (!wrong.empty()) return e.response.error(400, wrong);
  if (!control_.change(changed)) return e.response.error(409, IN_FLASH("this line cannot be set so"));
  e.response.json().put(IN_FLASH("{\"saved\":true}"));
}

void Routes::showLine(const Exchange& e) {
  LineMode mode;
  bool inverted;
  control_.line(mode, inverted);
  char text[LineMode::textSize];
  const Settings& s = control_.settings();
  Text& to = e.response.json();
  to.put(IN_FLASH("{\"mode\":")).quoted(mode.format(text));
  to.put(IN_FLASH(",\"inverted\":")).boolean(inverted);
  to.put(IN_FLASH(",\"kept\":")).boolean(s.line == mode && s.inverted == inverted);
  to.put(IN_FLASH(",\"find\":")).boolean(s.findLine).put(IN_FLASH(",\"alive_s\":"));
  if (control_.lineAliveAgo() >= 0) {
    to.number(static_cast<uint32_t>(control_.lineAliveAgo()));
  } else {
    to.put(IN_FLASH("null"));
  }
  to.put('}');
}

// Whose mode it is says a program that reads the stream, or whoever has the password.
bool Routes::mayKeep(const Exchange& e) {
  if (control_.streamsTo(e.asker.address)) return true;
  if (e.request.authorization[0] != 0) return access_.mayChange(e.request, e.asker, e.response);
  e.response.error(403, IN_FLASH("keep and alive count from an address that has the raw stream open"));
  return false;
}

void Routes::changeLine(const Exchange& e) {
  // The app that looks for the mode is no browser and sends no Origin; a page of another site always sends its own.
  if (e.request.origin[0] != 0 && !access_.fromOwnPage(e.request, e.response)) return;
  const char* form = e.body[0] != 0 ? e.body : e.request.query;
  const bool keep = formFlag(form, "keep");
  const bool alive = formFlag(form, "alive");
  const bool changes = keep || formHas(form, "mode") || formHas(form, "inverted");
  if ((changes || !alive) && !control_.settings().findLine && !access_.mayChange(e.request, e.asker, e.response)) return;
  if ((keep || alive) && !mayKeep(e)) return;
  LineMode mode;
  bool inverted;
  control_.line(mode, inverted);
  char text[LineMode::textSize];
  if (formHas(form, "mode") && !(formValue(form, "mode", text, sizeof text) && LineMode::parse(text, mode))) {
    return e.response.error(400, IN_FLASH("mode: write it as 115200-8N1 or 2400-8E1"));
  }
  if (formHas(form, "inverted")) inverted = formFlag(form, "inverted");
  if (changes && !control_.setLine(mode, inverted, keep)) {
    return e.response.error(409, IN_FLASH("this line cannot be set so"));
  }
  if (alive) control_.lineAlive();
  showLine(e);
}

void Routes::restart(const Exchange& e) {
  control_.restartSoon();
  e.response.json().put(IN_FLASH("{\"restarts\":true}"));
}

void Routes::erase(const Exchange& e) {
  control_.eraseAll();
  restart(e);
}

}  // namespace emeter
