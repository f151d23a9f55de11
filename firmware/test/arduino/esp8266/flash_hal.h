#pragma once
#include <stdint.h>
#define FS_PHYS_ADDR 0x300000u
#define FS_PHYS_BLOCK 8192u
