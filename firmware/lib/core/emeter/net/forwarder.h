// The reason the firmware exists: every byte of the meter's line goes to every client, and nothing else does.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "emeter/board/net.h"
#include "emeter/board/uart.h"
#include "emeter/line/bursts.h"
#include "emeter/line/line_mode.h"
#include "emeter/line/ring.h"
#include "emeter/line/uptime.h"

namespace emeter {

// One client of the raw stream.
struct StreamClient {
  Sink* sink = nullptr;  // nullptr: the place is free
  uint64_t connectedAt = 0;  // by Forwarder::uptime()
  uint64_t sent = 0;
  uint64_t dropped = 0;  // bytes of the line that passed while it was connected and could not be sent

 private:
  friend class Forwarder;
  Position next_ = 0;        // the next byte to send
  Position waitsFrom_ = 0;   // where it began to wait for a burst
  bool waits_ = false;
  uint32_t owedSince_ = 0;   // when the first byte not yet sent was seen
  bool owed_ = false;
  bool stalled_ = false;     // the last write took nothing
  uint32_t stalledSince_ = 0;

  uint32_t stalledMillis(uint32_t now) const { return stalled_ ? now - stalledSince_ : 0; }
};

struct StreamTotals {
  uint64_t sent = 0;
  uint64_t dropped = 0;
  uint32_t connects = 0;
  uint32_t refused = 0;  // no place free, or the address is not allowed
  uint32_t stuck = 0;    // closed because they stopped reading
};

class Forwarder {
 public:
  static constexpr size_t places = 3;  // an ESP8266 has five TCP connections: three here, two for the pages
  static constexpr uint32_t stuckAfterMillis = 10'000;
  // A client that has taken nothing for so long gives way to a new one when all places are taken.
  static constexpr uint32_t givesWayAfterMillis = 1'000;
  // Bytes are gathered for a moment: one packet for each of them would fill the radio and the chip's send queue.
  static constexpr size_t gatherBytes = 512;
  static constexpr uint32_t gatherMillis = 20;

  Forwarder(Uart& uart, Ring& ring) : uart_(uart), ring_(ring) {}

  void setLine(const LineMode& mode) { bursts_.setLine(mode); }

  // UART to ring: all that has arrived, but never more than half a ring at a time.
  void receive(uint32_t now);
  // Ring to clients: what each one takes without waiting.
  void send(uint32_t now);

  // A new client begins with the burst that is under way. False (and closed) when there is no place.
  bool attach(Sink& sink, uint32_t now);
  // Closes one that must not be a client.
  void refuse(Sink& sink);

  const StreamClient& client(size_t place) const { return clients_[place]; }
  // Whether a client has the stream open: at all, and from this address.
  bool streams() const;
  bool streamsTo(uint32_t address) const;
  const StreamTotals& totals() const { return totals_; }
  uint64_t received() const { return ring_.end(); }
  uint64_t bursts() const { return starts_.count(); }
  bool quiet() const { return bursts_.quiet(); }
  // Milliseconds since the first look at the line, and since its last byte; the latter is meaningless before the first.
  uint64_t uptime() const { return uptime_.millis(); }
  uint64_t silence() const { return uptime_.millis() - lastByteAt_; }

 private:
  void sendTo(StreamClient& client, uint32_t now);
  void catchUp(StreamClient& client);
  void waitForBurst(StreamClient& client);
  void drop(StreamClient& client, Position until);
  void release(StreamClient& client);
  StreamClient* freePlace(uint32_t now);

  Uart& uart_;
  Ring& ring_;
  BurstDetector bursts_;
  BurstStarts starts_;
  StreamClient clients_[places];
  StreamTotals totals_;
  Uptime uptime_;
  uint64_t lastByteAt_ = 0;
};

}  // namespace emeter
