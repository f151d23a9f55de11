// The version of the firmware; a release build sets it.
#pragma once

namespace emeter {

#if defined(EMETER_VERSION)
constexpr char version[] = EMETER_VERSION;
#else
constexpr char version[] = "1.0.0";
#endif

}  // namespace emeter
