#pragma once
#include <stddef.h>
#include <stdint.h>
class UpdateClass {
 public:
  bool begin(size_t size);
  size_t write(uint8_t* from, size_t size);
  bool end();
  void abort();
};
extern UpdateClass Update;
