// The meter's line at 115200 baud behind the chip's bounded buffer, in virtual time.
#include <gtest/gtest.h>

#include <initializer_list>

#include "../../../host/chip_buffer.h"
#include "emeter/net/forwarder.h"
#include "fakes/clock.h"
#include "fakes/effort.h"
#include "fakes/line.h"
#include "fakes/random.h"
#include "fakes/sink.h"

using namespace emeter;
using namespace emeter::test;

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
