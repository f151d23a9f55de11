// Whose page a request comes from, and how it names the device that it asks.
#pragma once

namespace emeter {

// Whether `origin` is "http://" and the very host the request was sent to.
bool sameOrigin(const char* origin, const char* host);

enum class Named : unsigned char {
  own,      // by address, by NAME or NAME.local, these also with the number mDNS adds to a name that is taken (or not at all)
  domain,   // by NAME in some other domain: a home router's, or anybody's
  foreign,
};
Named namedAs(const char* host, const char* name);

}  // namespace emeter
