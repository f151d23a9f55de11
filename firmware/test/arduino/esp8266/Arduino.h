#pragma once
#include <IPAddress.h>
#include <WString.h>
#include <stddef.h>
#include <stdint.h>

constexpr uint8_t HIGH = 1, LOW = 0, INPUT_PULLUP = 2, OUTPUT = 1;
void pinMode(uint8_t pin, uint8_t mode);
int digitalRead(uint8_t pin);
void digitalWrite(uint8_t pin, uint8_t value);
unsigned long millis();
unsigned long micros();
void delay(unsigned long ms);
void setup();
void loop();

extern volatile uint32_t uart0Config;
#define USC0(u) uart0Config
#define UCRXI 19
extern volatile uint32_t uart0Interrupts;
#define USIE(u) uart0Interrupts
#define UITO 8
#define BIT(n) (1UL << (n))
extern volatile uint32_t randomRegister;
#define RANDOM_REG32 randomRegister

enum SerialConfig {
  SERIAL_7N1, SERIAL_8N1, SERIAL_7N2, SERIAL_8N2, SERIAL_7E1, SERIAL_8E1,
  SERIAL_7E2, SERIAL_8E2, SERIAL_7O1, SERIAL_8O1, SERIAL_7O2, SERIAL_8O2
};
enum SerialMode { SERIAL_FULL, SERIAL_RX_ONLY, SERIAL_TX_ONLY };

class HardwareSerial {
 public:
  void begin(unsigned long baud, SerialConfig config, SerialMode mode);
  void end();
  void swap();
  size_t setRxBufferSize(size_t size);
  int available();
  int availableForWrite();
  size_t write(const uint8_t* from, size_t size);
  int read(char* to, size_t size);
  int read(uint8_t* to, size_t size);
  size_t getRxBufferSize();
  bool hasOverrun();
  bool hasRxError();
  bool isRxEnabled();
  void setDebugOutput(bool on);
};
extern HardwareSerial Serial;

enum FlashMode_t { FM_QIO = 0, FM_QOUT = 1, FM_DIO = 2, FM_DOUT = 3, FM_UNKNOWN = 255 };

class EspClass {
 public:
  void restart();
  bool eraseConfig();
  uint32_t getChipId();
  uint32_t getFreeHeap();
  uint32_t getMaxFreeBlockSize();
  uint8_t getHeapFragmentation();
  FlashMode_t getFlashChipMode();
  bool rtcUserMemoryRead(uint32_t offset, uint32_t* to, size_t size);
  bool rtcUserMemoryWrite(uint32_t offset, uint32_t* from, size_t size);
  bool flashRead(uint32_t address, uint32_t* to, size_t size);
  String getResetReason();
};
extern EspClass ESP;
