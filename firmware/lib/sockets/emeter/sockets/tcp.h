// TCP on BSD sockets: the same code on the ESP32's lwIP and on Linux.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "emeter/board/net.h"

namespace emeter {

class TcpSink : public Sink {
 public:
  ~TcpSink() override { close(); }

  bool free() const { return socket_ < 0; }
  void take(int socket, uint32_t peer);

  bool open() override { return socket_ >= 0 && !gone_; }
  size_t write(const uint8_t* from, size_t size) override;
  size_t read(uint8_t* to, size_t size) override;
  void close() override;
  uint32_t peer() const override { return peer_; }
  int socket() const { return socket_; }

 private:
  int socket_ = -1;
  uint32_t peer_ = 0;
  bool gone_ = false;
};

// A listening port with a fixed number of connections. More wait in the system's queue.
class TcpListener {
 public:
  static constexpr size_t connections = 4;

  ~TcpListener() { stop(); }

  // `address` as 0x7F000001 for 127.0.0.1, 0 for all. Port 0 takes a free one. False: errno tells why.
  bool listen(uint32_t address, uint16_t port);
  void stop();
  Sink* accept();
  uint16_t port() const { return port_; }
  int socket() const { return socket_; }
  const TcpSink& connection(size_t index) const { return sinks_[index]; }

 private:
  int socket_ = -1;
  uint16_t port_ = 0;
  TcpSink sinks_[connections];
};

}  // namespace emeter
