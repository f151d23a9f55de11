#include "emeter/device/device.h"

#include <string.h>

#include "emeter/device/led.h"

namespace emeter {
namespace {

constexpr uint32_t restartDelayMillis = 1'500;     // for the answer to go out
constexpr uint32_t longestSaveDelayMillis = 30'000;  // on a line that is never silent
constexpr uint32_t receivingMillis = 150;
constexpr uint32_t lentAfterSetUpMillis = 3'000;  // for the last answer, and a computer that asks once more
constexpr uint32_t unreadableMillis = 10 * 60'000;  // time for somebody to set it up anew

Device& device(void* context) { return *static_cast<Device*>(context); }

}  // namespace

Device::Device(const Board& board, uint8_t* ring, size_t ringSize)
    : board_(board),
      ring_(ring, ringSize),
      forwarder_(board.uart, ring_),
      scheduler_(
          board.clock,
          [](void* context, uint32_t now) {
            device(context).forwarder_.receive(now);
            device(context).forwarder_.send(now);
          },
          this),
      wifi_(board.radio, board.system, settings_),
      web_(board.net, *this),
      improv_(board.console, *this) {}

void Device::load() {
  uint8_t blob[largestSettings];
  decodeSettings(blob, board_.store.load(blob, sizeof blob), settings_);
}

bool Device::begin() {
  const uint32_t now = begunAt_ = board_.clock.millis();
  safe_ = board_.system.failedStarts() >= mostFailedStarts;
  lineWatch_.begin(now);
  if (!safe_ && !startLine(settings_.line, settings_.inverted) && !startLine(LineMode(), false)) return false;
  if (board_.console != nullptr && !safe_ && !board_.console->sharesTheLine()) board_.console->begin();
  wifi_.begin(now);
  return board_.net.listen(settings_.port) && addTasks();
}

bool Device::startLine(const LineMode& mode, bool inverted) {
  line_ = mode;
  inverted_ = inverted;
  forwarder_.setLine(mode);
  return board_.uart.begin(mode, inverted, settings_.rxPin);
}

bool Device::addTasks() {
  using D = Device;
  struct Entry {
    Work work;
    uint32_t period;
  };
  const Entry entries[] = {
      {[](void* d, uint32_t now) { static_cast<D*>(d)->acceptStream(now); }, 2},
      {[](void* d, uint32_t now) { static_cast<D*>(d)->web_.run(now); }, 2},
      {[](void* d, uint32_t now) { static_cast<D*>(d)->wifi_.run(now); }, 100},
      {[](void* d, uint32_t now) { static_cast<D*>(d)->lookAtButton(now); }, 10},
      {[](void* d, uint32_t now) { static_cast<D*>(d)->showLed(now); }, 20},
      {[](void* d, uint32_t now) { static_cast<D*>(d)->store(now); }, 20},
      {[](void* d, uint32_t now) { static_cast<D*>(d)->watch(now); }, 250},
      {[](void* d, uint32_t) { static_cast<D*>(d)->serve(); }, 20},
      {[](void* d, uint32_t now) { static_cast<D*>(d)->runConsole(now); }, 5},
  };
  for (const Entry& entry : entries) {
    if (!scheduler_.add(entry.work, entry.period)) return false;
  }
  return true;
}

void Device::acceptStream(uint32_t now) {
  Sink* sink = board_.net.accept(Service::stream);
  if (sink == nullptr) return;
  if (settings_.allowed.allows(sink->peer())) {
    forwarder_.attach(*sink, now);
  } else {
    forwarder_.refuse(*sink);
  }
}

void Device::lookAtButton(uint32_t now) {
  if (board_.button == nullptr) return;
  switch (button_.look(board_.button->read(), now)) {
    case Press::held:
      eraseAll();
      restartSoon();
      break;
    case Press::shortPress: wifi_.openForAWhile(now); break;
    case Press::none: break;
  }
}

void Device::showLed(uint32_t now) {
  if (board_.led == nullptr) return;
  LedCode code = LedCode::listening;
  const bool receiving = forwarder_.received() > 0 && forwarder_.silence() < receivingMillis;
  if (button_.warning(now) || restart_) {
    code = LedCode::warning;
  } else if (wifi_.accessPointOpen()) {
    code = LedCode::setup;
  } else if (wifi_.state() != WifiState::online && wifi_.state() != WifiState::wired) {
    code = LedCode::connecting;
  } else if (safe_) {
    code = LedCode::safe;
  } else if (receiving) {
    code = LedCode::receiving;
  }
  board_.led->write(ledLit(code, now));
}

// Writing flash stops the interrupts that take the meter's bytes: it is done in the silence between bursts.
void Device::store(uint32_t now) {
  if (wifi_.takeChanged()) saveLater();
  const bool timely = forwarder_.quiet() || now - changedAt_ >= longestSaveDelayMillis;
  if ((unsaved_ || erase_) && timely) {
    uint8_t blob[largestSettings];
    if (erase_) {
      board_.store.erase();
    } else {
      board_.store.save(blob, encodeSettings(settings_, blob));
    }
    unsaved_ = erase_ = false;
  }
  if (board_.store.unreadable() && !unsaved_ && now - begunAt_ >= unreadableMillis) {
    begunAt_ = now;
    board_.system.restart();
  }
  if (restart_ && !unsaved_ && !erase_ && now - restartAt_ >= restartDelayMillis) {
    restart_ = false;
    board_.system.startLasted();  // it ends because it was told to
    board_.system.restart();
  }
}

// What is looked at now and then.
void Device::watch(uint32_t now) {
  countFaults();
  proveStart(now);
  // A client that is gone is noticed after 25 seconds.
  if (forwarder_.streams() || web_.heard() != webHeard_) wifi_.heard(now);
  webHeard_ = web_.heard();
  if (settings_.foundLine && !settings_.findLine && lineWatch_.due(now)) settings_.findLine = reopened_ = true;
}

void Device::countFaults() {
  if (!safe_ && !lent_) faults_ = board_.uart.faults();
}

void Device::proveStart(uint32_t now) {
  if (now - begunAt_ < lastsMillis) return;
  if (!lasted_) board_.system.startLasted();
  lasted_ = true;
  // Whoever was served can bring it another image.
  if (!works_ && !safe_ && (web_.heard() != 0 || forwarder_.streams())) {
    works_ = true;
    board_.system.imageWorks();
  }
  if (safe_ && now - begunAt_ >= safeMillis) {
    begunAt_ = now;
    restartSoon();
  }
}

void Device::serve() {
  if (board_.services != nullptr && !safe_) board_.services->run(wifi_.state() == WifiState::online, wifi_.accessPointOpen());
}

void Device::runConsole(uint32_t now) {
  if (board_.console == nullptr || safe_) return;
  if (board_.console->sharesTheLine()) lendLine(now);
  if (lent_ || !board_.console->sharesTheLine()) improv_.run(now);
}

// While set-up is open and there is no link nobody can read the meter's bytes: a receiver that hears only one of the two listens to the USB plug.
void Device::lendLine(uint32_t now) {
  const bool open = wifi_.state() == WifiState::portal || (lent_ && wifi_.state() == WifiState::trying);
  if (open) setUpOpenAt_ = now;
  if (open && !lent_) {
    board_.uart.end();
    board_.console->begin();
    lent_ = true;
  } else if (lent_ && now - setUpOpenAt_ >= lentAfterSetUpMillis) {
    board_.console->end();
    lent_ = false;
    if (!startLine(line_, inverted_)) restartSoon();  // no memory for the receive buffer: another start has it
  }
}

void Device::status(Text& to) {
  const Updater* updater = board_.updater;
  writeStatus({settings_, forwarder_, wifi_, board_.radio, board_.system, board_.uart, line_, inverted_, safe_, board_.net.streamPort(), faults_,
               scheduler_.longestMicros(), updater != nullptr, updater != nullptr ? updater->key() : FlashString()},
              to);
}

void Device::line(LineMode& mode, bool& inverted) const {
  mode = line_;
  inverted = inverted_;
}

bool Device::change(const Settings& settings) {
  const bool sameLine = settings.line == line_ && settings.inverted == inverted_;
  if (!sameLine && !setLine(settings.line, settings.inverted, false)) return false;
  const Settings& old = settings_;
  // Name and password go out to the network when it is first there. (The router alone keeps the old name until the next start.)
  const bool told = wifi_.wasOnline() && wifi_.state() != WifiState::portal &&
                    (strcmp(settings.host, old.host) != 0 || strcmp(settings.devicePassword, old.devicePassword) != 0);
  const bool needsRestart = settings.port != old.port || settings.rxPin != old.rxPin || settings.txPowerDbm != old.txPowerDbm ||
                            settings.address != old.address || told;
  // A mode set by hand is not searched for again.
  const bool byHand = settings.line != old.line || settings.inverted != old.inverted || (old.findLine && !settings.findLine);
  settings_ = settings;
  if (byHand) settings_.foundLine = false;
  reopened_ = false;
  saveLater();
  if (needsRestart) restartSoon();
  return true;
}

bool Device::setLine(const LineMode& mode, bool inverted, bool keep) {
  if (mode != line_ || inverted != inverted_) {
    if (!lent_ && !safe_ && !board_.uart.configure(mode, inverted)) return false;
    line_ = mode;
    inverted_ = inverted;
    forwarder_.setLine(mode);
  }
  if (keep) {
    const bool kept = settings_.line == mode && settings_.inverted == inverted && settings_.foundLine && (!settings_.findLine || reopened_);
    settings_.line = mode;
    settings_.inverted = inverted;
    settings_.findLine = reopened_ = false;
    settings_.foundLine = true;
    lineAlive();
    if (!kept) saveLater();
  }
  return true;
}

void Device::lineAlive() {
  lineWatch_.alive(board_.clock.millis());
  if (reopened_ && settings_.line == line_ && settings_.inverted == inverted_) settings_.findLine = reopened_ = false;
}

int32_t Device::lineAliveAgo() const {
  if (!lineWatch_.everAlive()) return -1;
  return static_cast<int32_t>(lineWatch_.aliveAgo(board_.clock.millis()) / 1000);
}

bool Device::tryWifi(const char* ssid, const char* password) {
  return wifi_.tryCredentials(ssid, password, board_.clock.millis());
}

void Device::saveLater() {
  unsaved_ = true;
  changedAt_ = board_.clock.millis();
}

void Device::eraseAll() {
  erase_ = true;
  unsaved_ = false;
  changedAt_ = board_.clock.millis();
}

void Device::restartSoon() {
  restart_ = true;
  restartAt_ = board_.clock.millis();
}

}  // namespace emeter
