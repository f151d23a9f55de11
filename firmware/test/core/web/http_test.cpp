#include <gtest/gtest.h>

#include <string.h>

#include <initializer_list>

#include "emeter/web/http.h"
#include "fakes/effort.h"
#include "fakes/random.h"

using namespace emeter;
using namespace emeter::test;

namespace {

HttpRequestReader read(const char* text, size_t chunk = 1) {
  HttpRequestReader reader;
  size_t size = strlen(text);
  while (size > 0 && !reader.done() && reader.failed() == 0) {
    const size_t piece = size < chunk ? size : chunk;
    const size_t taken = reader.take(reinterpret_cast<const uint8_t*>(text), piece);
    text += taken;
    size -= taken;
    if (taken == 0) break;
  }
  return reader;
}

}  // namespace

TEST(Http, ReadsARequestInPiecesOfAnySize) {
  const char* text =
      "POST /api/line?x=1 HTTP/1.1\r\nHost: emeter.local\r\nOrigin:http://emeter.local \r\n"
      "AUTHORIZATION: Basic eDp5\r\ncontent-length: 12\r\nCookie: a=b\r\n\r\n";
  for (size_t chunk = 1; chunk < 200; chunk += 13) {
    const HttpRequestReader reader = read(text, chunk);
    ASSERT_TRUE(reader.done());
    const HttpRequest& request = reader.request();
    EXPECT_TRUE(request.method == Method::post);
    EXPECT_STREQ(request.path, "/api/line");
    EXPECT_STREQ(request.query, "x=1");
    EXPECT_STREQ(request.host, "emeter.local");
    EXPECT_STREQ(request.origin, "http://emeter.local");
    EXPECT_STREQ(request.authorization, "Basic eDp5");
    EXPECT_EQ(request.bodySize, 12u);
  }
}

TEST(Http, StopsAtTheEndOfTheHead) {
  HttpRequestReader reader;
  const char text[] = "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody";
  EXPECT_EQ(reader.take(reinterpret_cast<const uint8_t*>(text), sizeof text - 1), sizeof text - 5);
}

