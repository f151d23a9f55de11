#include "emeter/cable/improv_packet.h"

namespace emeter {
namespace {

constexpr char magic[] = {'I', 'M', 'P', 'R', 'O', 'V'};
constexpr uint8_t version = 1;
constexpr uint8_t versionAt = sizeof magic;
constexpr uint8_t typeAt = versionAt + 1;
constexpr uint8_t lengthAt = typeAt + 1;
constexpr uint8_t dataAt = lengthAt + 1;

}  // namespace

ImprovReader::Got ImprovReader::finish(Got got) {
  at_ = 0;
  return got;
}

ImprovReader::Got ImprovReader::take(uint8_t byte, uint32_t now) {
  if (at_ > 0 && now - last_ > patienceMillis) at_ = 0;
  last_ = now;
  // Within the magic only its first letter can begin it anew.
  if (at_ < sizeof magic && byte != static_cast<uint8_t>(magic[at_])) at_ = 0;
  if (at_ < sizeof magic && byte != static_cast<uint8_t>(magic[at_])) return Got::nothing;
  if (at_ == 0) sum_ = 0;

  if (at_ >= dataAt && at_ == dataAt + size_) return finish(byte == sum_ ? Got::packet : Got::damaged);
  sum_ = static_cast<uint8_t>(sum_ + byte);
  if (at_ == versionAt && byte != version) return finish(Got::damaged);
  if (at_ == typeAt) type_ = byte;
  if (at_ == lengthAt) size_ = byte;
  if (at_ == lengthAt && byte > mostData) return finish(Got::damaged);
  if (at_ >= dataAt) data_[at_ - dataAt] = byte;
  at_++;
  return Got::nothing;
}

void ImprovWriter::put(uint8_t value) {
  if (used_ < room) {
    bytes_[used_++] = value;
  } else {
    full_ = true;
  }
}

// A line end before each packet: a reader that met other bytes passes over the rest of their line.
void ImprovWriter::begin(ImprovType type) {
  if (empty()) used_ = sent_ = 0;
  start_ = used_;
  full_ = false;
  put('\n');
  for (const char c : magic) put(static_cast<uint8_t>(c));
  put(version);
  put(static_cast<uint8_t>(type));
  put(0);  // the length, known at the end
}

void ImprovWriter::text(const char* text) {
  const size_t length = strlen(text) < 255 ? strlen(text) : 255;
  put(static_cast<uint8_t>(length));
  for (size_t i = 0; i < length; i++) put(static_cast<uint8_t>(text[i]));
}

void ImprovWriter::text(FlashString text) {
  const size_t at = used_;
  put(0);
  for (size_t i = 0; text[i] != 0; i++) put(static_cast<uint8_t>(text[i]));
  if (!full_) bytes_[at] = static_cast<uint8_t>(used_ - at - 1);
}

void ImprovWriter::end() {
  const size_t first = start_ + 1;
  if (!full_) {
    const size_t length = used_ - first - dataAt;
    bytes_[first + lengthAt] = static_cast<uint8_t>(length);
    // A result holds a second length, that of its texts.
    if (bytes_[first + typeAt] == static_cast<uint8_t>(ImprovType::result)) bytes_[first + dataAt + 1] = static_cast<uint8_t>(length - 2);
    uint8_t sum = 0;
    for (size_t i = first; i < used_; i++) sum = static_cast<uint8_t>(sum + bytes_[i]);
    put(sum);
    put('\n');
  }
  if (full_) used_ = start_;
}

void ImprovWriter::flush(Console& console) {
  if (!empty()) sent_ += console.write(bytes_ + sent_, used_ - sent_);
}

}  // namespace emeter
