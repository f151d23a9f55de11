// A Linux computer as a board: clock, settings file, TCP ports, process.
#pragma once

#include <stdint.h>

#include <string>

#include "emeter/board/clock.h"
#include "emeter/board/net.h"
#include "emeter/board/store.h"
#include "emeter/board/system.h"
#include "emeter/sockets/tcp.h"

namespace emeter::host {

class SteadyClock : public Clock {
 public:
  uint32_t millis() override;
  uint32_t micros() override;
};

// Settings in a file, replaced as a whole. Without a path nothing is kept.
class FileStore : public Store {
 public:
  explicit FileStore(std::string path) : path_(std::move(path)) {}
  size_t load(uint8_t* to, size_t size) override;
  bool save(const uint8_t* from, size_t size) override;
  bool erase() override;

 private:
  std::string path_;
};

class TcpNet : public Net {
 public:
  // `pages` false: the stream only. A port 0 takes a free one.
  TcpNet(uint32_t address, bool pages, uint16_t pagesPort) : address_(address), pages_(pages), pagesPort_(pagesPort) {}
  bool listen(uint16_t streamPort) override;
  uint16_t streamPort() const override { return stream_.port(); }
  Sink* accept(Service service) override;

  // Listens on this port whatever the settings say: for 0, a free one.
  void overridePort(uint16_t port) { overridden_ = port; }
  const std::string& problem() const { return problem_; }
  const TcpListener& stream() const { return stream_; }
  const TcpListener& web() const { return web_; }

 private:
  bool open(TcpListener& listener, uint16_t port);

  uint32_t address_;
  bool pages_;
  uint16_t pagesPort_;
  int32_t overridden_ = -1;
  std::string problem_;
  TcpListener stream_;
  TcpListener web_;
};

class PosixSystem : public System {
 public:
  PosixSystem();
  void restart() override { restarts_ = true; }
  bool restarts() const { return restarts_; }
  const char* resetReason() override { return "program started"; }
  Heap heap() override { return {}; }  // not a limit here
  const char* chipId() override { return id_; }
  const char* board() override { return "linux"; }
  uint32_t random() override;

 private:
  bool restarts_ = false;
  char id_[9];
};

}  // namespace emeter::host
