#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <memory>
#include <string>
#include <vector>

#include "chip_uart.h"
#include "emeter/forwarder.h"
#include "emeter/tcp.h"
#include "options.h"
#include "serial_port.h"

using namespace emeter;
using namespace emeter::host;

namespace {

volatile sig_atomic_t stopping = 0;

void stop(int) { stopping = 1; }

uint32_t millisNow() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<uint32_t>(int64_t{t.tv_sec} * 1000 + t.tv_nsec / 1000000);
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  bool help = false;
  std::string why;
  if (!readOptions(count, arguments, options, help, why)) {
    fprintf(stderr, "emeter-host: %s\n", why.c_str());
    return 2;
  }
  if (help) {
    fputs(usage, stdout);
    return 0;
  }
  SerialPort port(options.uart);
  if (!port.open(options.mode, why)) {
    fprintf(stderr, "emeter-host: %s\n", why.c_str());
    return 1;
  }
  std::unique_ptr<ChipUart> chip;
  if (options.chipUart) chip = std::make_unique<ChipUart>(port);
  Uart& uart = chip ? static_cast<Uart&>(*chip) : port;

  TcpListener stream;
  if (!stream.listen(options.bind, options.port)) {
    fprintf(stderr, "emeter-host: cannot listen on port %u: %s\n", options.port, strerror(errno));
    return 1;
  }
  struct sigaction action = {};
  action.sa_handler = stop;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  signal(SIGPIPE, SIG_IGN);

  std::vector<uint8_t> storage(options.ring);
  Ring ring(storage.data(), storage.size());
  Forwarder forwarder(uart, ring);
  forwarder.setLine(options.mode);
  printf("raw bytes on port %u\n", stream.port());
  fflush(stdout);

  while (!stopping) {
    const uint32_t now = millisNow();
    const uint64_t before = forwarder.received();
    forwarder.receive(now);
    forwarder.send(now);
    if (Sink* sink = stream.accept()) forwarder.attach(*sink, now);
    if (forwarder.received() != before) continue;
    pollfd waits[2] = {{chip ? -1 : port.file(), POLLIN, 0}, {stream.socket(), POLLIN, 0}};
    poll(waits, 2, chip ? 2 : 5);
  }
  return 0;
}
