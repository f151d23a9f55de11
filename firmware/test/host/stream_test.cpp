// The whole chain on Linux: pseudo-terminal, emeter-host, TCP.
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "fakes/line.h"
#include "running_host.h"

using namespace emeter::test;
using Clock = std::chrono::steady_clock;

namespace {

std::string lineBytes(size_t from, size_t size) {
  std::string bytes(size, 0);
  for (size_t i = 0; i < size; i++) bytes[i] = static_cast<char>(lineByte(from + i));
  return bytes;
}

void pause(int millis) { std::this_thread::sleep_for(std::chrono::milliseconds(millis)); }

int64_t millisSince(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count();
}

// A burst a line's telegram long, numbered so that it is known again.
std::string telegram(int number) {
  std::string text = "<" + std::to_string(number) + ":";
  text.resize(2000, static_cast<char>('a' + number % 26));
  return text + ">";
}

// Sends telegrams until one arrives whole at the client; the milliseconds that took, or -1 after ten seconds.
int64_t resumesAfter(RunningHost& host, int client) {
  const auto start = Clock::now();
  for (int number = 0; millisSince(start) < 10'000; number++) {
    const std::string sent = telegram(number);
    host.send(sent);
    if (readAll(client, 150).find(sent) != std::string::npos) return millisSince(start);
  }
  return -1;
}

void expectResumesWithinFiveSeconds(RunningHost& host, int client) {
  const int64_t resumed = resumesAfter(host, client);
  EXPECT_GE(resumed, 0);
  EXPECT_LE(resumed, 5000);
}

// The socket neither takes nor acknowledges anything from now on, as a peer does that has lost its power.
void vanish(int socket) {
  sock_filter nothing = {BPF_RET | BPF_K, 0, 0, 0};
  sock_fprog program = {1, &nothing};
  ASSERT_EQ(setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program), 0);
}

}  // namespace

TEST(Stream, AMegabyteThroughAPseudoTerminalReachesThreeClientsUnchanged) {
  constexpr size_t size = 1 << 20;
  RunningHost host;
  const std::string sent = lineBytes(0, size);
  int clients[3];
  for (int& client : clients) client = host.connect();
  ASSERT_TRUE(host.waitForClients(3));
  std::string got[3];
  std::thread readers[3];
  for (int i = 0; i < 3; i++) {
    readers[i] = std::thread([&, i] { got[i] = readBytes(clients[i], size); });
  }
  for (size_t at = 0; at < size; at += 1024) {  // ten times the rate of the fastest meter's line
    host.send(sent.substr(at, 1024));
    pause(8);
  }
  for (std::thread& reader : readers) reader.join();
  for (int i = 0; i < 3; i++) {
    EXPECT_EQ(got[i].size(), size);
    EXPECT_TRUE(got[i] == sent);
    close(clients[i]);
  }
  EXPECT_EQ(host.counter("\"stream\":{\"port\":" + std::to_string(host.port) + ",\"sent\":"), 3 * size);
}

