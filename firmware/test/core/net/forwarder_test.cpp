#include <gtest/gtest.h>

#include <initializer_list>

#include "fakes/small_line.h"

using namespace emeter;
using namespace emeter::test;

TEST(Forwarder, GivesEveryByteToEveryClient) {
  Line line;
  FakeSink sinks[3];
  for (FakeSink& sink : sinks) ASSERT_TRUE(line.forwarder.attach(sink, line.now));
  for (int i = 0; i < 50; i++) line.burst(400);
  for (FakeSink& sink : sinks) {
    EXPECT_EQ(sink.got, 20000u);
    EXPECT_EQ(sink.wrong, 0u);
  }
  EXPECT_EQ(line.forwarder.bursts(), 50u);
  EXPECT_EQ(line.forwarder.totals().dropped, 0u);
  EXPECT_EQ(line.forwarder.totals().sent, 60000u);
}

TEST(Forwarder, TakesPartialWritesAndRefusalsAsTheyCome) {
  Line line;
  FakeSink sink;
  sink.most = 7;
  line.forwarder.attach(sink, line.now);
  for (int i = 0; i < 20; i++) {
    sink.most = i % 3 == 0 ? 0 : 7;
    line.burst(300);
  }
  sink.most = 7;
  line.run(500);
  EXPECT_EQ(sink.got, 6000u);
  EXPECT_EQ(sink.wrong, 0u);
}

TEST(Forwarder, GathersSingleBytesIntoFewWrites) {
  Line line;
  FakeSink sink;
  line.forwarder.attach(sink, line.now);
  for (int i = 0; i < 1000; i++) {
    line.uart.arrive(1);
    line.run(1);
  }
  line.run(50);
  EXPECT_EQ(sink.got, 1000u);
  EXPECT_LE(sink.writes, 51u);  // one each 20 ms
}

TEST(Forwarder, AByteWaitsTwentyMillisecondsForOthersAndHalfAKibibyteForNone) {
  Line line;
  FakeSink sink;
  line.forwarder.attach(sink, line.now);
  line.run(1000);
  line.uart.arrive(1);
  line.run(20);
  EXPECT_EQ(sink.got, 0u);
  line.run(1);
  EXPECT_EQ(sink.got, 1u);
  line.run(1000);
  line.uart.arrive(511);
  line.run(1);
  EXPECT_EQ(sink.got, 1u);
  line.uart.arrive(1);
  line.run(1);
  EXPECT_EQ(sink.got, 513u);
}

TEST(Forwarder, BytesOnBothSidesOfTheRingsEndGoInOneLook) {
  Line line;
  FakeSink sink;
  line.forwarder.attach(sink, line.now);
  line.burst(1000);
  line.uart.arrive(512);
  line.run(1);
  EXPECT_EQ(sink.got, 1512u);
  EXPECT_EQ(sink.wrong, 0u);
}

TEST(Forwarder, TakesHalfARingOfTheLineAtATime) {
  Line line;
  FakeSink sink;
  line.forwarder.attach(sink, line.now);
  line.uart.arrive(4000);
  line.forwarder.receive(line.now);
  EXPECT_EQ(line.forwarder.received(), 512u);
  line.run(100);
  EXPECT_EQ(sink.got, 4000u);
  EXPECT_EQ(line.forwarder.totals().dropped, 0u);
}

TEST(Forwarder, TellsHowLongTheLineHasBeenSilent) {
  Line line;
  line.run(100);
  line.uart.arrive(1);
  line.run(1);
  EXPECT_EQ(line.forwarder.silence(), 0u);
  line.run(500);
  EXPECT_EQ(line.forwarder.silence(), 500u);
  EXPECT_EQ(line.forwarder.uptime(), 600u);
}

TEST(Forwarder, TellsHowLongAClientHasBeenThere) {
  Line line;
  FakeSink sink;
  line.run(3001);
  line.forwarder.attach(sink, line.now);
  line.run(500);
  EXPECT_EQ(line.forwarder.client(0).connectedAt, 3000u);
}

TEST(Forwarder, ANewClientBeginsWithTheBurstUnderWay) {
  Line line;
  line.burst(500);
  line.uart.arrive(200);
  line.run(10);
  FakeSink sink;
  sink.expected = 500;
  line.forwarder.attach(sink, line.now);
  line.uart.arrive(100);
  line.run(100);
  EXPECT_EQ(sink.got, 300u);
  EXPECT_EQ(sink.wrong, 0u);
}

