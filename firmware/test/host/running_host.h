// emeter-host as a user runs it: a process of its own, a pseudo-terminal for the meter's line, real TCP on loopback.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <string>
#include <vector>

namespace emeter::test {

class RunningHost {
 public:
  explicit RunningHost(std::vector<std::string> options = {});
  ~RunningHost();

  // Writes to the line as fast as the terminal takes it.
  void send(const uint8_t* from, size_t size);
  void send(const std::string& bytes) { send(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()); }

  // A connection to the raw bytes, or -1. `buffer`: the size of its receive buffer, 0 for the system's choice.
  int connect(int buffer = 0) const;
  // The answer to an HTTP request, head and body.
  std::string ask(const std::string& request) const;
  std::string status() const { return ask("GET /status.json HTTP/1.1\r\nHost: localhost\r\n\r\n"); }
  // A number of /status.json, found by the text before it.
  uint64_t counter(const std::string& key) const;
  // Waits until a client of the stream is counted in; up to ten seconds.
  bool waitForClients(size_t count) const;

  uint16_t port = 0;
  uint16_t pages = 0;
  pid_t process = -1;

 private:
  int line_ = -1;
  int lineOther_ = -1;
};

// Reads until so many bytes are there, the connection ends, or so much time has passed without any.
std::string readBytes(int socket, size_t size, int patienceMillis = 5000);
// Reads what comes until nothing has come for so long.
std::string readAll(int socket, int patienceMillis);
int connectTo(uint16_t port, int buffer = 0);
// A port that nobody has.
uint16_t freePort();

}  // namespace emeter::test
