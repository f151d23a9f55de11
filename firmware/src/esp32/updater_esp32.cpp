#if defined(ESP32)

#include <Update.h>

#include "../signing.h"
#include "parts_esp32.h"

#if defined(EMETER_SIGNED)
#include <mbedtls/pk.h>
#include <string.h>
#endif

namespace emeter {

bool ChipUpdater::fail(FlashString sentence) {
  error_ = sentence;
  return false;
}

#if !defined(EMETER_SIGNED)

void ChipUpdater::abort() { Update.abort(); }

FlashString ChipUpdater::key() const { return FlashString(); }

bool ChipUpdater::begin(uint32_t size) { return Update.begin(size) || fail(IN_FLASH("the image is larger than the free flash")); }

bool ChipUpdater::write(const uint8_t* from, size_t size) {
  // It only reads the bytes.
  return Update.write(const_cast<uint8_t*>(from), size) == size || fail(IN_FLASH("this is not an image for this chip"));
}

bool ChipUpdater::end() { return Update.end() || fail(IN_FLASH("the image is broken")); }

#else

// The hash holds the chip's hardware for it until it is freed.
void ChipUpdater::abort() {
  Update.abort();
  if (hashing_) mbedtls_sha256_free(&hash_);
  hashing_ = false;
}

FlashString ChipUpdater::key() const { return FlashString(signingKeyId); }

bool ChipUpdater::begin(uint32_t size) {
  if (size <= trailerBytes) return fail(IN_FLASH("the image is not signed by the project"));
  if (!Update.begin(size - trailerBytes)) return fail(IN_FLASH("the image is larger than the free flash"));
  imageLeft_ = size - trailerBytes;
  trailerUsed_ = 0;
  mbedtls_sha256_init(&hash_);
  mbedtls_sha256_starts(&hash_, 0);
  hashing_ = true;
  return true;
}

bool ChipUpdater::write(const uint8_t* from, size_t size) {
  const size_t image = size < imageLeft_ ? size : imageLeft_;
  if (image > 0) {
    mbedtls_sha256_update(&hash_, from, image);
    if (Update.write(const_cast<uint8_t*>(from), image) != image) return fail(IN_FLASH("this is not an image for this chip"));
    imageLeft_ -= static_cast<uint32_t>(image);
  }
  const size_t rest = size - image;
  if (rest > trailerBytes - trailerUsed_) return fail(IN_FLASH("the image is broken"));
  memcpy(trailer_ + trailerUsed_, from + image, rest);
  trailerUsed_ += static_cast<uint32_t>(rest);
  return true;
}

bool ChipUpdater::signatureFits() {
  uint8_t digest[32];
  mbedtls_sha256_finish(&hash_, digest);
  mbedtls_sha256_free(&hash_);
  hashing_ = false;
  mbedtls_pk_context key;
  mbedtls_pk_init(&key);
  const auto* text = reinterpret_cast<const unsigned char*>(signingKey);
  const bool fits = mbedtls_pk_parse_public_key(&key, text, sizeof signingKey) == 0 &&
                    mbedtls_pk_verify(&key, MBEDTLS_MD_SHA256, digest, sizeof digest, trailer_, signatureBytes) == 0;
  mbedtls_pk_free(&key);
  return fits;
}

bool ChipUpdater::end() {
  const uint32_t length = trailer_[signatureBytes] | static_cast<uint32_t>(trailer_[signatureBytes + 1]) << 8;
  if (trailerUsed_ != trailerBytes || length != signatureBytes || !signatureFits()) {
    abort();
    return fail(IN_FLASH("the image is not signed by the project"));
  }
  return Update.end() || fail(IN_FLASH("the image is broken"));
}

#endif

}  // namespace emeter

#endif
