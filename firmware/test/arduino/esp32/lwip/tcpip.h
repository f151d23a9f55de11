#pragma once
#include <lwip/etharp.h>
extern "C" err_t tcpip_callback(void (*work)(void*), void* context);
