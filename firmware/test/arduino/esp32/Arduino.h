#pragma once
#include <HardwareSerial.h>
#include <IPAddress.h>
#include <WString.h>
#include <stddef.h>
#include <stdint.h>

#if !defined(CONFIG_IDF_TARGET)
#define CONFIG_IDF_TARGET "esp32"
#endif

constexpr uint8_t HIGH = 1, LOW = 0, INPUT_PULLUP = 5, OUTPUT = 3;
void pinMode(uint8_t pin, uint8_t mode);
int digitalRead(uint8_t pin);
void digitalWrite(uint8_t pin, uint8_t value);
unsigned long millis();
unsigned long micros();
void delay(uint32_t ms);
uint32_t esp_random();
void setup();
void loop();

class EspClass {
 public:
  void restart();
  uint32_t getFreeHeap();
  uint32_t getMaxAllocHeap();
  uint64_t getEfuseMac();
};
extern EspClass ESP;
