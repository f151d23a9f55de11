// The TCP side of a board.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace emeter {

// One TCP connection.
class Sink {
 public:
  virtual ~Sink() = default;
  // False once the peer is gone and all it sent has been read.
  virtual bool open() = 0;
  // Hands over as much as fits without waiting; 0 when nothing fits now.
  virtual size_t write(const uint8_t* from, size_t size) = 0;
  // Takes up to `size` bytes the peer sent; 0 when there are none.
  virtual size_t read(uint8_t* to, size_t size) = 0;
  // Ends the connection; the object then belongs to Net again.
  virtual void close() = 0;
  // The peer's IPv4 address, most significant byte first (192.168.1.2 is 0xC0A80102).
  virtual uint32_t peer() const = 0;
};

enum class Service : uint8_t { stream, web };

class Net {
 public:
  virtual ~Net() = default;
  // Opens the port of the raw stream, and that of the pages where the board serves them.
  virtual bool listen(uint16_t streamPort) = 0;
  // The port of the raw stream as it really is.
  virtual uint16_t streamPort() const = 0;
  // The next waiting connection, or nullptr.
  virtual Sink* accept(Service service) = 0;
};

}  // namespace emeter
