#if defined(ESP8266)

#include <Updater.h>

#include "../signing.h"
#include "chip_esp8266.h"

#if defined(EMETER_SIGNED)
#include <BearSSLHelpers.h>
#endif

namespace emeter {

void Esp8266Updater::installKey() {
#if defined(EMETER_SIGNED)
  // Update then takes no image without a signature of this key, whichever way it comes (web or ArduinoOTA).
  static BearSSL::PublicKey key(signingKey);
  static BearSSL::HashSHA256 hash;
  static BearSSL::SigningVerifier verifier(&key);
  Update.installSignature(&hash, &verifier);
#endif
}

bool Esp8266Updater::verifiesSignature() const {
#if defined(EMETER_SIGNED)
  return true;
#else
  return false;
#endif
}

bool Esp8266Updater::begin(uint32_t size) {
  Update.clearError();
  return Update.begin(size, U_FLASH);
}

bool Esp8266Updater::write(const uint8_t* from, size_t size) {
  return Update.write(const_cast<uint8_t*>(from), size) == size;  // which only reads it
}

bool Esp8266Updater::end() { return Update.end(); }

void Esp8266Updater::abort() {
  if (Update.isRunning()) Update.end();  // before the end of the image: forgets it
}

const char* Esp8266Updater::error() {
  switch (Update.getError()) {
    case UPDATE_ERROR_SPACE: return "the image is larger than the free flash";
    case UPDATE_ERROR_MAGIC_BYTE: return "this is not an image for this chip";
    case UPDATE_ERROR_SIGN: return "the image is not signed by the project";
    case UPDATE_ERROR_NEW_FLASH_CONFIG: return "the image is for another flash size";
    default: return "the image cannot be written";
  }
}

}  // namespace emeter

#endif
