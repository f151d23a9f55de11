#include "emeter/status.h"

#include "emeter/version.h"

namespace emeter {
namespace {

void writeIdentity(const Status& s, Text& to) {
  to.put("{\"name\":").quoted(s.settings.host);
  to.put(",\"id\":").quoted(s.system.chipId());
  to.put(",\"version\":").quoted(version);
  to.put(",\"board\":").quoted(s.system.board());
  to.put(",\"uptime_s\":").number(s.uptimeMillis / 1000);
  to.put(",\"reset_reason\":").quoted(s.system.resetReason());
}

void writeWifi(const Status& s, Text& to) {
  const bool online = s.radio != nullptr && s.wifi.state() == WifiState::online;
  to.put(",\"wifi\":{\"state\":").quoted(s.wifi.stateText());
  to.put(",\"ssid\":").quoted(s.settings.ssid);
  to.put(",\"rssi_dbm\":");
  if (online) {
    to.signedNumber(s.radio->rssi());
  } else {
    to.put("null");
  }
  to.put(",\"address\":\"");
  if (s.radio != nullptr && s.radio->address() != 0) to.address(s.radio->address());
  to.put("\",\"reconnects\":").number(s.wifi.reconnects()).put('}');
}

void writeHeap(const Status& s, Text& to) {
  const Heap heap = s.system.heap();
  to.put(",\"heap\":{\"free_bytes\":").number(heap.free);
  to.put(",\"largest_bytes\":").number(heap.largest);
  to.put(",\"fragmentation_percent\":").number(heap.fragmentation).put('}');
}

void writeLine(const Status& s, Text& to) {
  char mode[LineMode::textSize];
  to.put(",\"line\":{\"mode\":").quoted(s.line.format(mode));
  to.put(",\"inverted\":").boolean(s.inverted);
  to.put(",\"find\":").boolean(s.settings.findLine);
  to.put(",\"buffer_bytes\":").number(s.uart.bufferSize()).put('}');
}

void writeUart(const Status& s, Text& to) {
  to.put(",\"uart\":{\"bytes\":").number(s.forwarder.received());
  to.put(",\"bursts\":").number(s.forwarder.bursts());
  to.put(",\"overruns\":").number(s.faults.overruns);
  to.put(",\"errors\":").number(s.faults.errors);
  to.put(",\"silent_ms\":");
  if (s.forwarder.received() > 0) {
    to.number(s.now - s.forwarder.lastByteAt());
  } else {
    to.put("null");
  }
  to.put('}');
}

void writeStream(const Status& s, Text& to) {
  const StreamTotals& totals = s.forwarder.totals();
  to.put(",\"stream\":{\"port\":").number(s.port);
  to.put(",\"sent\":").number(totals.sent);
  to.put(",\"dropped\":").number(totals.dropped);
  to.put(",\"connects\":").number(totals.connects);
  to.put(",\"refused\":").number(totals.refused);
  to.put(",\"stuck\":").number(totals.stuck);
  to.put(",\"clients\":[");
  bool first = true;
  for (size_t i = 0; i < Forwarder::places; i++) {
    const StreamClient& client = s.forwarder.client(i);
    if (client.sink == nullptr) continue;
    if (!first) to.put(',');
    first = false;
    to.put("{\"address\":\"").address(client.sink->peer());
    to.put("\",\"connected_s\":").number((s.now - client.connectedAt) / 1000);
    to.put(",\"sent\":").number(client.sent);
    to.put(",\"dropped\":").number(client.dropped).put('}');
  }
  to.put("]}");
}

}  // namespace

void writeStatus(const Status& s, Text& to) {
  writeIdentity(s, to);
  writeWifi(s, to);
  writeHeap(s, to);
  to.put(",\"loop\":{\"longest_ms\":").number((s.longestLoopMicros + 500) / 1000).put('}');
  writeLine(s, to);
  writeUart(s, to);
  writeStream(s, to);
  to.put(",\"update\":{\"possible\":").boolean(s.updatable);
  to.put(",\"unlocked\":").boolean(s.settings.devicePassword[0] != 0);
  to.put(",\"signed\":").boolean(s.updatesSigned).put("}}");
}

}  // namespace emeter
