// The pages, as parts that lie in flash and are sent piece by piece.
#pragma once

#include <stddef.h>

#include "emeter/text/flash.h"

namespace emeter {

enum class Page : unsigned char { status, setup, settings, update };

constexpr size_t mostPageParts = 2;

// The parts of a page in order; returns how many there are.
size_t pageParts(Page page, FlashText (&parts)[mostPageParts]);

}  // namespace emeter
