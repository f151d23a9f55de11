#pragma once
#include <stddef.h>
#include <stdint.h>
constexpr int UPDATE_ERROR_SPACE = 4, UPDATE_ERROR_NEW_FLASH_CONFIG = 9, UPDATE_ERROR_MAGIC_BYTE = 10, UPDATE_ERROR_SIGN = 12;
constexpr int U_FLASH = 0;
class UpdaterHashClass {};
class UpdaterVerifyClass {
 public:
  virtual uint32_t length() = 0;
  virtual bool verify(UpdaterHashClass* hash, const void* signature, uint32_t signatureLen) = 0;
};
class UpdaterClass {
 public:
  void installSignature(UpdaterHashClass* hash, UpdaterVerifyClass* verify);
  bool begin(size_t size, int command);
  size_t write(uint8_t* from, size_t size);
  bool end();
  bool isRunning();
  size_t size();
  uint8_t getError();
  void clearError();
};
extern UpdaterClass Update;
