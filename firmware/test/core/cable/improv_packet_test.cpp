#include <gtest/gtest.h>

#include <initializer_list>

#include "emeter/cable/improv_packet.h"
#include "fakes/console.h"
#include "fakes/random.h"

using namespace emeter;
using namespace emeter::test;

namespace {

using Got = ImprovReader::Got;

// As the protocol's page has it: the request for the state.
constexpr uint8_t example[] = {'I', 'M', 'P', 'R', 'O', 'V', 1, 3, 2, 2, 0, 0xE5};

Got last(ImprovReader& reader, const uint8_t* bytes, size_t size, uint32_t now = 0) {
  Got got = Got::nothing;
  for (size_t i = 0; i < size; i++) {
    const Got one = reader.take(bytes[i], now);
    if (one != Got::nothing) got = one;
  }
  return got;
}

}  // namespace

TEST(ImprovPacket, IsFoundWithItsTypeAndData) {
  ImprovReader reader;
  for (size_t i = 0; i + 1 < sizeof example; i++) EXPECT_EQ(reader.take(example[i], 0), Got::nothing);
  EXPECT_EQ(reader.take(example[sizeof example - 1], 0), Got::packet);
  EXPECT_EQ(reader.type(), ImprovType::command);
  ASSERT_EQ(reader.size(), 2u);
  EXPECT_EQ(reader.data()[0], 2);
  EXPECT_EQ(reader.data()[1], 0);
}

TEST(ImprovPacket, IsFoundBehindOtherBytesAndFalseBeginnings) {
  for (const char* before : {"\r\n ets Jan  8 2013,rst cause:2\n", "IMPRO", "IIIMPIM", "/ISK5\\2M550T-1012\r\n\r\n1-3:0.2.8(50)\r\n", "\xff\x80\xc0"}) {
    ImprovReader reader;
    EXPECT_EQ(last(reader, reinterpret_cast<const uint8_t*>(before), strlen(before)), Got::nothing);
    EXPECT_EQ(last(reader, example, sizeof example), Got::packet);
  }
}

TEST(ImprovPacket, OneAfterTheOtherIsFound) {
  ImprovReader reader;
  for (int i = 0; i < 100; i++) EXPECT_EQ(last(reader, example, sizeof example), Got::packet);
}

TEST(ImprovPacket, EachDamagedByteIsNoticedOrPassedOver) {
  for (size_t place = 0; place < sizeof example; place++) {
    for (int bit = 0; bit < 8; bit++) {
      ImprovReader reader;
      uint8_t damaged[sizeof example];
      memcpy(damaged, example, sizeof example);
      damaged[place] = static_cast<uint8_t>(damaged[place] ^ (1 << bit));
      EXPECT_NE(last(reader, damaged, sizeof damaged), Got::packet);
      // A damaged length swallows what follows, until the sender has paused.
      EXPECT_EQ(last(reader, example, sizeof example, 1000), Got::packet);
    }
  }
}

TEST(ImprovPacket, AnotherVersionOrAnImpossibleLengthIsDamage) {
  ImprovReader reader;
  EXPECT_EQ(last(reader, reinterpret_cast<const uint8_t*>("IMPROV\x02"), 7), Got::damaged);
  EXPECT_EQ(last(reader, reinterpret_cast<const uint8_t*>("IMPROV\x01\x03\x81"), 9), Got::damaged);
  EXPECT_EQ(last(reader, reinterpret_cast<const uint8_t*>("IMPROV\x01\x03\xff"), 9), Got::damaged);
  EXPECT_EQ(last(reader, example, sizeof example), Got::packet);
}

TEST(ImprovPacket, TheLongestDataFits) {
  static FakeConsole console;
  ImprovReader reader;
  char data[ImprovReader::mostData - 2];
  memset(data, 'I', sizeof data);
  console.command(1, data, sizeof data);
  EXPECT_EQ(last(reader, console.said, sizeof data + 12), Got::packet);
  EXPECT_EQ(reader.size(), ImprovReader::mostData);
}

TEST(ImprovPacket, OneThatStopsInTheMiddleIsForgotten) {
  ImprovReader reader;
  EXPECT_EQ(last(reader, example, 10, 0xFFFFFF00), Got::nothing);
  // Across the wrap of the clock.
  EXPECT_EQ(last(reader, example, sizeof example, 0xFFFFFF00 + ImprovReader::patienceMillis + 1), Got::packet);
  EXPECT_EQ(last(reader, example, 10, 5000), Got::nothing);
  EXPECT_EQ(last(reader, example + 10, 2, 5000 + ImprovReader::patienceMillis), Got::packet);
}

TEST(ImprovPacket, NoiseIsBoundedAndFindsNothing) {
  Random random(7);
  ImprovReader reader;
  int packets = 0;
  for (uint32_t i = 0; i < 300'000; i++) {
    // Every other time noise behind a right beginning.
    if (i % 64 == 0) last(reader, example, 7, i);
    if (reader.take(static_cast<uint8_t>(random.next()), i) == Got::packet) packets++;
  }
  EXPECT_LT(packets, 100);  // the checksum is one byte: each 256th passes
}

TEST(ImprovWriter, WritesWhatTheReaderReads) {
  static FakeConsole console;
  console.begin();
  ImprovWriter writer;
  EXPECT_TRUE(writer.empty());
  writer.begin(ImprovType::result);
  writer.byte(3);
  writer.byte(0);
  writer.text("Wörter");
  writer.text(IN_FLASH("in flash"));
  writer.text("");
  writer.end();
  EXPECT_FALSE(writer.empty());
  writer.flush(console);
  EXPECT_TRUE(writer.empty());
  EXPECT_TRUE(console.nextIsResult(3, "Wörter|in flash||"));
  EXPECT_FALSE(console.next());
  EXPECT_EQ(console.damaged, 0);
}

TEST(ImprovWriter, IsTheStateOfTheProtocolsPageByteForByte) {
  static FakeConsole console;
  console.begin();
  ImprovWriter writer;
  writer.begin(ImprovType::state);
  writer.byte(2);
  writer.end();
  writer.flush(console);
  constexpr uint8_t expected[] = {'\n', 'I', 'M', 'P', 'R', 'O', 'V', 1, 1, 1, 2, 0xE2, '\n'};
  ASSERT_EQ(console.heardSize, sizeof expected);
  EXPECT_EQ(memcmp(console.heard, expected, sizeof expected), 0);
}

TEST(ImprovWriter, APortThatTakesLittleGetsAllInTheEnd) {
  static FakeConsole console;
  console.begin();
  console.most = 3;
  ImprovWriter writer;
  writer.begin(ImprovType::error);
  writer.byte(1);
  writer.end();
  for (int i = 0; i < 5 && !writer.empty(); i++) writer.flush(console);
  EXPECT_TRUE(writer.empty());
  EXPECT_TRUE(console.nextIs(ImprovType::error, 1));
}

TEST(ImprovWriter, WhatDoesNotFitIsLeftOutWhole) {
  static FakeConsole console;
  console.begin();
  ImprovWriter writer;
  for (int i = 0; i < 100; i++) {
    writer.begin(ImprovType::result);
    writer.byte(4);
    writer.byte(0);
    writer.text("a network's name");
    writer.end();
  }
  writer.flush(console);
  int whole = 0;
  while (console.nextIsResult(4, "a network's name|")) whole++;
  EXPECT_GT(whole, 3);
  EXPECT_EQ(console.damaged, 0);
}
