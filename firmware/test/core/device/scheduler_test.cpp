#include <gtest/gtest.h>

#include <initializer_list>

#include "emeter/device/scheduler.h"
#include "fakes/clock.h"

using namespace emeter;
using namespace emeter::test;

namespace {

struct Log {
  FakeClock clock;
  uint32_t majors = 0;
  uint32_t a = 0;
  uint32_t b = 0;
  uint32_t majorsAtLastMinor = 0;
  bool twoInOneCycle = false;

  static void major(void* log, uint32_t) { static_cast<Log*>(log)->majors++; }
  static void minorA(void* log, uint32_t) { static_cast<Log*>(log)->minor(static_cast<Log*>(log)->a); }
  static void minorB(void* log, uint32_t) { static_cast<Log*>(log)->minor(static_cast<Log*>(log)->b); }
  void minor(uint32_t& count) {
    if (majors == majorsAtLastMinor) twoInOneCycle = true;
    majorsAtLastMinor = majors;
    count++;
  }
};

}  // namespace

TEST(Scheduler, AtMostOneMinorTaskBetweenTwoMajorFrames) {
  Log log;
  Scheduler scheduler(log.clock, Log::major, &log);
  scheduler.add(Log::minorA, 0);
  scheduler.add(Log::minorB, 0);
  for (int i = 0; i < 100; i++) scheduler.cycle();
  EXPECT_EQ(log.majors, 100u);
  EXPECT_FALSE(log.twoInOneCycle);
}

TEST(Scheduler, ATaskThatIsAlwaysDueDoesNotStarveTheOthers) {
  Log log;
  Scheduler scheduler(log.clock, Log::major, &log);
  scheduler.add(Log::minorA, 0);
  scheduler.add(Log::minorB, 100);
  for (int i = 0; i < 1000; i++) {
    scheduler.cycle();
    log.clock.advance(1);
  }
  EXPECT_GE(log.b, 9u);
  EXPECT_GE(log.a, 900u);
}

TEST(Scheduler, KeepsPeriodsAcrossTheWrapOfTheClock) {
  Log log;
  log.clock.set(0xFFFFFFFFu - 5000);
  Scheduler scheduler(log.clock, Log::major, &log);
  scheduler.add(Log::minorA, 100);
  for (int i = 0; i < 10000; i++) {
    scheduler.cycle();
    log.clock.advance(1);
  }
  EXPECT_GE(log.a, 99u);
  EXPECT_LE(log.a, 101u);
}

TEST(Scheduler, MeasuresTheLongestTimeBetweenTwoMajorFrames) {
  Log log;
  Scheduler scheduler(log.clock, Log::major, &log);
  for (int i = 0; i < 10; i++) {
    scheduler.cycle();
    log.clock.advance(i == 4 ? 37 : 1);
  }
  EXPECT_EQ(scheduler.longestMicros(), 37000u);
}

TEST(Scheduler, TellsWhenItsTableIsFull) {
  Log log;
  Scheduler scheduler(log.clock, Log::major, &log);
  for (size_t i = 0; i < Scheduler::mostTasks; i++) EXPECT_TRUE(scheduler.add(Log::minorA, 1));
  EXPECT_FALSE(scheduler.add(Log::minorA, 1));
}

TEST(Scheduler, TellsWhetherThereWasAnythingToDo) {
  Log log;
  Scheduler scheduler(log.clock, Log::major, &log);
  EXPECT_FALSE(scheduler.cycle());
  scheduler.add(Log::minorA, 100);
  EXPECT_TRUE(scheduler.cycle());  // due at once
  EXPECT_FALSE(scheduler.cycle());
  log.clock.advance(99);
  EXPECT_FALSE(scheduler.cycle());
  log.clock.advance(1);
  EXPECT_TRUE(scheduler.cycle());
}

TEST(Scheduler, TheMostOverdueTaskComesFirst) {
  for (const bool first : {true, false}) {
    Log log;
    Scheduler scheduler(log.clock, Log::major, &log);
    scheduler.add(Log::minorA, first ? 50 : 100);
    scheduler.add(Log::minorB, first ? 100 : 50);
    scheduler.cycle();
    scheduler.cycle();  // both have run
    log.clock.advance(200);
    scheduler.cycle();  // one is 150 ms late, the other 100 ms
    EXPECT_EQ(log.a, first ? 2u : 1u);
    EXPECT_EQ(log.b, first ? 1u : 2u);
  }
}

TEST(Scheduler, TheFirstTwoMajorFramesAreMeasuredToo) {
  Log log;
  Scheduler scheduler(log.clock, Log::major, &log);
  scheduler.cycle();
  EXPECT_EQ(scheduler.longestMicros(), 0u);
  log.clock.advance(5);
  scheduler.cycle();
  EXPECT_EQ(scheduler.longestMicros(), 5000u);
}
