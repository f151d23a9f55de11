#if defined(ESP8266)

#include "../arduino/address.h"
#include "parts_esp8266.h"

namespace emeter {
namespace {

// lwIP may lack a segment although its send window has room: so long a write may wait then, and no longer.
constexpr unsigned long writeMillis = 2;
// How long a close may wait for what is unsent. (0 stands for 300 ms here.)
constexpr unsigned int closeMillis = 1;

}  // namespace

void ChipSink::take(const WiFiClient& client) {
  client_ = client;
  client_.setNoDelay(true);
  client_.setTimeout(writeMillis);
  // A peer that vanishes is noticed after 25 s; the default is two hours. The call needs a connection that still exists:
  // a port scan's may be gone by now.
  if (client_.status() != CLOSED) client_.keepAlive(10, 5, 3);
  peer_ = addressNumber(client_.remoteIP());
  used_ = true;
}

bool ChipSink::open() { return used_ && client_.connected() != 0; }

size_t ChipSink::write(const uint8_t* from, size_t size) {
  const int room = used_ ? static_cast<int>(client_.availableForWrite()) : 0;
  if (room <= 0) return 0;
  return client_.write(from, static_cast<size_t>(room) < size ? static_cast<size_t>(room) : size);
}

size_t ChipSink::read(uint8_t* to, size_t size) {
  const int available = used_ ? client_.available() : 0;
  if (available <= 0) return 0;
  const int taken = client_.read(to, static_cast<size_t>(available) < size ? static_cast<size_t>(available) : size);
  return taken > 0 ? static_cast<size_t>(taken) : 0;
}

void ChipSink::close() {
  if (!used_) return;
  client_.stop(closeMillis);
  client_ = WiFiClient();
  used_ = false;
}

bool ChipNet::listen(uint16_t streamPort) {
  port_ = streamPort;
  stream_.begin(streamPort, waitingConnections);
  web_.begin(80, waitingConnections);
  return stream_.status() != CLOSED && web_.status() != CLOSED;
}

Sink* ChipNet::accept(Service service) {
  WiFiServer& server = service == Service::stream ? stream_ : web_;
  if (!server.hasClient()) return nullptr;
  for (ChipSink& sink : sinks_) {
    if (!sink.unused()) continue;
    sink.take(server.accept());
    return &sink;
  }
  return nullptr;
}

}  // namespace emeter

#endif
