// Who may do what: the device password, the request's origin, and the name the device is asked by.
#pragma once

#include <stdint.h>

#include "emeter/web/control.h"
#include "emeter/web/http.h"
#include "emeter/web/response.h"

namespace emeter {

class Access {
 public:
  explicit Access(const Control& control) : control_(control) {}

  // Each answers itself and returns false when the request is not allowed.

  // The device password.
  bool unlocked(const HttpRequest& request, uint32_t now, Response& response);
  // A change: it comes from the device's own page, and brings the password.
  bool mayChange(const HttpRequest& request, uint32_t now, Response& response);
  // A change without a password: it comes from no other page. A page whose own name has been pointed at this device
  // calls itself the same origin; so the name must be one that nobody else can have.
  bool fromOwnPage(const HttpRequest& request, Response& response) const;
  // The request asks for this device. While set-up is open every name leads here, and a phone that asks for its maker's
  // page is led to ours and shows it.
  bool meantForUs(const HttpRequest& request, Response& response) const;

 private:
  const Control& control_;
  bool wrongPassword_ = false;
  uint32_t wrongPasswordAt_ = 0;
};

}  // namespace emeter
