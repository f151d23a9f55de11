// The version of the firmware, which is its own: it changes when the firmware does. scripts/release-check sees to it.
#pragma once

namespace emeter {

constexpr char version[] = "0.1.0";

}  // namespace emeter
