// Runs all tests; the exit status is the number of those that failed, at most 90.
#include "gtest/gtest.h"

namespace bare {
Test* tests = nullptr;
int failures = 0;
}  // namespace bare

extern "C" {
extern uint32_t stack_bottom[], stack_top[];
int __cxa_guard_acquire(char*) { return 1; }
void __cxa_guard_release(char*) {}
int atexit(void (*)()) { return 0; }
int __cxa_atexit(void (*)(void*), void*, void*) { return 0; }
void* __dso_handle = nullptr;
void __cxa_pure_virtual() { __builtin_trap(); }
}
// Deleting destructors refer to it; nothing ever deletes.
void operator delete(void*, unsigned) noexcept { __builtin_trap(); }
void operator delete(void*) noexcept { __builtin_trap(); }

namespace {

constexpr uint32_t paint = 0xA5A5A5A5;
constexpr uint32_t mostStack = 3072;

// The stack below the caller, without what this function itself stands on.
void paintStack() {
  const auto end = reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) - 256;
  for (uint32_t* p = stack_bottom; reinterpret_cast<uintptr_t>(p) < end; p++) *p = paint;
}

uint32_t usedStack(const uint32_t* from) {
  const uint32_t* p = stack_bottom;
  while (p < from && *p == paint) p++;
  return static_cast<uint32_t>((from - p) * sizeof *p);
}

}  // namespace

int main() {
  int failed = 0;
  int passed = 0;
  uint32_t deepest = 0;
  for (bare::Test* test = bare::tests; test != nullptr; test = test->next) {
    const int before = bare::failures;
    paintStack();
    uint32_t here = 0;
    test->body();
    // The tests of whole requests keep their own data off the stack: what they use is what the chip's loop() needs.
    if (strncmp(test->suite, "Web", 3) == 0 && usedStack(&here) > deepest) deepest = usedStack(&here);
    if (bare::failures == before) {
      passed++;
    } else {
      failed++;
      printf("FAILED %s.%s\n", test->suite, test->name);
    }
  }
  if (deepest > mostStack) failed++;
  printf("deepest stack of a request: %lu bytes (at most %lu)\n", static_cast<unsigned long>(deepest), static_cast<unsigned long>(mostStack));
  printf("%d tests passed, %d failed\n", passed, failed);
  return failed < 90 ? failed : 90;
}
