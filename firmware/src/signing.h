// Signed updates: on in a build that carries the project's public key, which the release script writes beside this file.
#pragma once

#if !defined(EMETER_SIGNED) && __has_include("signing_key.h")
#define EMETER_SIGNED
#endif

#if defined(EMETER_SIGNED)
#include <pgmspace.h>  // the key stays in flash

#include "signing_key.h"
#endif
