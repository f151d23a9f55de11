#pragma once
#include <stdint.h>
struct ip4_addr_t { uint32_t addr; };
struct netif { ip4_addr_t own, gateway; };
extern "C" netif* netif_default;
inline const ip4_addr_t* netif_ip4_addr(const netif* of) { return &of->own; }
inline const ip4_addr_t* netif_ip4_gw(const netif* of) { return &of->gateway; }
