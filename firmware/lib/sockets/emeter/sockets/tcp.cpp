#if !defined(ESP8266)  // which has no sockets

#include "emeter/sockets/tcp.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#if defined(ESP32)
#include <lwip/sockets.h>
#else
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#endif

namespace emeter {
namespace {

constexpr int waitingConnections = 8;

void setNumber(int socket, int level, int option, int value) { setsockopt(socket, level, option, &value, sizeof value); }

bool setNonBlocking(int socket) {
  const int flags = fcntl(socket, F_GETFL, 0);
  return flags >= 0 && fcntl(socket, F_SETFL, flags | O_NONBLOCK) == 0;
}

// A peer that vanishes without a word is noticed after 25 seconds; the systems' own default is two hours.
void setKeepAlive(int socket) {
  setNumber(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
  setNumber(socket, IPPROTO_TCP, TCP_KEEPIDLE, 10);
  setNumber(socket, IPPROTO_TCP, TCP_KEEPINTVL, 5);
  setNumber(socket, IPPROTO_TCP, TCP_KEEPCNT, 3);
#if defined(TCP_USER_TIMEOUT)
  // Linux does not ask while bytes wait for the peer, where lwIP does.
  setNumber(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, 25'000);
#endif
}

// A program that starts itself anew must not hand its connections on: the port would still be taken.
int unshared(int socket) {
#if defined(FD_CLOEXEC)
  if (socket >= 0) fcntl(socket, F_SETFD, FD_CLOEXEC);
#endif
  return socket;
}

bool wouldWait() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

}  // namespace

void TcpSink::take(int socket, uint32_t peer) {
  socket_ = socket;
  peer_ = peer;
  gone_ = false;
}

size_t TcpSink::write(const uint8_t* from, size_t size) {
  if (!open()) return 0;
#if defined(MSG_NOSIGNAL)
  const int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
#else
  const int flags = MSG_DONTWAIT;
#endif
  const auto taken = send(socket_, from, size, flags);
  if (taken >= 0) return static_cast<size_t>(taken);
  if (!wouldWait()) gone_ = true;
  return 0;
}

size_t TcpSink::read(uint8_t* to, size_t size) {
  if (!open()) return 0;
  const auto taken = recv(socket_, to, size, MSG_DONTWAIT);
  if (taken > 0) return static_cast<size_t>(taken);
  if (taken == 0 || !wouldWait()) gone_ = true;
  return 0;
}

void TcpSink::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  gone_ = false;
}

bool TcpListener::listen(uint32_t address, uint16_t port) {
  socket_ = unshared(::socket(AF_INET, SOCK_STREAM, 0));
  if (socket_ < 0) return false;
  setNumber(socket_, SOL_SOCKET, SO_REUSEADDR, 1);
  sockaddr_in at = {};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(address);
  at.sin_port = htons(port);
  socklen_t size = sizeof at;
  if (bind(socket_, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0 && ::listen(socket_, waitingConnections) == 0 &&
      setNonBlocking(socket_) && getsockname(socket_, reinterpret_cast<sockaddr*>(&at), &size) == 0) {
    port_ = ntohs(at.sin_port);
    return true;
  }
  const int why = errno;
  stop();
  errno = why;
  return false;
}

void TcpListener::stop() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

Sink* TcpListener::accept() {
  TcpSink* place = nullptr;
  for (TcpSink& sink : sinks_) {
    if (sink.free()) place = &sink;
  }
  if (place == nullptr || socket_ < 0) return nullptr;
  sockaddr_in from = {};
  socklen_t size = sizeof from;
  const int socket = unshared(::accept(socket_, reinterpret_cast<sockaddr*>(&from), &size));
  if (socket < 0) return nullptr;
  setNonBlocking(socket);
  setNumber(socket, IPPROTO_TCP, TCP_NODELAY, 1);
  setKeepAlive(socket);
#if !defined(ESP32)
  // As little as on a chip: a client that stops reading shows at once, and not after megabytes.
  setNumber(socket, SOL_SOCKET, SO_SNDBUF, 16 * 1024);
#endif
  place->take(socket, ntohl(from.sin_addr.s_addr));
  return place;
}

}  // namespace emeter

#endif
