#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "chip_uart.h"
#include "emeter/device/device.h"
#include "emeter/image/version.h"
#include "options.h"
#include "posix_board.h"
#include "serial_port.h"
#include "simulated.h"

using namespace emeter;
using namespace emeter::host;

namespace {

volatile sig_atomic_t stopping = 0;

void stop(int) { stopping = 1; }

void catchSignals() {
  struct sigaction action = {};
  action.sa_handler = stop;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

int complain(const std::string& sentence, int status) {
  fprintf(stderr, "emeter-host: %s\n", sentence.c_str());
  return status;
}

// What the command line says comes before what is stored. False when the password cannot be one.
bool apply(const Options& options, Settings& settings) {
  if (options.modeGiven) settings.line = options.mode;
  if (options.portGiven && options.port != 0) settings.port = options.port;
  if (options.allowGiven) settings.allowed = options.allowed;
  if (!options.name.empty()) copyText(settings.host, options.name.c_str());
  const char* password = getenv("EMETER_PASSWORD");
  if (password == nullptr) return true;
  if (!Settings::validDevicePassword(password)) return false;
  copyText(settings.devicePassword, password);
  return true;
}

// Sleeps until there is something to do, but never so long that a task comes late.
void wait(const SerialPort* port, const TcpNet& net) {
  constexpr int longestMillis = 5;
  pollfd waits[3 + TcpListener::connections] = {{port == nullptr ? -1 : port->file(), POLLIN, 0},
                                                {net.stream().socket(), POLLIN, 0},
                                                {net.web().socket(), POLLIN, 0}};
  for (size_t i = 0; i < TcpListener::connections; i++) waits[3 + i] = {net.web().connection(i).socket(), POLLIN, 0};
  poll(waits, 3 + TcpListener::connections, longestMillis);
}

void run(Device& device, const PosixSystem& system, const SerialPort* port, const TcpNet& net) {
  constexpr int mostTasks = 16;  // between two waits, so that a line that is always busy is waited for too
  while (!stopping && !system.restarts()) {
    const uint64_t before = device.forwarder().received();
    for (int i = 0; i < mostTasks && device.cycle(); i++) {
    }
    if (device.forwarder().received() == before) wait(port, net);
  }
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  bool help = false;
  std::string why;
  if (!readOptions(count, arguments, options, help, why)) return complain(why, 2);
  if (help) return fputs(usage, stdout) < 0;

  SteadyClock clock;
  FileStore store(options.settings);
  PosixSystem system;
  TcpNet net(options.bind, options.pages, options.pagesPort);
  if (options.portGiven) net.overridePort(options.port);
  std::unique_ptr<SimulatedRadio> radio;
  if (!options.wifiName.empty()) {
    radio = std::make_unique<SimulatedRadio>(clock, options.wifiName, options.wifiPassword, options.deadFile);
  }
  std::unique_ptr<FileUpdater> updater;
  if (!options.updateFile.empty()) updater = std::make_unique<FileUpdater>(options.updateFile, options.updateKey);

  std::unique_ptr<FileConsole> console;
  if (options.console >= 0) console = std::make_unique<FileConsole>(options.console);

  SerialPort port(options.uart);
  if (!port.open(options.mode, why)) return complain(why, 1);
  std::unique_ptr<ChipUart> chip;
  if (options.chipUart) chip = std::make_unique<ChipUart>(port);

  std::vector<uint8_t> ring(options.ring);
  Board board{chip ? static_cast<Uart&>(*chip) : port, clock, net, store, system, radio.get()};
  board.updater = updater.get();
  board.console = console.get();
  const auto device = std::make_unique<Device>(board, ring.data(), ring.size());
  device->load();
  if (!apply(options, device->initialSettings())) {
    return complain("EMETER_PASSWORD: 8 to 32 letters, digits and signs", 2);
  }
  catchSignals();
  if (!device->begin()) {
    return complain(net.problem().empty() ? options.uart + " refuses this line mode" : net.problem(), 1);
  }
  printf("raw bytes on port %u\n", net.stream().port());
  if (options.pages) printf("pages on port %u\n", net.web().port());
  fflush(stdout);
  run(*device, system, chip ? nullptr : &port, net);
  if (!system.restarts()) return 0;
  if (access(options.updateFile.c_str(), X_OK) == 0) execv(options.updateFile.c_str(), arguments);
  execv("/proc/self/exe", arguments);
  return complain("cannot restart", 1);
}
