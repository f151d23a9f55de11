#include "emeter/web/access.h"

#include "emeter/web/basic_auth.h"
#include "emeter/web/origin.h"

namespace emeter {
namespace {

constexpr uint32_t passwordPauseMillis = 1'000;

void refuseOrigin(Response& response) { response.error(403, IN_FLASH("this request came from another site")); }

}  // namespace

bool Access::meantForUs(const HttpRequest& request, Response& response) const {
  if (namedAs(request.host, control_.settings().host) != Named::foreign) return true;
  if (control_.wifi().accessPointOpen()) {
    response.redirect(IN_FLASH("http://192.168.4.1/"));
  } else {
    response.error(403, IN_FLASH("this device answers to its own name and address only"));
  }
  return false;
}

bool Access::fromOwnPage(const HttpRequest& request, Response& response) const {
  if (sameOrigin(request.origin, request.host) && namedAs(request.host, control_.settings().host) == Named::own) return true;
  refuseOrigin(response);
  return false;
}

bool Access::mayChange(const HttpRequest& request, const Asker& asker, Response& response) {
  if (!sameOrigin(request.origin, request.host)) {
    refuseOrigin(response);
    return false;
  }
  return unlocked(request, asker, response);
}

// One that still counts; nullptr when this address may try.
Access::Wrong* Access::wrongOf(uint32_t address, uint32_t now) {
  Wrong* found = nullptr;
  for (Wrong& wrong : wrong_) {
    if (wrong.counts && now - wrong.at >= passwordPauseMillis) wrong.counts = false;
    if (wrong.counts && wrong.address == address) found = &wrong;
  }
  return found;
}

void Access::remember(const Asker& asker) {
  Wrong* place = &wrong_[0];
  for (Wrong& wrong : wrong_) {
    if (!wrong.counts) {
      place = &wrong;
      break;
    }
    if (asker.now - wrong.at > asker.now - place->at) place = &wrong;
  }
  *place = {asker.address, asker.now, true};
}

bool Access::unlocked(const HttpRequest& request, const Asker& asker, Response& response) {
  const char* password = control_.settings().devicePassword;
  if (password[0] == 0) {
    response.error(403, IN_FLASH("no device password is set: hold the button for five seconds and choose one at set-up"));
    return false;
  }
  // One guess a second.
  if (wrongOf(asker.address, asker.now) != nullptr) {
    response.error(429, IN_FLASH("wait a second before the next try"));
    return false;
  }
  if (passwordFits(request.authorization, password)) return true;
  if (request.authorization[0] != 0) remember(asker);
  response.error(401, IN_FLASH("the device password is needed"));
  return false;
}

}  // namespace emeter
