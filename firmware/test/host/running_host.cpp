#include "running_host.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

namespace emeter::test {
namespace {

// "raw bytes on port 40123" on the process's output.
uint16_t readPort(FILE* output) {
  char line[128];
  if (fgets(line, sizeof line, output) == nullptr) return 0;
  const std::string text(line);
  return static_cast<uint16_t>(atoi(text.substr(text.rfind(' ') + 1).c_str()));
}

}  // namespace

RunningHost::RunningHost(std::vector<std::string> options) {
  char name[128];
  openpty(&line_, &lineOther_, name, nullptr, nullptr);
  termios raw;
  tcgetattr(line_, &raw);
  cfmakeraw(&raw);
  tcsetattr(line_, TCSANOW, &raw);
  int ends[2];
  if (pipe(ends) != 0) return;
  process = fork();
  if (process == 0) {
    dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::close(line_);
    setenv("EMETER_PASSWORD", "correct horse", 1);
    std::vector<std::string> all = {EMETER_HOST, "--uart", name, "--port", "0", "--http", "0"};
    all.insert(all.end(), options.begin(), options.end());
    std::vector<char*> arguments;
    for (std::string& text : all) arguments.push_back(text.data());
    arguments.push_back(nullptr);
    execv(EMETER_HOST, arguments.data());
    _exit(127);
  }
  ::close(ends[1]);
  FILE* output = fdopen(ends[0], "r");
  port = readPort(output);
  pages = readPort(output);
  fclose(output);
}

RunningHost::~RunningHost() {
  kill(process, SIGTERM);
  waitpid(process, nullptr, 0);
  ::close(line_);
  ::close(lineOther_);
}

void RunningHost::send(const uint8_t* from, size_t size) {
  while (size > 0) {
    const ssize_t written = ::write(line_, from, size);
    if (written <= 0) return;
    from += written;
    size -= static_cast<size_t>(written);
  }
}

int connectTo(uint16_t port, int buffer) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (buffer > 0) setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  sockaddr_in at = {};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0) return socket;
  ::close(socket);
  return -1;
}

uint16_t freePort() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at = {};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  if (bind(socket, reinterpret_cast<sockaddr*>(&at), size) != 0) at.sin_port = 0;
  getsockname(socket, reinterpret_cast<sockaddr*>(&at), &size);
  ::close(socket);
  return ntohs(at.sin_port);
}

int RunningHost::connect(int buffer) const { return connectTo(port, buffer); }

std::string RunningHost::ask(const std::string& request) const {
  const int socket = connectTo(pages);
  if (socket < 0) return "";
  if (::send(socket, request.data(), request.size(), MSG_NOSIGNAL) < 0) return "";
  const std::string answer = readBytes(socket, SIZE_MAX, 30'000);
  ::close(socket);
  return answer;
}

uint64_t RunningHost::counter(const std::string& key) const {
  const std::string text = status();
  const size_t at = text.find(key);
  return at == std::string::npos ? UINT64_MAX : strtoull(text.c_str() + at + key.size(), nullptr, 10);
}

bool RunningHost::waitForClients(size_t count) const {
  for (int i = 0; i < 200; i++) {
    const std::string text = status();
    size_t found = 0;
    for (size_t at = text.find("connected_s"); at != std::string::npos; at = text.find("connected_s", at + 1)) found++;
    if (found == count) return true;
    usleep(50'000);
  }
  return false;
}

std::string readBytes(int socket, size_t size, int patienceMillis) {
  std::string all;
  char piece[16384];
  while (all.size() < size) {
    pollfd wait = {socket, POLLIN, 0};
    if (poll(&wait, 1, patienceMillis) <= 0) break;
    const size_t left = size - all.size();
    const ssize_t taken = recv(socket, piece, left < sizeof piece ? left : sizeof piece, 0);
    if (taken <= 0) break;
    all.append(piece, static_cast<size_t>(taken));
  }
  return all;
}

std::string readAll(int socket, int patienceMillis) { return readBytes(socket, SIZE_MAX, patienceMillis); }

}  // namespace emeter::test
