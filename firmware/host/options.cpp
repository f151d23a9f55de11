#include "options.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "emeter/line/ring.h"
#include "emeter/settings/settings.h"

namespace emeter::host {

const char usage[] =
    R"(emeter-host: forwards the bytes of a meter's serial line to TCP clients, as the ESP does.

  emeter-host --uart /dev/ttyUSB0 --mode 115200-8N1 --port 8088 --bind 0.0.0.0

  --uart PATH      the serial port (required)
  --mode MODE      rate and frame of the line: 115200-8N1 (default), 2400-8E1, 9600-7E1, ...
  --port N         TCP port of the raw bytes (default 8088; 0 takes a free one)
  --bind ADDRESS   own address to listen on (default 127.0.0.1; 0.0.0.0 lets the network in, which may then read)
  --allow LIST     addresses that may read the raw bytes, e.g. 192.168.1.0/24,10.0.0.5 (default: all)
  --http N         also serve the pages and /status.json on this port (0 takes a free one)
  --name NAME      name on the pages (default emeter)
  --settings FILE  keep what is set on the pages in this file; options given here come before it
  --ring BYTES     how much of the line is kept for slow clients, a power of two (default 32768)

The environment variable EMETER_PASSWORD sets the device password, without which the pages change nothing.

For tests:
  --chip-uart                 a 4096-byte receive buffer that loses its oldest bytes when full, as the chip's does
  --simulated-wifi NAME:PASS  a radio with this network in reach: set-up as on the chip, in the browser
  --dead-link FILE            while this file is there its link leads nowhere; joining anew removes it
  --update-file FILE          take firmware images and store them here; one that is a program is what the next start runs
  --update-key ID             take only those signed by this key
  --console N                 speak Improv over serial on the open file number N, as on the chip's USB plug
)";

namespace {

bool readNumber(const char* text, unsigned long lowest, unsigned long highest, unsigned long& number) {
  char* end = nullptr;
  if (*text < '0' || *text > '9') return false;
  number = strtoul(text, &end, 10);
  return *end == 0 && number >= lowest && number <= highest;
}

bool setText(std::string& to, const char* value) {
  to = value;
  return !to.empty();
}

bool setPort(uint16_t& to, bool& given, const char* value) {
  unsigned long number;
  if (!readNumber(value, 0, 65535, number)) return false;
  to = static_cast<uint16_t>(number);
  given = true;
  return true;
}

bool setBind(uint32_t& to, const char* value) {
  in_addr address;
  if (inet_pton(AF_INET, value, &address) != 1) return false;
  to = ntohl(address.s_addr);
  return true;
}

bool setRing(size_t& to, const char* value) {
  unsigned long number;
  if (!readNumber(value, 1024, 16 * 1024 * 1024, number) || !Ring::fits(number)) return false;
  to = number;
  return true;
}

bool setConsole(int& to, const char* value) {
  unsigned long number;
  if (!readNumber(value, 3, 1023, number)) return false;
  to = static_cast<int>(number);
  return true;
}

bool setWifi(Options& options, const char* value) {
  const char* colon = strchr(value, ':');
  if (colon == nullptr) return false;
  options.wifiName.assign(value, static_cast<size_t>(colon - value));
  options.wifiPassword = colon + 1;
  return Settings::validSsid(options.wifiName.c_str());
}

struct Entry {
  const char* name;
  bool (*set)(Options& options, const char* value);
};

constexpr Entry entries[] = {
    {"--uart", [](Options& o, const char* v) { return setText(o.uart, v); }},
    {"--mode", [](Options& o, const char* v) { return o.modeGiven = LineMode::parse(v, o.mode); }},
    {"--port", [](Options& o, const char* v) { return setPort(o.port, o.portGiven, v); }},
    {"--bind", [](Options& o, const char* v) { return setBind(o.bind, v); }},
    {"--allow", [](Options& o, const char* v) { return o.allowGiven = AllowList::parse(v, o.allowed); }},
    {"--http", [](Options& o, const char* v) { return setPort(o.pagesPort, o.pages, v); }},
    {"--name", [](Options& o, const char* v) { return setText(o.name, v) && Settings::validHost(v); }},
    {"--settings", [](Options& o, const char* v) { return setText(o.settings, v); }},
    {"--ring", [](Options& o, const char* v) { return setRing(o.ring, v); }},
    {"--simulated-wifi", [](Options& o, const char* v) { return setWifi(o, v); }},
    {"--console", [](Options& o, const char* v) { return setConsole(o.console, v); }},
    {"--dead-link", [](Options& o, const char* v) { return setText(o.deadFile, v); }},
    {"--update-file", [](Options& o, const char* v) { return setText(o.updateFile, v); }},
    {"--update-key", [](Options& o, const char* v) { return setText(o.updateKey, v); }},
};

const Entry* find(const std::string& name) {
  for (const Entry& entry : entries) {
    if (name == entry.name) return &entry;
  }
  return nullptr;
}

}  // namespace

bool readOptions(int count, char** arguments, Options& options, bool& help, std::string& why) {
  help = false;
  for (int i = 1; i < count; i++) {
    const std::string argument = arguments[i];
    if (argument == "--help" || argument == "-h") {
      help = true;
      return true;
    }
    if (argument == "--chip-uart") {
      options.chipUart = true;
      continue;
    }
    const size_t equals = argument.find('=');
    const std::string name = argument.substr(0, equals);
    const Entry* entry = find(name);
    if (entry == nullptr) {
      why = "unknown option " + name + " (--help lists them)";
      return false;
    }
    if (equals == std::string::npos && i + 1 == count) {
      why = name + " needs a value";
      return false;
    }
    const std::string value = equals == std::string::npos ? arguments[++i] : argument.substr(equals + 1);
    if (!entry->set(options, value.c_str())) {
      why = name + ": \"" + value + "\" is not a value it takes (see --help)";
      return false;
    }
  }
  if (options.uart.empty()) {
    why = "--uart PATH is missing: the serial port the meter is on";
    return false;
  }
  return true;
}

}  // namespace emeter::host
