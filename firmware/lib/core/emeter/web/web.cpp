#include "emeter/web/web.h"

#include <string.h>

#include <new>

namespace emeter {

void Web::run(uint32_t now) {
  accept(now);
  for (size_t i = 0; i < connections; i++) {
    Connection& c = connections_[next_];
    next_ = (next_ + 1) % connections;
    if (c.phase == Phase::free) continue;
    advance(c, now);
    return;
  }
}

void Web::accept(uint32_t now) {
  Connection* place = nullptr;
  for (Connection& c : connections_) {
    const bool idle = c.phase == Phase::head && !c.reader.begun() && now - c.since >= givesWayAfterMillis;
    if (c.phase == Phase::free) place = &c;
    if (idle && place == nullptr) place = &c;
  }
  if (place == nullptr) return;
  Sink* sink = net_.accept(Service::web);
  if (sink == nullptr) return;
  end(*place);
  place->sink = sink;
  place->phase = Phase::head;
  place->begun = place->since = now;
}

void Web::advance(Connection& c, uint32_t now) {
  if (c.phase == Phase::answer) {
    send(c, now);
  } else {
    flush(c, now);
    receive(c, now);
  }
  if (c.phase == Phase::free) return;
  const uint32_t longest = c.phase == Phase::image ? longestImageMillis : longestMillis;
  if (!c.sink->open() || now - c.since >= idleMillis || now - c.begun >= longest) end(c);
}

void Web::receive(Connection& c, uint32_t now) {
  for (int i = 0; i < piecesAtOnce && c.phase != Phase::answer && c.phase != Phase::free; i++) {
    uint8_t piece[256];
    const size_t size = c.sink->read(piece, sizeof piece);
    if (size == 0) return;
    c.since = now;
    heard_++;
    take(c, piece, size, now);
  }
}

void Web::take(Connection& c, const uint8_t* from, size_t size, uint32_t now) {
  if (c.phase == Phase::drain) {
    c.bodyLeft -= static_cast<uint32_t>(size < c.bodyLeft ? size : c.bodyLeft);
    if (c.bodyLeft == 0) end(c);
    return;
  }
  size_t taken = 0;
  if (c.phase == Phase::head) {
    taken = c.reader.take(from, size);
    if (c.reader.failed() != 0) {
      c.response.error(c.reader.failed(), IN_FLASH("this request cannot be read"));
      return beginAnswer(c, now);
    }
    if (c.reader.done()) headDone(c, now);
  }
  if (c.phase == Phase::body || c.phase == Phase::image) takeBody(c, from + taken, size - taken, now);
}

void Web::headDone(Connection& c, uint32_t now) {
  const HttpRequest& request = c.reader.request();
  c.bodyLeft = request.bodySize;
  if (Routes::takesImage(request)) {
    if (!routes_.beginImage(request, {c.sink->peer(), now}, c.response)) return beginAnswer(c, now);
    c.phase = Phase::image;
  } else if (request.bodySize > largestBody) {
    c.response.error(413, IN_FLASH("more than this device takes"));
    return beginAnswer(c, now);
  } else {
    c.phase = Phase::body;
  }
  if (request.expectsContinue) {
    c.outUsed = Text(reinterpret_cast<char*>(c.out), sizeof c.out).put(IN_FLASH("HTTP/1.1 100 Continue\r\n\r\n")).size();
    flush(c, now);
  }
}

void Web::takeBody(Connection& c, const uint8_t* from, size_t size, uint32_t now) {
  if (size > c.bodyLeft) size = c.bodyLeft;
  c.bodyLeft -= static_cast<uint32_t>(size);
  if (c.phase == Phase::image) {
    if (size > 0 && !routes_.writeImage(from, size, c.response)) return beginAnswer(c, now);
    if (c.bodyLeft > 0) return;
    routes_.endImage(c.response);
    return beginAnswer(c, now);
  }
  memcpy(c.body + c.bodyUsed, from, size);
  c.bodyUsed += size;
  c.body[c.bodyUsed] = 0;
  if (c.bodyLeft > 0) return;
  if (memchr(c.body, 0, c.bodyUsed) != nullptr) {
    c.response.error(400, IN_FLASH("the form has a zero byte in it"));
  } else {
    routes_.answer(c.reader.request(), c.body, {c.sink->peer(), now}, c.response);
  }
  beginAnswer(c, now);
}

void Web::beginAnswer(Connection& c, uint32_t now) {
  c.phase = Phase::answer;
  c.begun = c.since = now;  // the answer has its own time
}

void Web::send(Connection& c, uint32_t now) {
  if (c.outSent == c.outUsed) {
    c.outUsed = c.response.take(c.out, sizeof c.out);
    c.outSent = 0;
  }
  if (c.outUsed == 0) return answered(c);
  flush(c, now);
}

// What is ready to go, as far as the peer takes it.
void Web::flush(Connection& c, uint32_t now) {
  if (c.outSent == c.outUsed) return;
  const size_t sent = c.sink->write(c.out + c.outSent, c.outUsed - c.outSent);
  c.outSent += sent;
  if (sent > 0) c.since = now;
}

// Closing while the peer still sends would reset the connection and could take the answer with it: the rest of a
// refused body is read first.
void Web::answered(Connection& c) {
  if (c.bodyLeft == 0) return end(c);
  c.phase = Phase::drain;
}

void Web::end(Connection& c) {
  if (c.phase == Phase::image) routes_.abortImage();
  if (c.sink != nullptr) c.sink->close();
  // Built anew in place: assigning a fresh one would put a copy of all its buffers on the stack.
  c.~Connection();
  new (&c) Connection;
}

}  // namespace emeter
