#include <gtest/gtest.h>

#include <initializer_list>

#include "fakes/small_line.h"

using namespace emeter;
using namespace emeter::test;

TEST_F(ForwarderAlone, AnOvertakenClientResumesAtTheOldestWholeBurstAndTheDropIsExact) {
  FakeSink reads, stops;
  forwarder.attach(reads, now);
  forwarder.attach(stops, now);
  burst(300);
  stops.most = 0;
  for (int i = 0; i < 10; i++) burst(300);  // bytes 300 to 3300; the ring holds 2276 on
  stops.most = ~size_t{0};
  stops.expected = 2400;  // the burst that began at 2100 is cut, the next one is whole
  run(100);
  EXPECT_EQ(stops.wrong, 0u);
  EXPECT_EQ(stops.got, 300u + 900u);
  EXPECT_EQ(forwarder.client(1).dropped, 2100u);
  EXPECT_EQ(forwarder.client(1).sent + forwarder.client(1).dropped, 3300u);
  EXPECT_EQ(forwarder.totals().dropped, 2100u);
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

TEST_F(ForwarderWithAClient, SoItMayInTheMiddleOfABurst) {
  sink.limited = true;
  sink.room = 100;
  burst(500);
  burst(500);
  burst(124);  // 1024 bytes are left
  sink.room = 5000;
  run(100);
  EXPECT_EQ(sink.got, 1124u);
  EXPECT_EQ(sink.wrong, 0u);
  EXPECT_EQ(forwarder.client(0).dropped, 0u);
}

TEST_F(ForwarderWithAClient, WithoutAWholeBurstInTheRingTheClientWaitsForTheNext) {
  sink.most = 0;
  for (int i = 0; i < 15; i++) {  // one burst of 1500 bytes
    uart.arrive(100);
    run(5);
  }
  sink.most = ~size_t{0};
  for (int i = 0; i < 6; i++) {  // which goes on
    uart.arrive(100);
    run(25);
  }
  run(100);
  EXPECT_EQ(sink.got, 0u);
  sink.expected = 2100;
  burst(200);
  EXPECT_EQ(sink.got, 200u);
  EXPECT_EQ(sink.wrong, 0u);
  EXPECT_EQ(forwarder.client(0).dropped, 2100u);
}

TEST_F(ForwarderWithAClient, ALineThatIsNeverSilentDoesNotStarveAnOvertakenClient) {
  sink.most = 0;
  for (int i = 0; i < 400; i++) {
    if (i == 200) sink.most = ~size_t{0};
    uart.arrive(11);
    run(1);
  }
  EXPECT_GT(sink.got, 0u);
  EXPECT_EQ(forwarder.client(0).sent + forwarder.client(0).dropped + 220 >= 4400u, true);
}

TEST_F(ForwarderAlone, AStuckClientIsClosedAfterTenSecondsAndTheOthersLoseNothing) {
  FakeSink reads, stuck;
  forwarder.attach(reads, now);
  forwarder.attach(stuck, now);
  stuck.most = 0;
  for (int i = 0; i < 98; i++) burst(200);
  EXPECT_EQ(stuck.closed, 0);
  for (int i = 0; i < 5; i++) burst(200);
  EXPECT_EQ(stuck.closed, 1);
  EXPECT_EQ(forwarder.totals().stuck, 1u);
  EXPECT_EQ(reads.got, 103u * 200u);
  EXPECT_EQ(reads.wrong, 0u);
}

TEST_F(ForwarderAlone, AStuckClientIsClosedOnALineThatIsNeverSilentToo) {
  FakeSink stuck;
  forwarder.attach(stuck, now);
  stuck.most = 0;
  for (int i = 0; i < 11'000 && stuck.closed == 0; i++) {
    uart.arrive(11);
    run(1);
  }
  EXPECT_EQ(stuck.closed, 1);
}

TEST_F(ForwarderAlone, OneThatReadsNowAndThenOrLittleIsNotStuck) {
  FakeSink pauses, little;
  forwarder.attach(pauses, now);
  forwarder.attach(little, now);
  for (int second = 0; second < 40; second++) {
    pauses.most = second % 8 == 0 ? ~size_t{0} : 0;
    little.most = 1;
    for (int i = 0; i < 10; i++) burst(200);
  }
  EXPECT_EQ(pauses.closed + little.closed, 0);
  EXPECT_EQ(forwarder.totals().stuck, 0u);
}
