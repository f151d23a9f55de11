#include <gtest/gtest.h>

#include <initializer_list>

#include "../../host/chip_buffer.h"
#include "fakes.h"

using namespace emeter;
using namespace emeter::test;

namespace {

// A forwarder with a small ring, looked at every millisecond.
struct Line {
  uint8_t storage[1024];
  FakeUart uart;
  Ring ring{storage, sizeof storage};
  Forwarder forwarder{uart, ring};
  uint32_t now = 1000;

  void run(uint32_t millis) {
    for (uint32_t i = 0; i < millis; i++) {
      forwarder.receive(now);
      forwarder.send(now);
      now++;
    }
  }
  // A burst of so many bytes and the silence after it.
  void burst(uint32_t size) {
    uart.arrive(size);
    run(100);
  }
};

}  // namespace

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
  EXPECT_EQ(reads.got, 3300u);
  EXPECT_EQ(reads.wrong, 0u);
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
  line.run(100);
  EXPECT_EQ(sink.got, 0u);
  sink.expected = 1500;
  line.burst(200);
  EXPECT_EQ(sink.got, 200u);
  EXPECT_EQ(sink.wrong, 0u);
  EXPECT_EQ(line.forwarder.client(0).dropped, 1500u);
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
}

TEST(Forwarder, WhatClientsSendIsReadAndThrownAway) {
  Line line;
  FakeSink sink;
  sink.toRead = 10000;
  line.forwarder.attach(sink, line.now);
  line.run(100);
  EXPECT_EQ(sink.toRead, 0u);
  line.burst(100);
  EXPECT_EQ(sink.got, 100u);
  EXPECT_EQ(sink.wrong, 0u);
}

namespace {

// The meter's line at 115200 baud behind the chip's buffer: bytes go on arriving whatever the loop does.
class ChipLine : public FakeUart {
 public:
  // So much time passes; a meter sends bursts of `burst` bytes with a pause of 100 ms after each, or without pause.
  void pass(uint32_t micros) {
    elapsed_ += micros;
    while (elapsed_ >= microsPerByte) {
      elapsed_ -= microsPerByte;
      if (pause_ > 0) {
        pause_--;
        continue;
      }
      buffer.arrive(lineByte(sent++));
      if (burst != 0 && sent % burst == 0) pause_ = 100'000 / microsPerByte;
    }
  }
  size_t read(uint8_t* to, size_t size) override {
    const size_t taken = buffer.take(to, size);
    if (buffer.overrun()) overruns++;
    return taken;
  }

  static constexpr uint32_t microsPerByte = 87;  // ten bits at 115200
  host::ChipBuffer buffer;
  uint64_t sent = 0;
  uint32_t burst = 0;
  uint32_t overruns = 0;

 private:
  uint32_t elapsed_ = 0;
  uint32_t pause_ = 0;
};

struct Slow {
  ChipLine uart;
  FakeClock clock;
  uint32_t taskMillis = 0;

  // A minor task that lasts `taskMillis`, and the line goes on meanwhile.
  static void task(void* context, uint32_t) {
    auto* self = static_cast<Slow*>(context);
    self->clock.advance(self->taskMillis);
    self->uart.pass(self->taskMillis * 1000);
  }
};

uint8_t slowRing[8192];

struct SlowRun : Slow {
  Ring ring{slowRing, sizeof slowRing};
  Forwarder forwarder{uart, ring};
  FakeSink sink;

  void run(uint32_t millis, uint32_t longTask) {
    taskMillis = longTask;
    forwarder.attach(sink, clock.millis());
    for (uint32_t t = 0; t < millis; t++) {
      forwarder.receive(clock.millis());
      forwarder.send(clock.millis());
      if (t % 1000 == 999) task(this, clock.millis());
      clock.advance(1);
      uart.pass(1000);
    }
    for (int i = 0; i < 50; i++) {
      forwarder.receive(clock.millis());
      forwarder.send(clock.millis());
      clock.advance(1);
    }
  }
};

}  // namespace

TEST(Forwarder, AMinorTaskOf300MillisecondsEverySecondLosesNothingAt115200) {
  SlowRun run;
  run.run(effort(60'000, 5'000), 300);
  EXPECT_EQ(run.uart.buffer.lost(), 0u);
  EXPECT_EQ(run.sink.got, run.uart.sent);
  EXPECT_EQ(run.sink.wrong, 0u);
  EXPECT_EQ(run.uart.overruns, 0u);
}

TEST(Forwarder, AMinorTaskOf400MillisecondsLosesOnlyWhatTheChipWouldAndItIsCounted) {
  SlowRun run;
  const uint32_t seconds = effort(60, 5);
  run.run(seconds * 1000, 400);
  EXPECT_EQ(run.uart.overruns, seconds);
  EXPECT_EQ(run.sink.got + run.uart.buffer.lost(), run.uart.sent);
  // 401 ms at 87 us a byte are 4609 bytes; the buffer holds 4095 of them
  EXPECT_GE(run.uart.buffer.lost(), uint64_t{seconds} * (4597 - 4095));
  EXPECT_LE(run.uart.buffer.lost(), uint64_t{seconds} * (4621 - 4095));
}

TEST(Forwarder, MegabytesOfBurstsReachThreeClientsUnchanged) {
  SlowRun run;
  FakeSink second, third;
  second.most = 100;
  third.most = 33;
  run.forwarder.attach(second, run.clock.millis());
  run.forwarder.attach(third, run.clock.millis());
  run.uart.burst = 997;
  const uint64_t wanted = effort(20'000'000, 200'000);
  Random random(5);
  run.forwarder.attach(run.sink, run.clock.millis());
  while (run.uart.sent < wanted) {
    const uint32_t pause = 200 + random.below(3000);  // microseconds between two looks
    run.clock.advanceMicros(pause);
    run.uart.pass(pause);
    run.forwarder.receive(run.clock.millis());
    run.forwarder.send(run.clock.millis());
  }
  for (int i = 0; i < 500; i++) {
    run.clock.advance(1);
    run.forwarder.receive(run.clock.millis());
    run.forwarder.send(run.clock.millis());
  }
  for (const FakeSink* sink : {&run.sink, &second, &third}) {
    EXPECT_EQ(sink->got, run.uart.sent);
    EXPECT_EQ(sink->wrong, 0u);
  }
  EXPECT_EQ(run.uart.buffer.lost(), 0u);
  EXPECT_EQ(run.forwarder.totals().dropped, 0u);
}
