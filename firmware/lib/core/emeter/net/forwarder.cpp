#include "emeter/net/forwarder.h"

namespace emeter {
namespace {

// What clients send has no meaning: it is read so that their side does not fill up, and thrown away.
void discardInput(Sink& sink) {
  uint8_t unused[64];
  for (int i = 0; i < 4 && sink.read(unused, sizeof unused) == sizeof unused; i++) {
  }
}

}  // namespace

void Forwarder::receive(uint32_t now) {
  uptime_.look(now);
  uint8_t piece[256];
  size_t taken = 0;
  while (taken < ring_.capacity() / 2) {
    const size_t size = uart_.read(piece, sizeof piece);
    if (size == 0) break;
    if (bursts_.bytes(now)) starts_.add(ring_.end());
    ring_.append(piece, size);
    taken += size;
  }
  if (taken > 0) {
    lastByteAt_ = uptime_.millis();
  } else {
    bursts_.nothing(now);
  }
}

void Forwarder::send(uint32_t now) {
  for (StreamClient& client : clients_) {
    if (client.sink != nullptr) sendTo(client, now);
  }
}

void Forwarder::sendTo(StreamClient& client, uint32_t now) {
  discardInput(*client.sink);
  if (!client.sink->open()) {
    release(client);
    return;
  }
  if (client.next_ < ring_.oldest()) catchUp(client);
  if (client.waits_) waitForBurst(client);
  if (client.waits_) return;

  const Position owed = ring_.end() - client.next_;
  if (!client.owed_) client.owedSince_ = now;
  client.owed_ = owed > 0;
  if (owed < gatherBytes && now - client.owedSince_ < gatherMillis) return;

  bool moved = false;
  for (Span span = ring_.from(client.next_); span.size > 0; span = ring_.from(client.next_)) {
    const size_t taken = client.sink->write(span.data, span.size);
    client.next_ += taken;
    client.sent += taken;
    totals_.sent += taken;
    moved = moved || taken > 0;
    if (taken < span.size) break;
  }
  client.owed_ = client.next_ < ring_.end();
  // Only what it takes shows that it reads: that nothing is owed may come of having dropped all.
  if (moved) {
    client.stalled_ = false;
  } else if (client.owed_ && !client.stalled_) {
    client.stalled_ = true;
    client.stalledSince_ = now;
  } else if (client.owed_ && client.stalledMillis(now) >= stuckAfterMillis) {
    totals_.stuck++;
    release(client);
  }
}

// The ring has overtaken the client: it goes on at the oldest burst still held whole, or waits for the next one.
void Forwarder::catchUp(StreamClient& client) {
  Position start;
  if (starts_.firstFrom(ring_.oldest(), start)) {
    drop(client, start);
  } else {
    drop(client, ring_.end());
    client.waits_ = true;
    client.waitsFrom_ = ring_.end();
  }
}

void Forwarder::waitForBurst(StreamClient& client) {
  Position start;
  if (starts_.firstFrom(client.next_, start)) {
    drop(client, start);
    client.waits_ = false;
    return;
  }
  drop(client, ring_.end());
  // A line that is never silent has no bursts: after a whole ring the client goes on where the line is.
  if (ring_.end() - client.waitsFrom_ > ring_.capacity()) client.waits_ = false;
}

void Forwarder::drop(StreamClient& client, Position until) {
  client.dropped += until - client.next_;
  totals_.dropped += until - client.next_;
  client.next_ = until;
}

bool Forwarder::attach(Sink& sink, uint32_t now) {
  StreamClient* place = freePlace(now);
  if (place == nullptr) {
    refuse(sink);
    return false;
  }
  place->sink = &sink;
  place->connectedAt = uptime_.millis();
  place->next_ = ring_.end();
  Position start;
  if (!bursts_.quiet() && starts_.latest(start) && start >= ring_.oldest()) {
    place->next_ = start;
  } else if (!bursts_.quiet()) {
    place->waits_ = true;
    place->waitsFrom_ = ring_.end();
  }
  totals_.connects++;
  return true;
}

StreamClient* Forwarder::freePlace(uint32_t now) {
  StreamClient* slowest = nullptr;
  for (StreamClient& client : clients_) {
    if (client.sink != nullptr && !client.sink->open()) release(client);
    if (client.sink == nullptr) return &client;
    if (slowest == nullptr || client.stalledMillis(now) > slowest->stalledMillis(now)) slowest = &client;
  }
  if (slowest->stalledMillis(now) < givesWayAfterMillis) return nullptr;
  totals_.stuck++;
  release(*slowest);
  return slowest;
}

bool Forwarder::streams() const {
  for (const StreamClient& client : clients_) {
    if (client.sink != nullptr) return true;
  }
  return false;
}

bool Forwarder::streamsTo(uint32_t address) const {
  for (const StreamClient& client : clients_) {
    if (client.sink != nullptr && client.sink->peer() == address) return true;
  }
  return false;
}

void Forwarder::refuse(Sink& sink) {
  sink.close();
  totals_.refused++;
}

void Forwarder::release(StreamClient& client) {
  client.sink->close();
  client = StreamClient();
}

}  // namespace emeter