TEST(Stream, AClientThatStopsReadingCostsTheOthersNothingAndIsClosed) {
  RunningHost host;
  const int reads = host.connect();
  const int stops = host.connect(16 * 1024);
  ASSERT_TRUE(host.waitForClients(2));
  std::string got;
  std::thread reader([&] { got = readBytes(reads, SIZE_MAX, 6000); });
  size_t sent = 0;
  const auto start = Clock::now();
  while (millisSince(start) < 40'000 && host.counter("\"stuck\":") == 0) {
    for (int i = 0; i < 20; i++) {
      host.send(lineBytes(sent, 1000));
      sent += 1000;
      pause(10);
    }
  }
  reader.join();
  EXPECT_EQ(host.counter("\"stuck\":"), 1u);
  EXPECT_GE(millisSince(start), 10'000);
  EXPECT_TRUE(got == lineBytes(0, sent));
  close(reads);
  close(stops);
}

TEST(Stream, AClientThatPausesResumesAtABurstAndItsDropIsExact) {
  RunningHost host({"--ring", "8192"});
  const int client = host.connect(16 * 1024);
  ASSERT_TRUE(host.waitForClients(1));
  constexpr int telegrams = 90;
  std::string sent;
  for (int number = 0; number < telegrams; number++) {
    const std::string next = telegram(number);
    host.send(next);
    sent += next;
    pause(60);  // silence enough for a burst each
  }
  const std::string got = readAll(client, 3000);
  const uint64_t dropped = host.counter("\"dropped\":");
  EXPECT_GT(dropped, 0u);
  EXPECT_EQ(got.size() + dropped, sent.size());
  // Whatever follows a cut begins with a telegram's first byte: each piece is the beginning of the telegram it names.
  size_t cuts = 0;
  for (size_t at = 0; at < got.size();) {
    ASSERT_EQ(got[at], '<');
    const size_t next = std::min(got.find('<', at + 1), got.size());
    const std::string piece = got.substr(at, next - at);
    const std::string whole = telegram(atoi(piece.c_str() + 1));
    EXPECT_EQ(whole.compare(0, piece.size(), piece), 0);
    if (piece.size() < whole.size()) cuts++;
    at = next;
  }
  EXPECT_LE(cuts, 3u);
  EXPECT_EQ(got.substr(got.size() - telegram(telegrams - 1).size()), telegram(telegrams - 1));
  close(client);
}

TEST(Stream, AfterPeersThatVanishTheStreamResumesWithinFiveSeconds) {
  RunningHost host;
  int gone[3];
  for (int& client : gone) client = host.connect();
  ASSERT_TRUE(host.waitForClients(3));
  for (int client : gone) vanish(client);
  for (int i = 0; i < 300; i++) {  // the line goes on
    host.send(lineBytes(0, 200));
    pause(10);
  }
  const auto start = Clock::now();
  int64_t resumed = -1;
  while (resumed < 0 && millisSince(start) < 20'000) {
    const int client = host.connect();  // the app: refused until a place is free
    resumed = resumesAfter(host, client) < 0 ? -1 : millisSince(start);
    close(client);
  }
  EXPECT_GE(resumed, 0);
  EXPECT_LE(resumed, 5000);
  for (int client : gone) close(client);
}

TEST(Stream, AHundredConnectsASecondDoNotDisturbTheClient) {
  RunningHost host;
  const int client = host.connect();
  ASSERT_TRUE(host.waitForClients(1));
  std::thread flood([&] {
    const auto begun = Clock::now();
    for (int i = 0; i < 500; i++) {
      std::this_thread::sleep_until(begun + i * std::chrono::milliseconds(10));
      const int socket = i % 2 == 0 ? host.connect() : connectTo(host.pages);
      if (i % 3 == 0) {  // a reset instead of a farewell
        const linger now = {1, 0};
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
      }
      close(socket);
    }
  });
  std::string sent;
  std::string got;
  for (int i = 0; i < 50; i++) {
    const std::string piece = lineBytes(sent.size(), 1000);
    host.send(piece);
    sent += piece;
    pause(100);
  }
  got = readBytes(client, sent.size());
  flood.join();
  EXPECT_TRUE(got == sent);
  const int late = host.connect();
  expectResumesWithinFiveSeconds(host, late);
  close(late);
  close(client);
}

TEST(Stream, APortScanDoesNotDisturbTheClient) {
  RunningHost host;
  const int client = host.connect();
  ASSERT_TRUE(host.waitForClients(1));
  std::thread scan([&] {
    // Which ports are open, around ours; then what speaks there, as scanners ask.
    for (int port = -200; port <= 200; port++) {
      for (const uint16_t ours : {host.port, host.pages}) {
        const int socket = connectTo(static_cast<uint16_t>(ours + port));
        if (socket >= 0) close(socket);
      }
    }
    const std::string probes[] = {"\r\n\r\n", "GET / HTTP/1.0\r\n\r\n", "OPTIONS * RTSP/1.0\r\n\r\n", "HELP\r\n", "SSH-2.0-scan\r\n",
                                  std::string("\x16\x03\x01\x00\x05\x01\x00\x00\x01\x03", 10), std::string(600, 'A'), std::string(4, '\0')};
    for (const std::string& probe : probes) {
      for (const uint16_t ours : {host.port, host.pages}) {
        const int socket = connectTo(ours);
        if (socket < 0) continue;
        (void)::send(socket, probe.data(), probe.size(), MSG_NOSIGNAL);
        readAll(socket, 50);
        const linger now = {1, 0};
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        close(socket);
      }
    }
  });
  std::string sent;
  for (int i = 0; i < 50; i++) {
    const std::string piece = lineBytes(sent.size(), 1000);
    host.send(piece);
    sent += piece;
    pause(50);
  }
  EXPECT_TRUE(readBytes(client, sent.size()) == sent);
  scan.join();
  const int late = host.connect();
  expectResumesWithinFiveSeconds(host, late);
  EXPECT_NE(host.status().find("200 OK"), std::string::npos);
  close(late);
  close(client);
}

TEST(Stream, TenThousandReconnectsLeaveMemoryAsItWas) {
  RunningHost host;
  const auto resident = [&] {
    FILE* file = fopen(("/proc/" + std::to_string(host.process) + "/statm").c_str(), "r");
    unsigned long total = 0, pages = 0;
    const bool read = fscanf(file, "%lu %lu", &total, &pages) == 2;
    fclose(file);
    return read ? pages : 0;
  };
  const auto reconnect = [&](int times) {
    for (int i = 0; i < times; i++) {
      const int socket = host.connect();
      ASSERT_GE(socket, 0);
      if (i % 100 == 0) host.send(lineBytes(0, 100));
      char byte;
      shutdown(socket, SHUT_WR);
      while (recv(socket, &byte, 1, 0) > 0) {  // until the host has closed its side too
      }
      close(socket);
    }
  };
  reconnect(500);
  const unsigned long before = resident();
  reconnect(10'000);
  EXPECT_LE(resident(), before + 16);  // pages of 4 KiB
  EXPECT_EQ(host.counter("\"connects\":"), 10'500u);
  const int client = host.connect();
  expectResumesWithinFiveSeconds(host, client);
  close(client);
}

TEST(Stream, OnlyListedAddressesMayRead) {
  RunningHost host({"--allow", "192.0.2.0/24"});
  const int client = host.connect();
  EXPECT_EQ(readBytes(client, 1, 3000), "");
  EXPECT_EQ(host.counter("\"refused\":"), 1u);
  close(client);
}
