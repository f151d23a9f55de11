// The whole device: puts the parts together and runs them.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "emeter/board/board.h"
#include "emeter/cable/improv.h"
#include "emeter/device/button.h"
#include "emeter/device/scheduler.h"
#include "emeter/line/line_watch.h"
#include "emeter/line/ring.h"
#include "emeter/net/forwarder.h"
#include "emeter/net/wifi.h"
#include "emeter/settings/settings.h"
#include "emeter/web/control.h"
#include "emeter/web/web.h"

namespace emeter {

class Device : public Control {
 public:
  // `ring` is storage for the bytes kept for slow clients.
  Device(const Board& board, uint8_t* ring, size_t ringSize);

  // Reads the stored settings; the defaults stand where there are none or they are damaged.
  void load();
  // For a board that has its settings from elsewhere (the command line); before begin().
  Settings& initialSettings() { return settings_; }

  // After so many starts that came to nothing the next one is safe mode: Wi-Fi, pages and updates, and nothing else.
  static constexpr uint32_t mostFailedStarts = 3;
  static constexpr uint32_t lastsMillis = 60'000;
  // Then it tries again.
  static constexpr uint32_t safeMillis = 30 * 60'000;

  // Starts line, network and tasks. A stored line mode that the hardware refuses gives way to the default. False when
  // the line or the port cannot be had at all.
  bool begin();
  // The line first, then at most one task. True when there was a task; to be called for ever.
  bool cycle() { return scheduler_.cycle(); }

  const Scheduler& scheduler() const { return scheduler_; }
  bool safe() const { return safe_; }
  const Forwarder& forwarder() const { return forwarder_; }

  const Settings& settings() const override { return settings_; }
  void status(Text& to) override;
  const Wifi& wifi() const override { return wifi_; }
  Radio* radio() override { return board_.radio; }
  Updater* updater() override { return board_.updater; }
  Uart& uart() override { return board_.uart; }
  void line(LineMode& mode, bool& inverted) const override;
  bool change(const Settings& settings) override;
  bool setLine(const LineMode& mode, bool inverted, bool keep) override;
  void lineAlive() override;
  int32_t lineAliveAgo() const override;
  bool streamsTo(uint32_t address) const override { return forwarder_.streamsTo(address); }
  bool tryWifi(const char* ssid, const char* password) override;
  void eraseAll() override;
  void restartSoon() override;

 private:
  void acceptStream(uint32_t now);
  void lookAtButton(uint32_t now);
  void showLed(uint32_t now);
  void store(uint32_t now);
  void countFaults();
  void watch(uint32_t now);
  void proveStart(uint32_t now);
  void serve();
  void runConsole(uint32_t now);
  void lendLine(uint32_t now);
  bool startLine(const LineMode& mode, bool inverted);
  bool addTasks();
  void saveLater();

  Board board_;
  Settings settings_;
  LineMode line_;
  bool inverted_ = false;
  Ring ring_;
  Forwarder forwarder_;
  Scheduler scheduler_;
  Wifi wifi_;
  Button button_;
  Web web_;
  Improv improv_;
  UartFaults faults_;
  LineWatch lineWatch_;
  uint32_t webHeard_ = 0;
  uint32_t begunAt_ = 0;
  uint32_t changedAt_ = 0;
  uint32_t restartAt_ = 0;
  uint32_t setUpOpenAt_ = 0;  // when it last was, while the line is lent
  bool lent_ = false;         // the meter's receiver listens to the USB plug
  bool unsaved_ = false;
  bool erase_ = false;
  bool restart_ = false;
  bool reopened_ = false;  // the search for the line mode is open again, until the next start
  bool safe_ = false;
  bool lasted_ = false;
  bool works_ = false;
};

}  // namespace emeter
