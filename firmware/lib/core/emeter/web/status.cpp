#include "emeter/web/status.h"

#include "emeter/image/version.h"

namespace emeter {
namespace {

void writeIdentity(const Status& s, Text& to) {
  to.put(IN_FLASH("{\"name\":")).quoted(s.settings.host);
  to.put(IN_FLASH(",\"id\":")).quoted(s.system.chipId());
  to.put(IN_FLASH(",\"version\":")).quoted(version);
  to.put(IN_FLASH(",\"board\":")).quoted(s.system.board());
  to.put(IN_FLASH(",\"uptime_s\":")).number(s.forwarder.uptime() / 1000);
  to.put(IN_FLASH(",\"reset_reason\":")).quoted(s.system.resetReason());
  to.put(IN_FLASH(",\"safe\":")).boolean(s.safe);
}

void writeWifi(const Status& s, Text& to) {
  const bool online = s.radio != nullptr && s.wifi.state() == WifiState::online;
  to.put(IN_FLASH(",\"wifi\":{\"state\":")).quoted(s.wifi.stateText());
  to.put(IN_FLASH(",\"ssid\":")).quoted(s.settings.ssid);
  to.put(IN_FLASH(",\"rssi_dbm\":"));
  if (online) {
    to.signedNumber(s.radio->rssi());
  } else {
    to.put(IN_FLASH("null"));
  }
  to.put(IN_FLASH(",\"address\":\""));
  if (s.radio != nullptr && s.radio->address() != 0) to.address(s.radio->address());
  to.put(IN_FLASH("\",\"reconnects\":")).number(s.wifi.reconnects());
  to.put(IN_FLASH(",\"dead\":")).number(s.wifi.dead()).put('}');
}

void writeHeap(const Status& s, Text& to) {
  const Heap heap = s.system.heap();
  to.put(IN_FLASH(",\"heap\":{\"free_bytes\":")).number(heap.free);
  to.put(IN_FLASH(",\"largest_bytes\":")).number(heap.largest);
  to.put(IN_FLASH(",\"fragmentation_percent\":")).number(heap.fragmentation).put('}');
}

void writeLine(const Status& s, Text& to) {
  char mode[LineMode::textSize];
  to.put(IN_FLASH(",\"line\":{\"mode\":")).quoted(s.line.format(mode));
  to.put(IN_FLASH(",\"inverted\":")).boolean(s.inverted);
  to.put(IN_FLASH(",\"find\":")).boolean(s.settings.findLine);
  to.put(IN_FLASH(",\"buffer_bytes\":")).number(s.uart.bufferSize()).put('}');
}

void writeKind(FlashString key, const UartFaults& faults, uint32_t count, Text& to) {
  to.put(key);
  if (faults.split) {
    to.number(count);
  } else {
    to.put(IN_FLASH("null"));
  }
}

void writeUart(const Status& s, Text& to) {
  to.put(IN_FLASH(",\"uart\":{\"bytes\":")).number(s.forwarder.received());
  to.put(IN_FLASH(",\"bursts\":")).number(s.forwarder.bursts());
  to.put(IN_FLASH(",\"overruns\":")).number(s.faults.overruns);
  to.put(IN_FLASH(",\"errors\":")).number(s.faults.errors);
  writeKind(IN_FLASH(",\"parity\":"), s.faults, s.faults.parity, to);
  writeKind(IN_FLASH(",\"framing\":"), s.faults, s.faults.framing, to);
  writeKind(IN_FLASH(",\"breaks\":"), s.faults, s.faults.breaks, to);
  to.put(IN_FLASH(",\"silent_ms\":"));
  if (s.forwarder.received() > 0) {
    to.number(s.forwarder.silence());
  } else {
    to.put(IN_FLASH("null"));
  }
  to.put('}');
}

void writeStream(const Status& s, Text& to) {
  const StreamTotals& totals = s.forwarder.totals();
  to.put(IN_FLASH(",\"stream\":{\"port\":")).number(s.port);
  to.put(IN_FLASH(",\"sent\":")).number(totals.sent);
  to.put(IN_FLASH(",\"dropped\":")).number(totals.dropped);
  to.put(IN_FLASH(",\"connects\":")).number(totals.connects);
  to.put(IN_FLASH(",\"refused\":")).number(totals.refused);
  to.put(IN_FLASH(",\"stuck\":")).number(totals.stuck);
  to.put(IN_FLASH(",\"clients\":["));
  bool first = true;
  for (size_t i = 0; i < Forwarder::places; i++) {
    const StreamClient& client = s.forwarder.client(i);
    if (client.sink == nullptr) continue;
    if (!first) to.put(',');
    first = false;
    to.put(IN_FLASH("{\"address\":\"")).address(client.sink->peer());
    to.put(IN_FLASH("\",\"connected_s\":")).number((s.forwarder.uptime() - client.connectedAt) / 1000);
    to.put(IN_FLASH(",\"sent\":")).number(client.sent);
    to.put(IN_FLASH(",\"dropped\":")).number(client.dropped).put('}');
  }
  to.put(IN_FLASH("]}"));
}

}  // namespace

void writeStatus(const Status& s, Text& to) {
  writeIdentity(s, to);
  writeWifi(s, to);
  writeHeap(s, to);
  to.put(IN_FLASH(",\"loop\":{\"longest_ms\":")).number((s.longestLoopMicros + 500) / 1000).put('}');
  writeLine(s, to);
  writeUart(s, to);
  writeStream(s, to);
  to.put(IN_FLASH(",\"update\":{\"possible\":")).boolean(s.updatable);
  to.put(IN_FLASH(",\"unlocked\":")).boolean(s.settings.devicePassword[0] != 0);
  to.put(IN_FLASH(",\"signed\":")).boolean(!s.key.empty()).put(IN_FLASH(",\"key\":"));
  if (s.key.empty()) {
    to.put(IN_FLASH("null}}"));
  } else {
    to.quoted(s.key).put(IN_FLASH("}}"));
  }
}

}  // namespace emeter
