#if defined(ESP8266)

#include <Updater.h>

#include "../signing.h"
#include "parts_esp8266.h"

#if defined(EMETER_SIGNED)
#include <BearSSLHelpers.h>
#include <StackThunk.h>
#endif

namespace emeter {

#if defined(EMETER_SIGNED)
namespace {

// The core verifies on a second stack, which somebody must have asked for; otherwise it writes to address 0.
class Verifier : public BearSSL::SigningVerifier {
 public:
  using SigningVerifier::SigningVerifier;

  bool verify(UpdaterHashClass* hash, const void* signature, uint32_t signatureLength) override {
    constexpr uint32_t stackBytes = 8 * 1024;  // and some room
    if (ESP.getMaxFreeBlockSize() < stackBytes) return false;
    stack_thunk_add_ref();
    const bool fits = SigningVerifier::verify(hash, signature, signatureLength);
    stack_thunk_del_ref();
    return fits;
  }
};

}  // namespace

void ChipUpdater::begin() {
  // Update then takes no image without a signature of this key, whichever way it comes (web or ArduinoOTA).
  static BearSSL::PublicKey key(signingKey);
  static BearSSL::HashSHA256 hash;
  static Verifier verifier(&key);
  Update.installSignature(&hash, &verifier);
}

bool ChipUpdater::verifiesSignature() const { return true; }

#else

void ChipUpdater::begin() {}

bool ChipUpdater::verifiesSignature() const { return false; }

#endif

bool ChipUpdater::begin(uint32_t size) {
  if (Update.isRunning()) return false;
  Update.clearError();
  return Update.begin(size, U_FLASH);
}

bool ChipUpdater::write(const uint8_t* from, size_t size) {
  return Update.write(const_cast<uint8_t*>(from), size) == size;  // which only reads it
}

bool ChipUpdater::end() { return Update.end(); }

// end() would install an image that is whole, whatever is wrong with it; a write past its end makes the core forget it.
void ChipUpdater::abort() {
  uint8_t none = 0;
  if (Update.isRunning()) Update.write(&none, Update.size() + 1);
}

FlashString ChipUpdater::error() {
  switch (Update.getError()) {
    case UPDATE_ERROR_SPACE: return IN_FLASH("the image is larger than the free flash");
    case UPDATE_ERROR_MAGIC_BYTE: return IN_FLASH("this is not an image for this chip");
    case UPDATE_ERROR_SIGN: return IN_FLASH("the image is not signed by the project");
    case UPDATE_ERROR_NEW_FLASH_CONFIG: return IN_FLASH("the image is for another flash size");
    default: return IN_FLASH("the image cannot be written");
  }
}

}  // namespace emeter

#endif
