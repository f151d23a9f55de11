#include <gtest/gtest.h>

#include <string.h>

#include <new>

#include "emeter/web/response.h"

using namespace emeter;

namespace {

// All of a response, taken in pieces of so many bytes.
const char* whole(Response& response, size_t piece) {
  static char text[2200];
  size_t used = 0;
  for (;;) {
    const size_t taken = response.take(reinterpret_cast<uint8_t*>(text) + used, piece);
    used += taken;
    if (taken == 0) break;
  }
  text[used] = 0;
  return text;
}

}  // namespace

TEST(Response, IsTheSameInPiecesOfAnySize) {
  for (size_t piece = 1; piece < 400; piece += 7) {
    static Response response;
    new (&response) Response;
    response.json(202).put("{\"trial\":\"running\"}");
    EXPECT_STREQ(whole(response, piece),
                 "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 19\r\nCache-Control: no-store\r\n"
                 "X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\nConnection: close\r\n\r\n{\"trial\":\"running\"}");
  }
}

TEST(Response, LeadsElsewhereWithoutABody) {
  static Response response;
  response.redirect(IN_FLASH("http://192.168.4.1/"));
  const char* text = whole(response, 100);
  EXPECT_TRUE(strstr(text, "HTTP/1.1 302 Found\r\n") == text);
  EXPECT_TRUE(strstr(text, "\r\nContent-Length: 0\r\nLocation: http://192.168.4.1/\r\n") != nullptr);
}

TEST(Response, NamesEachStatus) {
  struct Case {
    uint16_t status;
    const char* line;
  };
  const Case cases[] = {{200, "200 OK"},          {400, "400 Bad Request"}, {401, "401 Unauthorized"},      {403, "403 Forbidden"},
                        {404, "404 Not Found"},   {405, "405 Method Not Allowed"}, {409, "409 Conflict"},   {411, "411 Length Required"},
                        {413, "413 Content Too Large"}, {414, "414 URI Too Long"}, {429, "429 Too Many Requests"},
                        {431, "431 Request Header Fields Too Large"}, {501, "501 Not Implemented"}};
  for (const Case& c : cases) {
    static Response response;
    new (&response) Response;
    response.error(c.status, IN_FLASH("why"));
    char line[64];
    Text(line, sizeof line).put("HTTP/1.1 ").put(c.line).put("\r\n");
    const char* text = whole(response, 512);
    EXPECT_EQ(strncmp(text, line, strlen(line)), 0);
    EXPECT_TRUE(strstr(text, "\r\n\r\n{\"error\":\"why\"}") != nullptr);
  }
}

TEST(Response, TheLongestHeadFitsItsRoom) {
  static Response response;
  response.error(431, IN_FLASH("why"));
  EXPECT_TRUE(strstr(whole(response, 512), "Connection: close\r\n\r\n") != nullptr);
}
