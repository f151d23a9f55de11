#if defined(ESP8266)

#include <Arduino.h>
#include <Updater.h>

#include "../signing.h"
#include "parts_esp8266.h"

#if defined(EMETER_SIGNED)
#include <BearSSLHelpers.h>

#include <memory>
#include <new>
#endif

namespace emeter {

#if defined(EMETER_SIGNED)
namespace {

// Verifies on a second stack of 6,200 bytes, which the core allocates with the verifier, and ends the program where it cannot:
// so both exist only while an image is taken.
class Verifier : public UpdaterVerifyClass {
 public:
  // False when the memory is not there.
  bool hold() {
    constexpr uint32_t stackBytes = 6'200 + 64;
    constexpr uint32_t keyBytes = 2 * 1024;  // the key, and the signature beside it
    if (parts_) return true;
    if (ESP.getMaxFreeBlockSize() < stackBytes || ESP.getFreeHeap() < stackBytes + keyBytes) return false;
    parts_.reset(new (std::nothrow) Parts);
    return parts_ != nullptr;
  }
  void release() { parts_.reset(); }

  uint32_t length() override { return signatureBytes; }
  // An image that comes by ArduinoOTA is verified too; nothing has been held for it.
  bool verify(UpdaterHashClass* hash, const void* signature, uint32_t signatureLength) override {
    const bool fits = hold() && parts_->verifier.verify(hash, signature, signatureLength);
    release();
    return fits;
  }

 private:
  static constexpr uint32_t signatureBytes = 256;  // RSA, 2048 bits

  struct Parts {
    BearSSL::PublicKey key{signingKey};
    BearSSL::SigningVerifier verifier{&key};
  };
  std::unique_ptr<Parts> parts_;
};

Verifier& verifier() {
  static Verifier one;
  return one;
}

}  // namespace

void ChipUpdater::begin() {
  // Update then takes no image without a signature of this key, whichever way it comes (web or ArduinoOTA).
  static BearSSL::HashSHA256 hash;
  Update.installSignature(&hash, &verifier());
}

FlashString ChipUpdater::key() const { return FlashString(signingKeyId); }

bool ChipUpdater::hold() { return verifier().hold(); }
void ChipUpdater::release() { verifier().release(); }

#else

void ChipUpdater::begin() {}

FlashString ChipUpdater::key() const { return FlashString(); }

bool ChipUpdater::hold() { return true; }
void ChipUpdater::release() {}

#endif

bool ChipUpdater::begin(uint32_t size) {
  error_ = {};
  if (Update.isRunning()) return false;
  if (!hold()) {
    error_ = IN_FLASH("too little memory is free to verify its signature: restart the device and try again");
    return false;
  }
  Update.clearError();
  taken_ = 0;
  if (Update.begin(size, U_FLASH)) return true;
  release();
  return false;
}

// The core writes the chip's own flash mode (byte 2 of an image) over another one, and the signature then fits no more.
bool ChipUpdater::modeFits(const uint8_t* from, size_t size) {
  constexpr uint32_t modeAt = 2;
  const bool here = taken_ <= modeAt && modeAt < taken_ + size;
  const bool fits = !here || key().empty() || from[modeAt - taken_] == ESP.getFlashChipMode();
  taken_ += static_cast<uint32_t>(size);
  return fits;
}

bool ChipUpdater::write(const uint8_t* from, size_t size) {
  if (!modeFits(from, size)) {
    error_ = IN_FLASH("the image is for another flash mode than this chip was flashed with: flash it by cable once");
    return false;
  }
  return Update.write(const_cast<uint8_t*>(from), size) == size;  // which only reads it
}

bool ChipUpdater::end() {
  const bool installed = Update.end();
  release();
  return installed;
}

// end() would install an image that is whole, whatever is wrong with it; a write past its end makes the core forget it.
void ChipUpdater::abort() {
  uint8_t none = 0;
  if (Update.isRunning()) Update.write(&none, Update.size() + 1);
  release();
}

FlashString ChipUpdater::error() {
  if (!error_.empty()) return error_;
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
