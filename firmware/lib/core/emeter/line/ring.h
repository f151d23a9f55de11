// The last bytes received, numbered from the start of time, so that each client keeps only a position.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

namespace emeter {

// The number of a byte in the stream since start: the first one received is 0.
using Position = uint64_t;

struct Span {
  const uint8_t* data = nullptr;
  size_t size = 0;
};

class Ring {
 public:
  // `storage` stays the caller's and must outlive the ring. `capacity` is a power of two: the chips divide slowly.
  Ring(uint8_t* storage, size_t capacity) : storage_(storage), capacity_(capacity) {}
  static constexpr bool fits(size_t capacity) { return capacity != 0 && (capacity & (capacity - 1)) == 0; }

  size_t capacity() const { return capacity_; }
  Position end() const { return end_; }
  // The oldest byte still held.
  Position oldest() const { return end_ > capacity_ ? end_ - capacity_ : 0; }

  void append(const uint8_t* from, size_t size) {
    while (size > 0) {
      const size_t at = static_cast<size_t>(end_) & (capacity_ - 1);
      const size_t piece = size < capacity_ - at ? size : capacity_ - at;
      memcpy(storage_ + at, from, piece);
      from += piece;
      size -= piece;
      end_ += piece;
    }
  }

  // The bytes from `from` on that lie in one piece; empty at the end. `from` must still be held.
  Span from(Position from) const {
    const size_t at = static_cast<size_t>(from) & (capacity_ - 1);
    const size_t held = static_cast<size_t>(end_ - from);
    return {storage_ + at, held < capacity_ - at ? held : capacity_ - at};
  }

 private:
  uint8_t* storage_;
  size_t capacity_;
  Position end_ = 0;
};

}  // namespace emeter
