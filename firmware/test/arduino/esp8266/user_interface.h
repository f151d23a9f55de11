#pragma once
#include <stdint.h>
enum rst_reason { REASON_DEFAULT_RST = 0, REASON_SOFT_RESTART = 4, REASON_EXT_SYS_RST = 6 };
struct rst_info { uint32_t reason; };
