// The few macros of GoogleTest that the core's tests use, for a chip without operating system, heap or exceptions.
// On the host the same tests run under the real GoogleTest.
#pragma once

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <new>

namespace bare {

struct Test {
  const char* suite;
  const char* name;
  void (*body)();
  Test* next;
};

extern Test* tests;
extern int failures;

struct Registration {
  explicit Registration(Test& test) {
    test.next = tests;
    tests = &test;
  }
};

inline long long shown(const void* value) { return static_cast<long long>(reinterpret_cast<uintptr_t>(value)); }
template <typename T>
long long shown(const T& value) {
  return static_cast<long long>(value);
}

inline bool report(bool good, long long a, long long b, const char* what, const char* file, int line) {
  if (good) return true;
  failures++;
  printf("%s:%d: %s (%lld, %lld)\n", file, line, what, a, b);
  return false;
}

}  // namespace bare

#define TEST(suite_, name_)                                                                \
  static void suite_##_##name_();                                                          \
  static bare::Test suite_##_##name_##_test = {#suite_, #name_, suite_##_##name_, nullptr}; \
  static bare::Registration suite_##_##name_##_registration(suite_##_##name_##_test);      \
  static void suite_##_##name_()

namespace testing {

struct Test {};

}  // namespace testing

namespace bare {

// One place for all tests of a fixture, which has no room on the stack. None is destroyed: there is nothing to free.
template <typename Fixture>
void* room() {
  alignas(16) static unsigned char bytes[sizeof(Fixture)];
  return bytes;
}

}  // namespace bare

#define TEST_F(fixture_, name_)                                                    \
  namespace {                                                                      \
  struct fixture_##_##name_##_Case : fixture_ {                                    \
    void body();                                                                   \
  };                                                                               \
  }                                                                                \
  TEST(fixture_, name_) {                                                          \
    static_assert(sizeof(fixture_##_##name_##_Case) == sizeof(fixture_), "room");  \
    (new (bare::room<fixture_>()) fixture_##_##name_##_Case)->body();              \
  }                                                                                \
  void fixture_##_##name_##_Case::body()

// Each operand is evaluated once.
#define BARE_COMPARE(a, op, b)                                                                                    \
  ([&](const auto& left, const auto& right) {                                                                     \
    return bare::report(left op right, bare::shown(left), bare::shown(right), #a " " #op " " #b, __FILE__, __LINE__); \
  }((a), (b)))
#define EXPECT_EQ(a, b) (void)BARE_COMPARE(a, ==, b)
#define EXPECT_NE(a, b) (void)BARE_COMPARE(a, !=, b)
#define EXPECT_LT(a, b) (void)BARE_COMPARE(a, <, b)
#define EXPECT_LE(a, b) (void)BARE_COMPARE(a, <=, b)
#define EXPECT_GT(a, b) (void)BARE_COMPARE(a, >, b)
#define EXPECT_GE(a, b) (void)BARE_COMPARE(a, >=, b)
#define EXPECT_TRUE(a) (void)bare::report(static_cast<bool>(a), 0, 1, #a, __FILE__, __LINE__)
#define EXPECT_FALSE(a) (void)bare::report(!static_cast<bool>(a), 1, 0, #a " is false", __FILE__, __LINE__)
#define EXPECT_STREQ(a, b) (void)bare::report(strcmp((a), (b)) == 0, 0, 0, #a " is " #b, __FILE__, __LINE__)
#define ASSERT_EQ(a, b) \
  if (!BARE_COMPARE(a, ==, b)) return
#define ASSERT_TRUE(a) \
  if (!bare::report(static_cast<bool>(a), 0, 1, #a, __FILE__, __LINE__)) return
