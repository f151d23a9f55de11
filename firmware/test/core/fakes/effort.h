// How much work a test does on a real processor and on an emulated chip.
#pragma once

#include <stdint.h>

namespace emeter::test {

#if defined(EMETER_BARE)
constexpr uint32_t effort(uint32_t, uint32_t bare) { return bare; }
#else
constexpr uint32_t effort(uint32_t host, uint32_t) { return host; }
#endif

}  // namespace emeter::test
