// Serves the pages: a small HTTP server that does a bounded piece of work at a time and never waits.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "emeter/board/net.h"
#include "emeter/web/control.h"
#include "emeter/web/http.h"
#include "emeter/web/response.h"
#include "emeter/web/routes.h"

namespace emeter {

class Web {
 public:
  static constexpr size_t connections = 2;
  static constexpr size_t largestBody = 1024;
  static constexpr uint32_t idleMillis = 5'000;
  // So long a request may take to come and its answer to go: one that drips costs the others no more. An image is large.
  static constexpr uint32_t longestMillis = 20'000;
  static constexpr uint32_t longestImageMillis = 300'000;
  // A connection that has sent nothing so long (browsers open such in advance) gives way to one that waits.
  static constexpr uint32_t givesWayAfterMillis = 500;
  static constexpr int piecesAtOnce = 4;  // of 256 bytes: what one run reads at most

  Web(Net& net, Control& control) : net_(net), routes_(control) {}

  // One bounded piece of work: at most one connection accepted, one read and one write.
  void run(uint32_t now);

  // Moves on whenever a peer has sent something.
  uint32_t heard() const { return heard_; }

 private:
  enum class Phase : uint8_t { free, head, body, image, answer, drain };

  struct Connection {
    Sink* sink = nullptr;
    Phase phase = Phase::free;
    uint32_t begun = 0;
    uint32_t since = 0;     // last progress
    uint32_t bodyLeft = 0;
    size_t bodyUsed = 0;
    size_t outUsed = 0;     // bytes of `out` filled and sent
    size_t outSent = 0;
    HttpRequestReader reader;
    Response response;
    char body[largestBody + 1];
    uint8_t out[512];
  };

  void accept(uint32_t now);
  void advance(Connection& c, uint32_t now);
  void receive(Connection& c, uint32_t now);
  void take(Connection& c, const uint8_t* from, size_t size, uint32_t now);
  void headDone(Connection& c, uint32_t now);
  void takeBody(Connection& c, const uint8_t* from, size_t size, uint32_t now);
  void beginAnswer(Connection& c, uint32_t now);
  void answered(Connection& c);
  void send(Connection& c, uint32_t now);
  void flush(Connection& c, uint32_t now);
  void end(Connection& c);

  Net& net_;
  Routes routes_;
  Connection connections_[connections];
  size_t next_ = 0;
  uint32_t heard_ = 0;
};

}  // namespace emeter
