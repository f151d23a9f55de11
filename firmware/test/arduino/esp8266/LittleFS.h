#pragma once
#include <stddef.h>
#include <stdint.h>
class File {
 public:
  File();
  File(const File&);
  ~File();
  explicit operator bool() const;
  int read(uint8_t* to, size_t size);
  size_t write(const uint8_t* from, size_t size);
  void close();
};
class FSConfig {
 public:
  FSConfig(uint32_t id = 0, bool autoFormat = false);
  FSConfig setAutoFormat(bool on);
};
class LittleFSConfig : public FSConfig {
 public:
  LittleFSConfig(bool autoFormat = true);
};
class FS {
 public:
  bool setConfig(const FSConfig& config);
  bool format();
  bool begin();
  File open(const char* path, const char* mode);
  bool rename(const char* from, const char* to);
  bool exists(const char* path);
  bool remove(const char* path);
};
extern FS LittleFS;
