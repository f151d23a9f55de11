#include "simulated.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace emeter::host {
namespace {

constexpr uint32_t joinMillis = 1200;
constexpr uint32_t scanMillis = 700;
constexpr uint8_t imageMagic = 0xE9;
constexpr uint8_t programMagic = 0x7F;
constexpr long signatureBytes = 256;
constexpr long trailerBytes = signatureBytes + 4;

struct Neighbour {
  const char* name;
  int8_t rssi;
};
constexpr Neighbour neighbours[] = {{"Attic", -71}, {"Nachbarn <2.4 GHz>", -82}};

}  // namespace

void SimulatedRadio::connect(const char* ssid, const char* password) {
  trying_ = true;
  right_ = ssid == ssid_ && password == password_;
  since_ = clock_.millis();
  if (!dead_.empty()) unlink(dead_.c_str());
}

bool SimulatedRadio::gatewayAnswered() { return dead_.empty() || access(dead_.c_str(), F_OK) != 0; }

StationState SimulatedRadio::station() {
  if (!trying_) return StationState::off;
  if (clock_.millis() - since_ < joinMillis) return StationState::connecting;
  return right_ ? StationState::connected : StationState::failed;
}

int8_t SimulatedRadio::scanned() {
  return clock_.millis() - scanStarted_ < scanMillis ? int8_t{-1} : int8_t{1 + sizeof neighbours / sizeof *neighbours};
}

const char* SimulatedRadio::scannedName(uint8_t index, int8_t& rssi) {
  rssi = index == 0 ? int8_t{-54} : neighbours[index - 1].rssi;
  return index == 0 ? ssid_.c_str() : neighbours[index - 1].name;
}

void FileConsole::begin() { fcntl(file_, F_SETFL, fcntl(file_, F_GETFL) | O_NONBLOCK); }

size_t FileConsole::read(uint8_t* to, size_t size) {
  const ssize_t taken = ::read(file_, to, size);
  return taken > 0 ? static_cast<size_t>(taken) : 0;
}

size_t FileConsole::write(const uint8_t* from, size_t size) {
  const ssize_t taken = ::write(file_, from, size);
  return taken > 0 ? static_cast<size_t>(taken) : 0;
}

bool FileUpdater::begin(uint32_t size) {
  abort();
  file_ = fopen((path_ + ".new").c_str(), "w+b");
  left_ = size;
  first_ = true;
  error_ = IN_FLASH("the image cannot be stored");
  return file_ != nullptr;
}

bool FileUpdater::write(const uint8_t* from, size_t size) {
  if (size > left_) return false;
  if (first_ && from[0] != imageMagic && from[0] != programMagic) {
    error_ = IN_FLASH("this is not a firmware image");
    return false;
  }
  if (first_ && from[0] == programMagic) fchmod(fileno(file_), 0755);
  first_ = false;
  left_ -= static_cast<uint32_t>(size);
  return fwrite(from, 1, size, file_) == size;
}

bool FileUpdater::isSigned() {
  const std::string count{'\0', '\1', '\0', '\0'};
  std::string trailer(trailerBytes, '\0');
  return fseek(file_, -trailerBytes, SEEK_END) == 0 && fread(&trailer[0], 1, trailer.size(), file_) == trailer.size() &&
         trailer.compare(0, key_.size(), key_) == 0 && trailer.compare(signatureBytes, count.size(), count) == 0;
}

bool FileUpdater::end() {
  if (!key_.empty() && !isSigned()) {
    abort();
    error_ = IN_FLASH("the image is not signed by the project");
    return false;
  }
  const bool whole = left_ == 0 && fclose(file_) == 0;
  file_ = nullptr;
  return whole && rename((path_ + ".new").c_str(), path_.c_str()) == 0;
}

void FileUpdater::abort() {
  if (file_ == nullptr) return;
  fclose(file_);
  file_ = nullptr;
  remove((path_ + ".new").c_str());
}

}  // namespace emeter::host