TEST(Forwarder, BetweenBurstsANewClientBeginsWithTheNext) {
  Line line;
  line.burst(500);
  FakeSink sink;
  sink.expected = 500;
  line.forwarder.attach(sink, line.now);
  line.burst(80);
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

TEST(Forwarder, InALongBurstThatHasLeftTheRingANewClientWaitsForTheNext) {
  Line line;
  line.burst(2000);
  for (int i = 0; i < 30; i++) {
    line.uart.arrive(100);
    line.run(5);
  }
  FakeSink sink;
  line.forwarder.attach(sink, line.now);
  for (int i = 0; i < 5; i++) {
    line.uart.arrive(100);
    line.run(5);
  }
  line.run(100);
  EXPECT_EQ(sink.got, 0u);
  sink.expected = 5500;
  line.burst(200);
  EXPECT_EQ(sink.got, 200u);
  EXPECT_EQ(sink.wrong, 0u);
  EXPECT_EQ(line.forwarder.client(0).dropped, 500u);
}

TEST(Forwarder, ALineThatIsNeverSilentMakesANewClientWaitForOneRing) {
  Line line;
  const auto flow = [&](uint32_t bytes) {
    for (uint32_t i = 0; i < bytes / 11; i++) {
      line.uart.arrive(11);
      line.run(1);
    }
  };
  flow(4400);
  FakeSink sink;
  line.forwarder.attach(sink, line.now);
  flow(1012);
  EXPECT_EQ(sink.got, 0u);
  sink.expected = line.uart.arrived() + 22;
  flow(2200);
  EXPECT_GT(sink.got, 2000u);
  EXPECT_EQ(sink.wrong, 0u);
}

TEST(Forwarder, ASilentMeterMakesNobodyStuck) {
  Line line;
  FakeSink sink;
  line.forwarder.attach(sink, line.now);
  line.burst(200);
  line.run(60'000);
  EXPECT_EQ(sink.closed, 0);
}

TEST(Forwarder, AClientThatLeavesFreesItsPlace) {
  Line line;
  FakeSink sinks[4];
  for (int i = 0; i < 3; i++) line.forwarder.attach(sinks[i], line.now);
  EXPECT_FALSE(line.forwarder.attach(sinks[3], line.now));
  EXPECT_EQ(sinks[3].closed, 1);
  EXPECT_EQ(line.forwarder.totals().refused, 1u);
  sinks[1].isOpen = false;
  sinks[3].isOpen = true;
  EXPECT_TRUE(line.forwarder.attach(sinks[3], line.now));
  EXPECT_EQ(sinks[1].closed, 1);
  EXPECT_EQ(line.forwarder.totals().connects, 4u);
}

TEST(Forwarder, AClientThatIsGoneIsClosedAtTheNextLook) {
  Line line;
  FakeSink sink;
  line.forwarder.attach(sink, line.now);
  sink.isOpen = false;
  line.run(1);
  EXPECT_EQ(sink.closed, 1);
  EXPECT_EQ(line.forwarder.client(0).sink == nullptr, true);
  line.burst(100);
  EXPECT_EQ(sink.got, 0u);
}

TEST(Forwarder, WithAllPlacesTakenOneThatTakesNothingGivesWay) {
  Line line;
  FakeSink sinks[4];
  for (int i = 0; i < 3; i++) line.forwarder.attach(sinks[i], line.now);
  sinks[2].most = 0;
  for (int i = 0; i < 15; i++) line.burst(50);
  EXPECT_TRUE(line.forwarder.attach(sinks[3], line.now));
  EXPECT_EQ(sinks[2].closed, 1);
  EXPECT_EQ(sinks[0].closed + sinks[1].closed, 0);
  EXPECT_EQ(line.forwarder.totals().stuck, 1u);
  EXPECT_EQ(line.forwarder.client(2).sent + line.forwarder.client(2).dropped, 0u);  // its own count begins at nothing
}

TEST(Forwarder, OneThatTookSomethingWithinTheLastSecondKeepsItsPlace) {
  Line line;
  FakeSink sinks[4];
  for (int i = 0; i < 3; i++) line.forwarder.attach(sinks[i], line.now);
  sinks[2].most = 0;
  line.burst(50);
  line.run(800);
  EXPECT_FALSE(line.forwarder.attach(sinks[3], line.now));
  EXPECT_EQ(sinks[2].closed, 0);
}

TEST(Forwarder, WhatClientsSendIsReadAndThrownAway) {
  Line line;
  FakeSink sink;
  sink.toRead = 10000;
  line.forwarder.attach(sink, line.now);
  line.run(1);
  EXPECT_EQ(sink.toRead, 10000u - 256u);  // a little at each look: one that floods costs the line nothing
  line.run(99);
  EXPECT_EQ(sink.toRead, 0u);
  line.burst(100);
  EXPECT_EQ(sink.got, 100u);
  EXPECT_EQ(sink.wrong, 0u);
}