TEST(Http, RefusesWhatItCannotRead) {
  struct Case {
    const char* text;
    int status;
  };
  const Case cases[] = {
      {"rubbish\r\n\r\n", 400},
      {"GET / HTTP/2.0\r\n\r\n", 400},
      {"GET http://x/ HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nno colon\r\n\r\n", 400},
      {"GET /\r\n\r\n", 400},
      {"GET HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost:\r\nhost:\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nContent-Length:\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nContent-Length: 1x\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nContent-Length: a\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nContent-Length: 16777217\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 501},
      {"GET /a-path-of-more-than-forty-characters-is-none-of-ours HTTP/1.1\r\n\r\n", 414},
  };
  for (const Case& c : cases) EXPECT_EQ(read(c.text).failed(), c.status);
}

TEST(Http, RefusesAZeroByteInAnyLine) {
  const char texts[][40] = {"GET /\0x HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", "GET / HTTP/1.1\r\n\0: a\r\n\r\n"};
  for (const auto& text : texts) {
    HttpRequestReader reader;
    reader.take(reinterpret_cast<const uint8_t*>(text), sizeof text);
    EXPECT_EQ(reader.failed(), 400);
  }
}

TEST(Http, TakesARequestAsItsSendersWriteIt) {
  EXPECT_TRUE(read("\r\nGET / HTTP/1.0\nHost: a\n\n").done());  // an empty line first, line feeds alone
  EXPECT_EQ(read("GET / HTTP/1.1\r\nContent-Length: 16777216\r\n\r\n").request().bodySize, 16777216u);
  EXPECT_EQ(read("GET / HTTP/1.1\r\nContent-Length: 7\r\nContent-Length: 7\r\n\r\n").request().bodySize, 7u);
  EXPECT_STREQ(read("GET / HTTP/1.1\r\nHost:\t a \t \r\n\r\n").request().host, "a");
  EXPECT_STREQ(read("GET / HTTP/1.1\r\nHost: \t\r\n\r\n").request().host, "");
  EXPECT_FALSE(read("GET / HTTP/1.1\r\n\r\n").request().expectsContinue);
  EXPECT_TRUE(read("GET / HTTP/1.1\r\nExpect: 100-Continue\r\n\r\n").request().expectsContinue);
  EXPECT_FALSE(read("GET / HTTP/1.1\r\nExpect: else\r\nCookie: 100-continue\r\n\r\n").request().expectsContinue);
}

namespace {

// A request with one line of `before`, so many letters, and `after`.
HttpRequestReader readLong(const char* before, size_t letters, const char* after) {
  HttpRequestReader reader;
  const auto take = [&](const char* text, size_t size) { reader.take(reinterpret_cast<const uint8_t*>(text), size); };
  take(before, strlen(before));
  for (size_t i = 0; i < letters; i++) take("a", 1);
  take(after, strlen(after));
  return reader;
}

}  // namespace

TEST(Http, KeepsWhatFitsToTheLastByteAndRefusesOneMore) {
  struct Case {
    const char* before;
    size_t most;
    const char* after;
    int status;
  };
  const Case cases[] = {
      {"GET /", sizeof HttpRequest::path - 2, " HTTP/1.1\r\n\r\n", 414},
      {"GET /?", sizeof HttpRequest::query - 1, " HTTP/1.1\r\n\r\n", 414},
      {"GET / HTTP/1.1\r\nHost: ", sizeof HttpRequest::host - 1, "\r\n\r\n", 431},
      {"GET / HTTP/1.1\r\nOrigin: ", sizeof HttpRequest::origin - 1, "\r\n\r\n", 431},
      {"GET / HTTP/1.1\r\nAuthorization: ", sizeof HttpRequest::authorization - 1, "\r\n\r\n", 431},
  };
  for (const Case& c : cases) {
    EXPECT_TRUE(readLong(c.before, c.most, c.after).done());
    EXPECT_EQ(readLong(c.before, c.most, c.after).failed(), 0);
    for (const size_t more : {size_t{1}, size_t{500}}) {
      EXPECT_EQ(readLong(c.before, c.most + more, c.after).failed(), c.status);
      EXPECT_FALSE(readLong(c.before, c.most + more, c.after).done());
    }
  }
}

TEST(Http, ALineThatWasCutIsNotTakenForAShortOne) {
  // Spaces fill the line: what is kept of it would be the empty name, the length 1.
  EXPECT_EQ(readLong("GET / HTTP/1.1\r\nHost: b                                                                                                 "
                     "                                                                                                  ", 1, "\r\n\r\n").failed(), 431);
  EXPECT_EQ(readLong("GET / HTTP/1.1\r\nContent-Length: 1                                                                                       "
                     "                                                                                                  0", 0, "\r\n\r\n").failed(), 400);
}

TEST(Http, BoundsTheHead) {
  HttpRequestReader reader;
  const char line[] = "X-Long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n";
  const char first[] = "GET / HTTP/1.1\r\n";
  reader.take(reinterpret_cast<const uint8_t*>(first), sizeof first - 1);
  for (int i = 0; i < 1000 && reader.failed() == 0; i++) {
    reader.take(reinterpret_cast<const uint8_t*>(line), sizeof line - 1);
  }
  EXPECT_EQ(reader.failed(), 431);
}

TEST(Http, AHeadMayHaveEightKibibytes) {
  constexpr char start[] = "GET / HTTP/1.1\r\nCookie: ";
  constexpr size_t letters = HttpRequestReader::largestHead - (sizeof start - 1) - 4;
  EXPECT_TRUE(readLong(start, letters, "\r\n\r\n").done());
  EXPECT_EQ(readLong(start, letters, "\r\n\r\n").failed(), 0);
  EXPECT_EQ(readLong(start, letters + 1, "\r\n\r\n").failed(), 431);
}

TEST(Http, LongHeadersItDoesNotNeedDoNoHarm) {
  HttpRequestReader reader;
  const char first[] = "GET / HTTP/1.1\r\nCookie: ";
  reader.take(reinterpret_cast<const uint8_t*>(first), sizeof first - 1);
  for (int i = 0; i < 3000; i++) reader.take(reinterpret_cast<const uint8_t*>("c"), 1);
  const char rest[] = "\r\nHost: h\r\n\r\n";
  reader.take(reinterpret_cast<const uint8_t*>(rest), sizeof rest - 1);
  EXPECT_TRUE(reader.done());
  EXPECT_STREQ(reader.request().host, "h");
}

TEST(Http, NeverRunsAwayOnNoise) {
  Random random(99);
  for (uint32_t i = 0; i < effort(20000, 300); i++) {
    HttpRequestReader reader;
    uint8_t noise[300];
    const size_t size = random.below(sizeof noise);
    for (size_t k = 0; k < size; k++) noise[k] = static_cast<uint8_t>(random.next());
    const char start[] = "GET / HTTP/1.1\r\n";
    if (i % 2 == 0) reader.take(reinterpret_cast<const uint8_t*>(start), sizeof start - 1);
    EXPECT_LE(reader.take(noise, size), size);
  }
}
