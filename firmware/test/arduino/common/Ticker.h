#pragma once
#include <stdint.h>
class Ticker {
 public:
  template <typename T>
  void attach_ms(uint32_t millis, void (*callback)(T), T argument);
};
