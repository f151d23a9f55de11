#pragma once
#include <lwip/netif.h>
#include <sys/types.h>
struct eth_addr { uint8_t addr[6]; };
typedef int8_t err_t;
extern "C" {
err_t etharp_request(netif* of, const ip4_addr_t* address);
void etharp_cleanup_netif(netif* of);
ssize_t etharp_find_addr(netif* of, const ip4_addr_t* address, eth_addr** hardware, const ip4_addr_t** found);
}
