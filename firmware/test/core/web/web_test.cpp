#include <gtest/gtest.h>

#include <initializer_list>

#include "fakes/asked.h"

using namespace emeter;
using namespace emeter::test;

TEST(Web, ServesEachPageWhole) {
  static Online home;
  for (const char* path : {"/", "/status", "/settings", "/update"}) {
    EXPECT_EQ(home.get(path, "Host: emeter.local\r\n"), 200);
    EXPECT_TRUE(home.browser.contains("Content-Type: text/html; charset=utf-8"));
    const char* length = strstr(home.browser.answer, "Content-Length: ");
    ASSERT_TRUE(length != nullptr);
    size_t promised = 0;
    for (const char* p = length + 16; *p >= '0' && *p <= '9'; p++) promised = promised * 10 + static_cast<size_t>(*p - '0');
    const size_t head = static_cast<size_t>(home.browser.body() - home.browser.answer);
    EXPECT_EQ(home.browser.total, head + promised);
  }
}

TEST(Web, PagesNeedNothingFromElsewhere) {
  const Page pages[] = {Page::status, Page::setup, Page::settings, Page::update};
  for (Page page : pages) {
    FlashText parts[mostPageParts];
    const size_t count = pageParts(page, parts);
    for (size_t i = 0; i < count; i++) {
      static char text[12000];
      ASSERT_TRUE(parts[i].size < sizeof text);
      copyFromFlash(text, parts[i].data, parts[i].size);
      text[parts[i].size] = 0;
      for (const char* outside : {"src=\"http", "href=\"http", "href=\"/", "src=\"/", "url(", "@import", "fetch(\"/"}) {
        EXPECT_TRUE(strstr(text, outside) == nullptr);
      }
    }
  }
}

TEST(Web, UnknownPathsAndMethodsAreToldSo) {
  static Online home;
  EXPECT_EQ(home.ask("GET /nope HTTP/1.1\r\nHost: emeter.local\r\n\r\n"), 404);
  EXPECT_EQ(home.ask("DELETE / HTTP/1.1\r\nHost: emeter.local\r\n\r\n"), 405);
  EXPECT_EQ(home.ask("POST /nope HTTP/1.1\r\n" OWN PASSWORD "\r\n"), 404);
  EXPECT_EQ(home.ask("POST /api/settings HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 5000\r\n\r\nx"), 413);
  EXPECT_EQ(home.ask("rubbish\r\n\r\n"), 400);
}

TEST(Web, ABodyMayHaveAKibibyteAndComeInAnyPieces) {
  static Online home;
  static char body[1026];
  memset(body, 'x', sizeof body);
  memcpy(body, "find=1&", 7);
  for (const size_t size : {size_t{1024}, size_t{1025}}) {
    for (const size_t chunk : {size_t{1}, size_t{7}, size_t{256}, size_t{2000}}) {
      static char text[1500];
      Text request(text, sizeof text);
      body[size] = 0;
      request.put("POST /api/settings HTTP/1.1\r\n" OWN PASSWORD "Content-Length: ").number(size).put("\r\n\r\n").put(body);
      body[size] = 'x';
      home.device.initialSettings().findLine = false;
      home.browser.chunk = chunk;
      EXPECT_EQ(home.ask(text), size == 1024 ? 200 : 413);
      EXPECT_EQ(home.device.settings().findLine, size == 1024);
      EXPECT_EQ(home.browser.left, 0u);  // a refused body is read before the connection ends
    }
  }
}

TEST(Web, TheLastByteOfABodyIsWaitedFor) {
  static Online home;
  home.browser.chunk = 1;
  EXPECT_EQ(home.post("/api/settings", OWN PASSWORD, "find=1"), 200);
  EXPECT_TRUE(home.device.settings().findLine);
}

TEST(Web, WhatComesBehindTheBodyIsNotOfIt) {
  static Online home;
  EXPECT_EQ(home.ask("POST /api/settings HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 6\r\n\r\nfind=1&host=other"), 200);
  EXPECT_STREQ(home.device.settings().host, "emeter");
}

TEST(Web, AZeroByteInAFormIsRefused) {
  static Online home;
  const char text[] = "POST /api/settings HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 8\r\n\r\nfind=1\0x";
  home.browser.say(text, sizeof text - 1);
  home.net.web = &home.browser;
  home.run(home.device, 100);
  EXPECT_EQ(home.browser.status(), 400);
  EXPECT_FALSE(home.device.settings().findLine);
}

TEST(Web, WhoWaitsForLeaveToSendABodyGetsIt) {
  static Online home;
  home.browser.say("POST /api/settings HTTP/1.1\r\n" OWN PASSWORD "Expect: 100-continue\r\nContent-Length: 6\r\n\r\n");
  home.net.web = &home.browser;
  home.run(home.device, 50);
  EXPECT_STREQ(home.browser.answer, "HTTP/1.1 100 Continue\r\n\r\n");
  home.browser.said = "find=1";
  home.browser.left = 6;
  home.run(home.device, 50);
  EXPECT_TRUE(home.browser.contains("HTTP/1.1 200 OK"));
}

TEST(Web, LeaveToSendIsGivenWholeEvenWhereLittleFitsAtATime) {
  for (const bool atOnce : {true, false}) {  // the body comes with the head, or behind the leave
    static Online home;
    home.browser.say("POST /api/settings HTTP/1.1\r\n" OWN PASSWORD "Expect: 100-continue\r\nContent-Length: 6\r\n\r\nfind=1");
    home.browser.room = 3;
    if (!atOnce) home.browser.left -= 6;
    home.net.web = &home.browser;
    home.run(home.device, 100);
    if (!atOnce) {
      EXPECT_STREQ(home.browser.answer, "HTTP/1.1 100 Continue\r\n\r\n");
      home.browser.left = 6;
    }
    home.run(home.device, 500);
    EXPECT_EQ(strncmp(home.browser.answer, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n", 42), 0);
    EXPECT_EQ(home.browser.closed, 1);
  }
}

TEST(Web, ABrowserThatReadsSlowlyGetsTheWholePageAndOneThatStopsIsClosed) {
  static Online home;
  home.browser.room = 40;
  EXPECT_EQ(home.ask("GET / HTTP/1.1\r\nHost: emeter.local\r\n\r\n"), 200);
  EXPECT_GT(home.browser.total, 10000u);
  home.browser.room = 0;
  home.browser.say("GET / HTTP/1.1\r\nHost: emeter.local\r\n\r\n");
  home.net.web = &home.browser;
  home.run(home.device, 7000);
  EXPECT_EQ(home.browser.closed, 1);
}
