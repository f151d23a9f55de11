#include <gtest/gtest.h>

#include <initializer_list>

#include "fakes/small_line.h"

using namespace emeter;
using namespace emeter::test;

TEST_F(ForwarderAlone, GivesEveryByteToEveryClient) {
  FakeSink sinks[3];
  for (FakeSink& sink : sinks) ASSERT_TRUE(forwarder.attach(sink, now));
  for (int i = 0; i < 50; i++) burst(400);
  for (FakeSink& sink : sinks) {
    EXPECT_EQ(sink.got, 20000u);
    EXPECT_EQ(sink.wrong, 0u);
  }
  EXPECT_EQ(forwarder.bursts(), 50u);
  EXPECT_EQ(forwarder.totals().dropped, 0u);
  EXPECT_EQ(forwarder.totals().sent, 60000u);
}

TEST_F(ForwarderAlone, TakesPartialWritesAndRefusalsAsTheyCome) {
  FakeSink sink;
  sink.most = 7;
  forwarder.attach(sink, now);
  for (int i = 0; i < 20; i++) {
    sink.most = i % 3 == 0 ? 0 : 7;
    burst(300);
  }
  sink.most = 7;
  run(500);
  EXPECT_EQ(sink.got, 6000u);
  EXPECT_EQ(sink.wrong, 0u);
}

TEST_F(ForwarderWithAClient, GathersSingleBytesIntoFewWrites) {
  for (int i = 0; i < 1000; i++) {
    uart.arrive(1);
    run(1);
  }
  run(50);
  EXPECT_EQ(sink.got, 1000u);
  EXPECT_LE(sink.writes, 51u);  // one each 20 ms
}

TEST_F(ForwarderWithAClient, AByteWaitsTwentyMillisecondsForOthersAndHalfAKibibyteForNone) {
  run(1000);
  uart.arrive(1);
  run(20);
  EXPECT_EQ(sink.got, 0u);
  run(1);
  EXPECT_EQ(sink.got, 1u);
  run(1000);
  uart.arrive(511);
  run(1);
  EXPECT_EQ(sink.got, 1u);
  uart.arrive(1);
  run(1);
  EXPECT_EQ(sink.got, 513u);
}

TEST_F(ForwarderWithAClient, BytesOnBothSidesOfTheRingsEndGoInOneLook) {
  burst(1000);
  uart.arrive(512);
  run(1);
  EXPECT_EQ(sink.got, 1512u);
  EXPECT_EQ(sink.wrong, 0u);
}

TEST_F(ForwarderWithAClient, TakesHalfARingOfTheLineAtATime) {
  uart.arrive(4000);
  forwarder.receive(now);
  EXPECT_EQ(forwarder.received(), 512u);
  run(100);
  EXPECT_EQ(sink.got, 4000u);
  EXPECT_EQ(forwarder.totals().dropped, 0u);
}

TEST_F(ForwarderAlone, TellsHowLongTheLineHasBeenSilent) {
  run(100);
  uart.arrive(1);
  run(1);
  EXPECT_EQ(forwarder.silence(), 0u);
  run(500);
  EXPECT_EQ(forwarder.silence(), 500u);
  EXPECT_EQ(forwarder.uptime(), 600u);
}

TEST_F(ForwarderAlone, TellsHowLongAClientHasBeenThere) {
  FakeSink sink;
  run(3001);
  forwarder.attach(sink, now);
  run(500);
  EXPECT_EQ(forwarder.client(0).connectedAt, 3000u);
}

TEST_F(ForwarderAlone, ANewClientBeginsWithTheBurstUnderWay) {
  burst(500);
  uart.arrive(200);
  run(10);
  FakeSink sink;
  sink.expected = 500;
  forwarder.attach(sink, now);
  uart.arrive(100);
  run(100);
  EXPECT_EQ(sink.got, 300u);
  EXPECT_EQ(sink.wrong, 0u);
}

TEST_F(ForwarderAlone, BetweenBurstsANewClientBeginsWithTheNext) {
  burst(500);
  FakeSink sink;
  sink.expected = 500;
  forwarder.attach(sink, now);
  burst(80);
  EXPECT_EQ(sink.got, 80u);
  EXPECT_EQ(sink.wrong, 0u);
}

TEST(Forwarder, ABurstUnderWayIsGivenAsLongAsTheRingHoldsItsFirstByte) {
  for (const uint32_t before : {1024u, 1025u}) {
    Line line;
    line.burst(100);
    for (uint32_t left = before; left > 0;) {
      const uint32_t piece = left < 100 ? left : 100;
      line.uart.arrive(piece);
      line.run(1);
      left -= piece;
    }
    FakeSink sink;
    sink.expected = 100;
    line.forwarder.attach(sink, line.now);
    line.run(30);
    EXPECT_EQ(sink.got, before == 1024 ? 1024u : 0u);
    EXPECT_EQ(sink.wrong, 0u);
  }
}

