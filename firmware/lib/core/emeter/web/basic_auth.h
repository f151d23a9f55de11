// The password of a request (HTTP Basic, RFC 7617).
#pragma once

namespace emeter {

// Whether an Authorization header of the Basic scheme carries this password. The user name is free; an empty password
// never fits.
bool passwordFits(const char* authorization, const char* password);

}  // namespace emeter
