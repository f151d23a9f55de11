// The version of the firmware. A release's tag must be the same: firmware-v and this.
#pragma once

namespace emeter {

constexpr char version[] = "0.1.0";

}  // namespace emeter
