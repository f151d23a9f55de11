#pragma once
#include <functional>
#include <stddef.h>
#include <stdint.h>
enum SerialConfig : uint32_t {
  SERIAL_7N1 = 0x8000018, SERIAL_8N1 = 0x800001c, SERIAL_7N2 = 0x8000038, SERIAL_8N2 = 0x800003c, SERIAL_7E1 = 0x800001a,
  SERIAL_8E1 = 0x800001e, SERIAL_7E2 = 0x800003a, SERIAL_8E2 = 0x800003e, SERIAL_7O1 = 0x800001b, SERIAL_8O1 = 0x800001f,
  SERIAL_7O2 = 0x800003b, SERIAL_8O2 = 0x800003f
};
typedef enum {
  UART_NO_ERROR, UART_BREAK_ERROR, UART_BUFFER_FULL_ERROR, UART_FIFO_OVF_ERROR, UART_FRAME_ERROR, UART_PARITY_ERROR
} hardwareSerial_error_t;
class Print {
 public:
  virtual ~Print() {}
  virtual size_t write(uint8_t value) = 0;
  virtual size_t write(const uint8_t* from, size_t size);
  virtual int availableForWrite();
};
class Stream : public Print {
 public:
  virtual int available() = 0;
  virtual size_t readBytes(uint8_t* to, size_t size);
};
class HardwareSerial : public Stream {
 public:
  HardwareSerial(int number);
  void begin(unsigned long baud);
  size_t write(uint8_t value) override;
  void onReceiveError(std::function<void(hardwareSerial_error_t)> callback);
  void begin(unsigned long baud, uint32_t config, int8_t rx, int8_t tx);
  void end(bool fullyTerminate = true);
  size_t setRxBufferSize(size_t size);
  void setRxInvert(bool on);
  int available() override;
  size_t read(uint8_t* to, size_t size);
  operator bool() const;
};
#if ARDUINO_USB_CDC_ON_BOOT
class HWCDC : public Stream {
 public:
  void begin(unsigned long baud = 0);
  void setTxTimeoutMs(uint32_t timeout);
  int available() override;
  size_t write(uint8_t value) override;
};
extern HWCDC Serial;
extern HardwareSerial Serial0;
#else
extern HardwareSerial Serial;
#endif
