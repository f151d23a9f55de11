// What a program needs where there is no operating system: output, exit, zeroed memory, constructors. There is no heap:
// a core that allocates does not link.
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef void (*constructor)(void);

extern uint32_t bss_start[], bss_end[], extra_bss_start[], extra_bss_end[];
extern constructor init_start[], init_end[];
int main(void);

#if defined(__XTENSA__)

// Requests to QEMU's `sim` machine.
static int request(int number, int a, int b, int c) {
  register int a2 __asm__("a2") = number;
  register int a3 __asm__("a3") = a;
  register int a4 __asm__("a4") = b;
  register int a5 __asm__("a5") = c;
  __asm__ volatile("simcall" : "+r"(a2), "+r"(a3) : "r"(a4), "r"(a5) : "memory");
  return a2;
}

static int put(char c, FILE *file) {
  (void)file;
  return request(4, 1, (int)&c, 1);
}

void __attribute__((noreturn)) _exit(int status) {
  for (;;) request(1, status, 0, 0);
}

// Debian's libgcc for this chip has no integer division: the chip has it in its ROM. There is none for floating point
// here, on purpose.
uint32_t __udivsi3(uint32_t n, uint32_t d);
uint32_t __umodsi3(uint32_t n, uint32_t d);
int32_t __divsi3(int32_t n, int32_t d);
int32_t __modsi3(int32_t n, int32_t d);
uint64_t __udivdi3(uint64_t n, uint64_t d);
uint64_t __umoddi3(uint64_t n, uint64_t d);
int64_t __divdi3(int64_t n, int64_t d);
uint64_t __muldi3(uint64_t a, uint64_t b);

static uint64_t divide(uint64_t n, uint64_t d, uint64_t *remainder) {
  uint64_t quotient = 0, r = 0;
  for (int bit = 63; bit >= 0; bit--) {
    r = r << 1 | (n >> bit & 1);
    quotient <<= 1;
    if (r >= d) {
      r -= d;
      quotient |= 1;
    }
  }
  *remainder = r;
  return quotient;
}

static uint32_t divide32(uint32_t n, uint32_t d, uint32_t *remainder) {
  uint32_t quotient = 0, r = 0;
  for (int bit = 31; bit >= 0; bit--) {
    r = r << 1 | (n >> bit & 1);
    quotient <<= 1;
    if (r >= d) {
      r -= d;
      quotient |= 1;
    }
  }
  *remainder = r;
  return quotient;
}

uint32_t __udivsi3(uint32_t n, uint32_t d) { uint32_t r; return divide32(n, d, &r); }
uint32_t __umodsi3(uint32_t n, uint32_t d) { uint32_t r; divide32(n, d, &r); return r; }
static uint32_t magnitude(int32_t n) { return n < 0 ? 0u - (uint32_t)n : (uint32_t)n; }
int32_t __divsi3(int32_t n, int32_t d) {
  uint32_t q = __udivsi3(magnitude(n), magnitude(d));
  return (int32_t)((n < 0) != (d < 0) ? 0u - q : q);
}
int32_t __modsi3(int32_t n, int32_t d) {
  uint32_t r = __umodsi3(magnitude(n), magnitude(d));
  return (int32_t)(n < 0 ? 0u - r : r);
}
uint64_t __udivdi3(uint64_t n, uint64_t d) { uint64_t r; return divide(n, d, &r); }
uint64_t __umoddi3(uint64_t n, uint64_t d) { uint64_t r; divide(n, d, &r); return r; }
int64_t __divdi3(int64_t n, int64_t d) {
  uint64_t r, q = divide(n < 0 ? 0u - (uint64_t)n : (uint64_t)n, d < 0 ? 0u - (uint64_t)d : (uint64_t)d, &r);
  return (int64_t)((n < 0) != (d < 0) ? 0u - q : q);
}
uint64_t __muldi3(uint64_t a, uint64_t b) {
  uint64_t sum = 0;
  for (; b != 0; b >>= 1, a <<= 1) {
    if (b & 1) sum += a;
  }
  return sum;
}

#else

// QEMU's `virt` machine: a serial port, and a device that ends the run.
static int put(char c, FILE *file) {
  (void)file;
  *(volatile uint8_t *)0x10000000 = (uint8_t)c;
  return c;
}

void __attribute__((noreturn)) _exit(int status) {
  for (;;) *(volatile uint32_t *)0x100000 = status == 0 ? 0x5555u : (uint32_t)status << 16 | 0x3333u;
}

#endif

static FILE console = FDEV_SETUP_STREAM(put, NULL, NULL, _FDEV_SETUP_WRITE);
FILE *const stdin = &console;
FILE *const stdout = &console;
FILE *const stderr = &console;

void start_c(void) {
  for (uint32_t *p = bss_start; p < bss_end; p++) *p = 0;
  for (uint32_t *p = extra_bss_start; p < extra_bss_end; p++) *p = 0;
  for (constructor *c = init_start; c < init_end; c++) (*c)();
  _exit(main());
}