TEST_F(ForwarderAlone, InALongBurstThatHasLeftTheRingANewClientWaitsForTheNext) {
  burst(2000);
  for (int i = 0; i < 30; i++) {
    uart.arrive(100);
    run(5);
  }
  FakeSink sink;
  forwarder.attach(sink, now);
  for (int i = 0; i < 5; i++) {
    uart.arrive(100);
    run(5);
  }
  run(100);
  EXPECT_EQ(sink.got, 0u);
  sink.expected = 5500;
  burst(200);
  EXPECT_EQ(sink.got, 200u);
  EXPECT_EQ(sink.wrong, 0u);
  EXPECT_EQ(forwarder.client(0).dropped, 500u);
}

TEST_F(ForwarderAlone, ALineThatIsNeverSilentMakesANewClientWaitForOneRing) {
  const auto flow = [&](uint32_t bytes) {
    for (uint32_t i = 0; i < bytes / 11; i++) {
      uart.arrive(11);
      run(1);
    }
  };
  flow(4400);
  FakeSink sink;
  forwarder.attach(sink, now);
  flow(1012);
  EXPECT_EQ(sink.got, 0u);
  sink.expected = uart.arrived() + 22;
  flow(2200);
  EXPECT_GT(sink.got, 2000u);
  EXPECT_EQ(sink.wrong, 0u);
}

TEST_F(ForwarderWithAClient, ASilentMeterMakesNobodyStuck) {
  burst(200);
  run(60'000);
  EXPECT_EQ(sink.closed, 0);
}

TEST_F(ForwarderAlone, AClientThatLeavesFreesItsPlace) {
  FakeSink sinks[4];
  for (int i = 0; i < 3; i++) forwarder.attach(sinks[i], now);
  EXPECT_FALSE(forwarder.attach(sinks[3], now));
  EXPECT_EQ(sinks[3].closed, 1);
  EXPECT_EQ(forwarder.totals().refused, 1u);
  sinks[1].isOpen = false;
  sinks[3].isOpen = true;
  EXPECT_TRUE(forwarder.attach(sinks[3], now));
  EXPECT_EQ(sinks[1].closed, 1);
  EXPECT_EQ(forwarder.totals().connects, 4u);
}

TEST_F(ForwarderWithAClient, AClientThatIsGoneIsClosedAtTheNextLook) {
  sink.isOpen = false;
  run(1);
  EXPECT_EQ(sink.closed, 1);
  EXPECT_EQ(forwarder.client(0).sink == nullptr, true);
  burst(100);
  EXPECT_EQ(sink.got, 0u);
}

TEST_F(ForwarderAlone, WithAllPlacesTakenOneThatTakesNothingGivesWay) {
  FakeSink sinks[4];
  for (int i = 0; i < 3; i++) forwarder.attach(sinks[i], now);
  sinks[2].most = 0;
  for (int i = 0; i < 15; i++) burst(50);
  EXPECT_TRUE(forwarder.attach(sinks[3], now));
  EXPECT_EQ(sinks[2].closed, 1);
  EXPECT_EQ(sinks[0].closed + sinks[1].closed, 0);
  EXPECT_EQ(forwarder.totals().stuck, 1u);
  EXPECT_EQ(forwarder.client(2).sent + forwarder.client(2).dropped, 0u);  // its own count begins at nothing
}

TEST_F(ForwarderAlone, OneThatTookSomethingWithinTheLastSecondKeepsItsPlace) {
  FakeSink sinks[4];
  for (int i = 0; i < 3; i++) forwarder.attach(sinks[i], now);
  sinks[2].most = 0;
  burst(50);
  run(800);
  EXPECT_FALSE(forwarder.attach(sinks[3], now));
  EXPECT_EQ(sinks[2].closed, 0);
}

TEST_F(ForwarderAlone, WhatClientsSendIsReadAndThrownAway) {
  FakeSink sink;
  sink.toRead = 10000;
  forwarder.attach(sink, now);
  run(1);
  EXPECT_EQ(sink.toRead, 10000u - 256u);  // a little at each look: one that floods costs the line nothing
  run(99);
  EXPECT_EQ(sink.toRead, 0u);
  burst(100);
  EXPECT_EQ(sink.got, 100u);
  EXPECT_EQ(sink.wrong, 0u);
}
