#pragma once
#include <stddef.h>
struct mbedtls_sha256_context { unsigned state[32]; };
void mbedtls_sha256_init(mbedtls_sha256_context* context);
void mbedtls_sha256_free(mbedtls_sha256_context* context);
// Of mbedTLS 2, which core 2.0 has; version 3 has the same names and returns a status.
void mbedtls_sha256_starts(mbedtls_sha256_context* context, int is224);
void mbedtls_sha256_update(mbedtls_sha256_context* context, const unsigned char* from, size_t size);
void mbedtls_sha256_finish(mbedtls_sha256_context* context, unsigned char to[32]);
