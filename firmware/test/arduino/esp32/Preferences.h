#pragma once
#include <stddef.h>
class Preferences {
 public:
  bool begin(const char* name, bool readOnly);
  size_t getBytesLength(const char* key);
  size_t getBytes(const char* key, void* to, size_t size);
  size_t putBytes(const char* key, const void* from, size_t size);
  bool clear();
};
