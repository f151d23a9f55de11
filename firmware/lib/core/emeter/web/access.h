// Who may do what: the device password, the request's origin, and the name the device is asked by.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "emeter/web/control.h"
#include "emeter/web/http.h"
#include "emeter/web/response.h"

namespace emeter {

// Who asks, and when.
struct Asker {
  uint32_t address = 0;  // IPv4
  uint32_t now = 0;
};

class Access {
 public:
  explicit Access(const Control& control) : control_(control) {}

  // Each answers itself and returns false when the request is not allowed.

  // The device password.
  bool unlocked(const HttpRequest& request, const Asker& asker, Response& response);
  // A change: it comes from the device's own page, and brings the password.
  bool mayChange(const HttpRequest& request, const Asker& asker, Response& response);
  // A change without a password: it comes from no other page. A page whose own name has been pointed at this device
  // calls itself the same origin; so the name must be one that nobody else can have.
  bool fromOwnPage(const HttpRequest& request, Response& response) const;
  // The request asks for this device. While set-up is open every name leads here, and a phone that asks for its maker's
  // page is led to ours and shows it.
  bool meantForUs(const HttpRequest& request, Response& response) const;

 private:
  const Control& control_;
  // Who gave a wrong password, and when: the pause is his alone, so nobody locks the owner out.
  struct Wrong {
    uint32_t address = 0;
    uint32_t at = 0;
    bool counts = false;
  };
  static constexpr size_t mostWrong = 8;  // the oldest gives way

  Wrong* wrongOf(uint32_t address, uint32_t now);
  void remember(const Asker& asker);

  Wrong wrong_[mostWrong];
};

}  // namespace emeter
