#include "posix_board.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

namespace emeter::host {
namespace {

uint64_t microsNow() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<uint64_t>(t.tv_sec) * 1000000u + static_cast<uint64_t>(t.tv_nsec) / 1000u;
}

bool writeWhole(int file, const uint8_t* from, size_t size) {
  while (size > 0) {
    const ssize_t written = ::write(file, from, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    from += written;
    size -= static_cast<size_t>(written);
  }
  return fsync(file) == 0;
}

// The id of this installation, as eight hexadecimal digits: it must survive a restart and tell two computers apart.
void readMachineId(char (&id)[9]) {
  strcpy(id, "00000000");
  const int file = open("/etc/machine-id", O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  char text[8];
  if (::read(file, text, sizeof text) == sizeof text) memcpy(id, text, sizeof text);
  ::close(file);
}

}  // namespace

uint32_t SteadyClock::millis() { return static_cast<uint32_t>(microsNow() / 1000); }
uint32_t SteadyClock::micros() { return static_cast<uint32_t>(microsNow()); }

size_t FileStore::load(uint8_t* to, size_t size) {
  const int file = path_.empty() ? -1 : open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  const ssize_t taken = ::read(file, to, size);
  ::close(file);
  return taken > 0 ? static_cast<size_t>(taken) : 0;
}

bool FileStore::save(const uint8_t* from, size_t size) {
  if (path_.empty()) return false;
  const std::string beside = path_ + ".new";
  const int file = open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);  // it holds passwords
  if (file < 0) return false;
  const bool written = writeWhole(file, from, size);
  ::close(file);
  return written && rename(beside.c_str(), path_.c_str()) == 0;
}

bool FileStore::erase() { return path_.empty() || unlink(path_.c_str()) == 0 || errno == ENOENT; }

bool TcpNet::open(TcpListener& listener, uint16_t port) {
  if (listener.listen(address_, port)) return true;
  problem_ = "cannot listen on port " + std::to_string(port) + ": " + strerror(errno);
  return false;
}

bool TcpNet::listen(uint16_t streamPort) {
  const uint16_t port = overridden_ >= 0 ? static_cast<uint16_t>(overridden_) : streamPort;
  return open(stream_, port) && (!pages_ || open(web_, pagesPort_));
}

Sink* TcpNet::accept(Service service) { return service == Service::stream ? stream_.accept() : web_.accept(); }

PosixSystem::PosixSystem() { readMachineId(id_); }

uint32_t PosixSystem::random() {
  uint32_t number = 0;
  if (getrandom(&number, sizeof number, 0) != sizeof number) number = static_cast<uint32_t>(microsNow());
  return number;
}

}  // namespace emeter::host
