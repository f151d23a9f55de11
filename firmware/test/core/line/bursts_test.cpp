#include <gtest/gtest.h>

#include "emeter/line/bursts.h"

using namespace emeter;

namespace {

LineMode mode(const char* text) {
  LineMode parsed;
  LineMode::parse(text, parsed);
  return parsed;
}

}  // namespace

TEST(Bursts, SilenceIsFiftyMillisecondsOrTwentyCharacters) {
  BurstDetector detector;
  detector.setLine(mode("115200-8N1"));
  EXPECT_EQ(detector.silenceMillis(), 50u);
  detector.setLine(mode("2400-8E1"));
  EXPECT_EQ(detector.silenceMillis(), 92u);  // 20 x 11 bits at 2400
  detector.setLine(mode("300-8N1"));
  EXPECT_EQ(detector.silenceMillis(), 667u);  // 20 x 10 bits at 300
}

TEST(Bursts, FirstByteEverBeginsOne) {
  BurstDetector detector;
  EXPECT_TRUE(detector.bytes(1000));
  EXPECT_FALSE(detector.bytes(1001));
}

TEST(Bursts, SilenceSeenBeginsTheNext) {
  BurstDetector detector;
  detector.bytes(1000);
  detector.nothing(1050);
  EXPECT_FALSE(detector.bytes(1050));
  detector.nothing(1101);
  EXPECT_TRUE(detector.quiet());
  EXPECT_TRUE(detector.bytes(1101));
}

TEST(Bursts, AnotherModeBeginsAnotherBurst) {
  BurstDetector detector;
  detector.bytes(1000);
  EXPECT_FALSE(detector.quiet());
  detector.setLine(mode("2400-8E1"));
  EXPECT_TRUE(detector.quiet());
  EXPECT_TRUE(detector.bytes(1001));
}

TEST(Bursts, TimeNotLookedAtIsNoSilence) {
  BurstDetector detector;
  detector.bytes(1000);
  EXPECT_FALSE(detector.bytes(1400));  // 400 ms in a task, bytes came all the time
}

TEST(Bursts, ClockMayWrap) {
  BurstDetector detector;
  detector.bytes(0xFFFFFFF0u);
  detector.nothing(0x00000010u);
  EXPECT_FALSE(detector.bytes(0x00000010u));
  detector.nothing(0x00000043u);
  EXPECT_TRUE(detector.bytes(0x00000043u));
}

TEST(Bursts, RemembersTheLatestStarts) {
  BurstStarts starts;
  Position start = 0;
  EXPECT_FALSE(starts.firstFrom(0, start));
  for (Position p = 0; p < 100; p++) starts.add(p * 10);
  EXPECT_EQ(starts.count(), 100u);
  ASSERT_TRUE(starts.firstFrom(0, start));
  EXPECT_EQ(start, 360u);  // the oldest of the 64 remembered
  ASSERT_TRUE(starts.firstFrom(981, start));
  EXPECT_EQ(start, 990u);
  EXPECT_FALSE(starts.firstFrom(991, start));
}

TEST(Bursts, KnowsTheLatestStart) {
  BurstStarts starts;
  Position start = 7;
  EXPECT_FALSE(starts.latest(start));
  EXPECT_EQ(start, 7u);
  starts.add(0);
  ASSERT_TRUE(starts.latest(start));
  EXPECT_EQ(start, 0u);
  for (Position p = 1; p <= 64; p++) starts.add(p);
  ASSERT_TRUE(starts.latest(start));
  EXPECT_EQ(start, 64u);
}
