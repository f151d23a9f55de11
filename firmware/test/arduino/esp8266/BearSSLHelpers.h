#pragma once
#include <Updater.h>
namespace BearSSL {
class PublicKey {
 public:
  PublicKey(const char* pem);
  ~PublicKey();
};
class HashSHA256 : public UpdaterHashClass {
 public:
  HashSHA256();
};
class SigningVerifier : public UpdaterVerifyClass {
 public:
  SigningVerifier(PublicKey* key);  // takes the second stack
  ~SigningVerifier();
  uint32_t length() override;
  bool verify(UpdaterHashClass* hash, const void* signature, uint32_t signatureLen) override;
};
}  // namespace BearSSL
