// Runs all tests; the exit status is the number of those that failed, at most 90.
#include "gtest/gtest.h"

namespace bare {
Test* tests = nullptr;
int failures = 0;
}  // namespace bare

int main() {
  int failed = 0;
  int passed = 0;
  for (bare::Test* test = bare::tests; test != nullptr; test = test->next) {
    const int before = bare::failures;
    test->body();
    if (bare::failures == before) {
      passed++;
    } else {
      failed++;
      printf("FAILED %s.%s\n", test->suite, test->name);
    }
  }
  printf("%d tests passed, %d failed\n", passed, failed);
  return failed < 90 ? failed : 90;
}
