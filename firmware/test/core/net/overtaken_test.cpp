#include <gtest/gtest.h>

#include <initializer_list>

#include "fakes/small_line.h"

using namespace emeter;
using namespace emeter::test;

TEST(Forwarder, AnOvertakenClientResumesAtTheOldestWholeBurstAndTheDropIsExact) {
  Line line;
  FakeSink reads, stops;
  line.forwarder.attach(reads, line.now);
  line.forwarder.attach(stops, line.now);
  line.burst(300);
  stops.most = 0;
  for (int i = 0; i < 10; i++) line.burst(300);  // bytes 300 to 3300; the ring holds 2276 on
  stops.most = ~size_t{0};
  stops.expected = 2400;  // the burst that began at 2100 is cut, the next one is whole
  line.run(100);
  EXPECT_EQ(stops.wrong, 0u);
  EXPECT_EQ(stops.got, 300u + 900u);
  EXPECT_EQ(line.forwarder.client(1).dropped, 2100u);
  EXPECT_EQ(line.forwarder.client(1).sent + line.forwarder.client(1).dropped, 3300u);
  EXPECT_EQ(line.forwarder.totals().dropped, 2100u);
  EXPECT_EQ(reads.got, 3300u);
  EXPECT_EQ(reads.wrong, 0u);
}

TEST(Forwarder, AClientMayFallBehindByAWholeRingAndNotByOneByteMore) {
  for (const uint32_t last : {24u, 25u}) {
    Line line;
    FakeSink sink;
    line.forwarder.attach(sink, line.now);
    sink.most = 0;
    line.burst(500);
    line.burst(500);
    line.burst(last);
    sink.most = ~size_t{0};
    if (last == 25) sink.expected = 500;
    line.run(100);
    EXPECT_EQ(sink.got, last == 24 ? 1024u : 525u);
    EXPECT_EQ(sink.wrong, 0u);
    EXPECT_EQ(line.forwarder.client(0).dropped, last == 24 ? 0u : 500u);
  }
}

TEST(Forwarder, SoItMayInTheMiddleOfABurst) {
  Line line;
  FakeSink sink;
  line.forwarder.attach(sink, line.now);
  sink.limited = true;
  sink.room = 100;
  line.burst(500);
  line.burst(500);
  line.burst(124);  // 1024 bytes are left
  sink.room = 5000;
  line.run(100);
  EXPECT_EQ(sink.got, 1124u);
  EXPECT_EQ(sink.wrong, 0u);
  EXPECT_EQ(line.forwarder.client(0).dropped, 0u);
}

TEST(Forwarder, WithoutAWholeBurstInTheRingTheClientWaitsForTheNext) {
  Line line;
  FakeSink sink;
  line.forwarder.attach(sink, line.now);
  sink.most = 0;
  for (int i = 0; i < 15; i++) {  // one burst of 1500 bytes
    line.uart.arrive(100);
    line.run(5);
  }
  sink.most = ~size_t{0};
  for (int i = 0; i < 6; i++) {  // which goes on
    line.uart.arrive(100);
    line.run(25);
  }
  line.run(100);
  EXPECT_EQ(sink.got, 0u);
  sink.expected = 2100;
  line.burst(200);
  EXPECT_EQ(sink.got, 200u);
  EXPECT_EQ(sink.wrong, 0u);
  EXPECT_EQ(line.forwarder.client(0).dropped, 2100u);
}

TEST(Forwarder, ALineThatIsNeverSilentDoesNotStarveAnOvertakenClient) {
  Line line;
  FakeSink sink;
  line.forwarder.attach(sink, line.now);
  sink.most = 0;
  for (int i = 0; i < 400; i++) {
    if (i == 200) sink.most = ~size_t{0};
    line.uart.arrive(11);
    line.run(1);
  }
  EXPECT_GT(sink.got, 0u);
  EXPECT_EQ(line.forwarder.client(0).sent + line.forwarder.client(0).dropped + 220 >= 4400u, true);
}

TEST(Forwarder, AStuckClientIsClosedAfterTenSecondsAndTheOthersLoseNothing) {
  Line line;
  FakeSink reads, stuck;
  line.forwarder.attach(reads, line.now);
  line.forwarder.attach(stuck, line.now);
  stuck.most = 0;
  for (int i = 0; i < 98; i++) line.burst(200);
  EXPECT_EQ(stuck.closed, 0);
  for (int i = 0; i < 5; i++) line.burst(200);
  EXPECT_EQ(stuck.closed, 1);
  EXPECT_EQ(line.forwarder.totals().stuck, 1u);
  EXPECT_EQ(reads.got, 103u * 200u);
  EXPECT_EQ(reads.wrong, 0u);
}

TEST(Forwarder, AStuckClientIsClosedOnALineThatIsNeverSilentToo) {
  Line line;
  FakeSink stuck;
  line.forwarder.attach(stuck, line.now);
  stuck.most = 0;
  for (int i = 0; i < 11'000 && stuck.closed == 0; i++) {
    line.uart.arrive(11);
    line.run(1);
  }
  EXPECT_EQ(stuck.closed, 1);
}

TEST(Forwarder, OneThatReadsNowAndThenOrLittleIsNotStuck) {
  Line line;
  FakeSink pauses, little;
  line.forwarder.attach(pauses, line.now);
  line.forwarder.attach(little, line.now);
  for (int second = 0; second < 40; second++) {
    pauses.most = second % 8 == 0 ? ~size_t{0} : 0;
    little.most = 1;
    for (int i = 0; i < 10; i++) line.burst(200);
  }
  EXPECT_EQ(pauses.closed + little.closed, 0);
  EXPECT_EQ(line.forwarder.totals().stuck, 0u);
}
