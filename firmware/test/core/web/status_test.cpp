#include <gtest/gtest.h>

#include <initializer_list>

#include "fakes/asked.h"
#include "fakes/sink.h"

using namespace emeter;
using namespace emeter::test;

TEST(WebStatus, TellsAllItKnowsAndNoPassword) {
  static Online home;
  static FakeSink slow, left, reads;
  home.uart.given = {3, 4, true, 1, 2, 5};
  slow.most = 0;
  reads.address = 0x0A000007;
  for (FakeSink* sink : {&left, &slow, &reads}) {
    home.net.stream = sink;
    home.run(home.device, 20);
  }
  home.uart.arrive(1234);
  home.run(home.device, 300);
  left.isOpen = false;
  home.clock.advance(2'000);
  home.run(home.device, 300);
  ASSERT_EQ(home.get("/status.json", OWN), 200);
  EXPECT_TRUE(home.browser.contains("\"uptime_s\":3,"));
  EXPECT_TRUE(home.browser.contains("\"reset_reason\":\"Power On\",\"safe\":false,\"wifi\":{\"state\":\"online\",\"ssid\":\"Home\",\"rssi_dbm\":-61,"
                                    "\"address\":\"192.168.1.20\",\"reconnects\":0,\"dead\":0},"
                                    "\"heap\":{\"free_bytes\":21000,\"largest_bytes\":20000,\"fragmentation_percent\":5},"
                                    "\"loop\":{\"longest_ms\":2000},"
                                    "\"line\":{\"mode\":\"115200-8N1\",\"inverted\":false,\"find\":false,\"buffer_bytes\":4096},"
                                    "\"uart\":{\"bytes\":1234,\"bursts\":1,\"overruns\":3,\"errors\":4,\"parity\":1,\"framing\":2,\"breaks\":5,\"silent_ms\":2"));
  EXPECT_TRUE(home.browser.contains("{\"name\":\"emeter\",\"id\":\"a1b2c3\",\"version\":\""));
  EXPECT_TRUE(home.browser.contains("\",\"board\":\"test\",\"uptime_s\":"));
  EXPECT_TRUE(home.browser.contains("\"stream\":{\"port\":8088,\"sent\":2468,\"dropped\":0,\"connects\":3,\"refused\":0,\"stuck\":0,"
                                    "\"clients\":[{\"address\":\"192.168.1.5\",\"connected_s\":2,\"sent\":0,\"dropped\":0},"
                                    "{\"address\":\"10.0.0.7\",\"connected_s\":2,\"sent\":1234,\"dropped\":0}]},"
                                    "\"update\":{\"possible\":true,\"unlocked\":true,\"signed\":true,\"key\":\"0123456789abcdef\"}}"));
  EXPECT_FALSE(home.browser.contains("password1"));
  EXPECT_FALSE(home.browser.contains("correct horse"));
}

TEST(WebStatus, WhatIsNotKnownIsNull) {
  static Fresh fresh;
  ASSERT_EQ(fresh.get("/status.json", "Host: 192.168.4.1\r\n"), 200);
  EXPECT_TRUE(fresh.browser.contains("\"wifi\":{\"state\":\"setup\",\"ssid\":\"\",\"rssi_dbm\":null,\"address\":\"\",\"reconnects\":0,\"dead\":0}"));
  EXPECT_TRUE(fresh.browser.contains("\"find\":true"));
  EXPECT_TRUE(fresh.browser.contains("\"uart\":{\"bytes\":0,\"bursts\":0,\"overruns\":0,\"errors\":0,\"parity\":null,\"framing\":null,\"breaks\":null,\"silent_ms\":null}"));
  EXPECT_TRUE(fresh.browser.contains("\"clients\":[]}"));
  EXPECT_TRUE(fresh.browser.contains("\"unlocked\":false"));
}

TEST(WebStatus, TheLineIsShownAsItListensNow) {
  static Online home;
  home.device.initialSettings().findLine = true;
  EXPECT_EQ(home.post("/api/line", OWN, "mode=2400-8E1&inverted=1"), 200);
  ASSERT_EQ(home.get("/status.json", OWN), 200);
  EXPECT_TRUE(home.browser.contains("\"line\":{\"mode\":\"2400-8E1\",\"inverted\":true,\"find\":true,"));
}

TEST(WebStatus, TheLongestLoopIsRoundedToMilliseconds) {
  static Online home;
  home.clock.advanceMicros(41'250);
  home.run(home.device, 10);
  ASSERT_EQ(home.get("/status.json", OWN), 200);
  EXPECT_TRUE(home.browser.contains("\"longest_ms\":42}"));
}

TEST(WebStatus, TheLargestStatusFitsItsRoom) {
  static Online home;
  FakeSink sinks[3];
  for (FakeSink& sink : sinks) {
    sink.address = 0xFFFFFFFF;
    home.net.stream = &sink;
    home.run(home.device, 50);
  }
  Settings largest = home.device.settings();
  memset(largest.ssid, 1, 32);  // six characters each in JSON
  memset(largest.host, 'h', 24);
  static char room[largestStatus];
  Text text(room, sizeof room);
  FakeUart uart;
  uint8_t storage[16];
  Ring ring(storage, sizeof storage);
  Forwarder forwarder(uart, ring);
  for (FakeSink& sink : sinks) forwarder.attach(sink, 1);
  const UartFaults faults = {0xFFFFFFFF, 0xFFFFFFFF, true, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF};
  LineMode line;
  line.baud = 921600;
  writeStatus({largest, forwarder, home.device.wifi(), &home.radio, home.system, uart, line, true, true, 65535, faults,
               0xFFFFFFFF, true, IN_FLASH("0123456789abcdef")}, text);
  EXPECT_FALSE(text.full());
  // Room for what is short here: counters of up to twenty digits, the chip's own texts.
  EXPECT_LE(text.size() + 400, sizeof room);
}
