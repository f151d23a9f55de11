#pragma once
#include <stddef.h>
enum mbedtls_md_type_t { MBEDTLS_MD_SHA256 = 6 };
struct mbedtls_pk_context { void* state; };
void mbedtls_pk_init(mbedtls_pk_context* context);
void mbedtls_pk_free(mbedtls_pk_context* context);
int mbedtls_pk_parse_public_key(mbedtls_pk_context* context, const unsigned char* key, size_t size);
int mbedtls_pk_verify(mbedtls_pk_context* context, mbedtls_md_type_t md, const unsigned char* hash, size_t hashSize,
                      const unsigned char* signature, size_t signatureSize);
