#include <gtest/gtest.h>

#include "fakes.h"

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
      {"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 501},
      {"GET /a-path-of-more-than-forty-characters-is-none-of-ours HTTP/1.1\r\n\r\n", 414},
  };
  for (const Case& c : cases) EXPECT_EQ(read(c.text).failed(), c.status);
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

TEST(Http, FormValues) {
  char value[12];
  const char* form = "mode=2400-8E1&name=a%20b%2Bc+d&empty=&xmode=no&bad=%4&zero=%00";
  EXPECT_TRUE(formValue(form, "mode", value, sizeof value));
  EXPECT_STREQ(value, "2400-8E1");
  EXPECT_TRUE(formValue(form, "name", value, sizeof value));
  EXPECT_STREQ(value, "a b+c d");
  EXPECT_TRUE(formValue(form, "empty", value, sizeof value));
  EXPECT_STREQ(value, "");
  EXPECT_FALSE(formValue(form, "absent", value, sizeof value));
  EXPECT_FALSE(formValue(form, "bad", value, sizeof value));
  EXPECT_FALSE(formValue(form, "zero", value, sizeof value));
  char small[4];
  EXPECT_FALSE(formValue(form, "mode", small, sizeof small));
  EXPECT_TRUE(formHas(form, "bad"));
  EXPECT_FALSE(formHas(form, "ode"));
}

TEST(Http, SameOriginIsTheVeryHost) {
  EXPECT_TRUE(sameOrigin("http://emeter.local", "emeter.local"));
  EXPECT_TRUE(sameOrigin("http://192.168.1.2:8080", "192.168.1.2:8080"));
  EXPECT_FALSE(sameOrigin("http://emeter.local:81", "emeter.local"));
  EXPECT_FALSE(sameOrigin("https://emeter.local", "emeter.local"));
  EXPECT_FALSE(sameOrigin("http://evil.example", "emeter.local"));
  EXPECT_FALSE(sameOrigin("null", "emeter.local"));
  EXPECT_FALSE(sameOrigin("", "emeter.local"));
  EXPECT_FALSE(sameOrigin("http://", ""));
}

TEST(Http, PasswordsFitExactly) {
  EXPECT_TRUE(passwordFits("Basic eDpjb3JyZWN0IGhvcnNl", "correct horse"));   // x:correct horse
  EXPECT_TRUE(passwordFits("basic OmNvcnJlY3QgaG9yc2U=", "correct horse"));   // :correct horse
  EXPECT_FALSE(passwordFits("Basic eDpjb3JyZWN0IGhvcnM=", "correct horse"));  // one character short
  EXPECT_FALSE(passwordFits("Basic eDpjb3JyZWN0IGhvcnNlcw==", "correct horse"));
  EXPECT_FALSE(passwordFits("Basic eDo=", ""));  // an empty password opens nothing
  EXPECT_FALSE(passwordFits("", "correct horse"));
  EXPECT_FALSE(passwordFits("Bearer eDpjb3JyZWN0IGhvcnNl", "correct horse"));
  EXPECT_FALSE(passwordFits("Basic !!!!", "correct horse"));
}
