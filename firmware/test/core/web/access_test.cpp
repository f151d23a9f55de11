#include <gtest/gtest.h>

#include <initializer_list>
#include <new>

#include "emeter/web/access.h"
#include "fakes/asked.h"

using namespace emeter;
using namespace emeter::test;

TEST(WebAccess, ChangesNeedPasswordAndSameOrigin) {
  static Online home;
  const char* const changes[] = {"/api/settings", "/api/wifi", "/api/restart", "/api/erase", "/api/update", "/api/line"};
  struct Case {
    const char* head;
    int status;
  };
  const Case cases[] = {
      {OWN, 401},
      {OWN "Authorization: Basic eDp3cm9uZ3dyb25n\r\n", 401},
      {OWN "Authorization: Basic eDpjb3JyZWN0IGhvcnNk\r\n", 401},  // its last letter is another
      {"Host: emeter.local\r\nOrigin: http://evil.example\r\n" PASSWORD, 403},
      {"Host: emeter.local\r\n" PASSWORD, 403},
      {"Host: emeter.local\r\nOrigin: null\r\n" PASSWORD, 403},
      {"Origin: http://emeter.local\r\n" PASSWORD, 403},
      {"Host: emeter.local\r\nOrigin: https://emeter.local\r\n" PASSWORD, 403},
      {"Host: emeter.local:80\r\nOrigin: http://emeter.local:8088\r\n" PASSWORD, 403},
  };
  for (const char* path : changes) {
    for (const Case& c : cases) {
      EXPECT_EQ(home.post(path, c.head, "host=other&port=1"), c.status);
      home.run(home.device, 1100);  // a wrong password costs a second
    }
  }
  home.run(home.device, 3000);
  EXPECT_STREQ(home.device.settings().host, "emeter");
  EXPECT_EQ(home.system.restarts, 0);
  EXPECT_EQ(home.store.saves + home.store.erases + home.updater.begun, 0);
}

TEST(WebAccess, WithPasswordAndOwnOriginEachChangeIsMade) {
  static Online home;
  EXPECT_EQ(home.post("/api/line", OWN PASSWORD, "mode=2400-8E1"), 200);
  EXPECT_EQ(home.post("/api/settings", OWN PASSWORD, "find=1"), 200);
  EXPECT_EQ(home.post("/api/restart", OWN PASSWORD, ""), 200);
  EXPECT_TRUE(home.browser.contains("{\"restarts\":true}"));
  home.run(home.device, 2000);
  EXPECT_EQ(home.system.restarts, 1);
  EXPECT_EQ(home.store.erases, 0);
  EXPECT_EQ(home.post("/api/erase", OWN PASSWORD, ""), 200);
  home.run(home.device, 2000);
  EXPECT_EQ(home.store.erases, 1);
  EXPECT_EQ(home.system.restarts, 2);
}

TEST(WebAccess, OnePasswordGuessASecond) {
  static Online home;
  const char* wrong = "GET /api/settings HTTP/1.1\r\nHost: emeter.local\r\nAuthorization: Basic eDp3cm9uZ3dyb25n\r\n\r\n";
  const char* right = "GET /api/settings HTTP/1.1\r\nHost: emeter.local\r\n" PASSWORD "\r\n";
  EXPECT_EQ(home.ask(wrong), 401);
  EXPECT_EQ(home.ask(right), 429);
  home.run(home.device, 1100);
  EXPECT_EQ(home.ask(right), 200);
  EXPECT_TRUE(home.browser.contains("\"rx_pins\":[13,3]"));
  EXPECT_FALSE(home.browser.contains("password1"));
}

namespace {

HttpRequest requestWith(const char* authorization) {
  HttpRequest request;
  copyText(request.host, "emeter.local");
  copyText(request.authorization, authorization);
  return request;
}

// The status of an answer at `now`; 0 when the password was right.
int unlock(Access& access, const char* authorization, uint32_t now, uint32_t address = 0xC0A80105) {
  static Response response;
  response.~Response();
  new (&response) Response;
  return access.unlocked(requestWith(authorization), {address, now}, response) ? 0 : response.status();
}

constexpr char wrong[] = "Basic eDp3cm9uZ3dyb25n";
constexpr char right[] = "Basic eDpjb3JyZWN0IGhvcnNl";

}  // namespace

TEST(WebAccess, AWrongGuessShutsForOneSecondToTheMillisecond) {
  static Online home;
  for (const uint32_t start : {1000u, 0xFFFFFF00u}) {  // the clock wraps meanwhile
    Access access(home.device);
    EXPECT_EQ(unlock(access, wrong, start), 401);
    EXPECT_EQ(unlock(access, right, start + 999), 429);
    EXPECT_EQ(unlock(access, right, start + 1000), 0);
  }
}

TEST(WebAccess, AGuessInThatSecondDoesNotProlongIt) {
  static Online home;
  Access access(home.device);
  EXPECT_EQ(unlock(access, wrong, 1000), 401);
  EXPECT_EQ(unlock(access, wrong, 1900), 429);
  EXPECT_EQ(unlock(access, right, 2000), 0);
}

TEST(WebAccess, AskingWithoutAPasswordIsNoGuess) {
  static Online home;
  Access access(home.device);
  EXPECT_EQ(unlock(access, "", 1000), 401);
  EXPECT_EQ(unlock(access, right, 1001), 0);
  EXPECT_EQ(unlock(access, "x", 1002), 401);
  EXPECT_EQ(unlock(access, right, 1003), 429);
}

TEST(WebAccess, AGuessOf49DaysAgoIsForgotten) {
  static Online home;
  Access access(home.device);
  EXPECT_EQ(unlock(access, wrong, 5000), 401);
  EXPECT_EQ(unlock(access, right, 10'000), 0);
  EXPECT_EQ(unlock(access, right, 5500), 0);  // the clock has come around
}

TEST(WebAccess, TheOwnerIsNeverLockedOutByAnother) {
  static Online home;
  Access access(home.device);
  for (uint32_t now = 1000; now < 20'000; now += 100) {
    for (uint32_t guesser = 0; guesser < 20; guesser++) unlock(access, wrong, now, 0xC0A80110 + guesser);
    EXPECT_EQ(unlock(access, right, now + 50), 0);
  }
}

TEST(WebAccess, EachAddressWaitsForItself) {
  static Online home;
  Access access(home.device);
  EXPECT_EQ(unlock(access, wrong, 1000, 1), 401);
  EXPECT_EQ(unlock(access, wrong, 1500, 2), 401);
  EXPECT_EQ(unlock(access, wrong, 1900, 1), 429);
  EXPECT_EQ(unlock(access, right, 2100, 2), 429);
  EXPECT_EQ(unlock(access, right, 2100, 1), 0);
  for (uint32_t address = 10; address < 30; address++) EXPECT_EQ(unlock(access, wrong, 3000 + address, address), 401);
  EXPECT_EQ(unlock(access, wrong, 3100, 29), 429);
  EXPECT_EQ(unlock(access, wrong, 3100, 22), 429);  // the last eight are remembered
}

TEST(WebAccess, AProgramMayKnowTheDeviceByAnotherName) {
  static Online home;
  home.device.initialSettings().findLine = true;
  EXPECT_EQ(home.ask("GET /status.json HTTP/1.1\r\nHost: raspberrypi:8080\r\n\r\n"), 200);
  EXPECT_EQ(home.ask("GET /api/line HTTP/1.1\r\nHost: raspberrypi:8080\r\n\r\n"), 200);
  EXPECT_EQ(home.ask("POST /api/line HTTP/1.1\r\nHost: raspberrypi:8080\r\nContent-Length: 13\r\n\r\nmode=2400-8E1"), 200);
  // The rest stays at the own name, and a page that leads a browser by a name of its own gets nothing.
  EXPECT_EQ(home.ask("GET /status HTTP/1.1\r\nHost: raspberrypi\r\n\r\n"), 403);
  EXPECT_EQ(home.ask("GET /api/settings HTTP/1.1\r\nHost: raspberrypi\r\n" PASSWORD "\r\n"), 403);
  EXPECT_EQ(home.ask("POST /api/line HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\nContent-Length: 13\r\n\r\nmode=9600-7E1"), 403);
  EXPECT_EQ(home.ask("GET /api/line HTTP/1.1\r\nHost: evil.example\r\naccept-language: nl\r\n\r\n"), 403);
}

TEST(WebAccess, ANameThatIsNotTheDevicesIsNotAnsweredToABrowser) {
  static Online home;
  EXPECT_EQ(home.ask("GET /status.json HTTP/1.1\r\nHost: evil.example\r\nAccept-Language: en\r\n\r\n"), 403);
  EXPECT_EQ(home.ask("GET /status.json HTTP/1.1\r\nHost: 192.168.1.20\r\n\r\n"), 200);
  EXPECT_EQ(home.ask("GET /status.json HTTP/1.1\r\nHost: emeter-2.local\r\n\r\n"), 200);
  EXPECT_EQ(home.ask("GET /status.json HTTP/1.1\r\nHost: emeter.lan\r\n\r\n"), 200);
  // A page whose name has been pointed at the device changes no line, though its origin is the host it asks.
  home.device.initialSettings().findLine = true;
  EXPECT_EQ(home.ask("POST /api/line HTTP/1.1\r\nHost: emeter.evil.example\r\nOrigin: http://emeter.evil.example\r\nContent-Length: 13\r\n\r\nmode=2400-8E1"), 403);
}

TEST(WebAccess, WithoutADevicePasswordChangesAndUpdatesStayLocked) {
  static Online home;
  home.device.initialSettings().devicePassword[0] = 0;
  EXPECT_EQ(home.ask("POST /api/settings HTTP/1.1\r\n" OWN "Authorization: Basic eDo=\r\nContent-Length: 6\r\n\r\nport=1"), 403);
  EXPECT_EQ(home.get("/api/settings", OWN "Authorization: Basic eDo=\r\n"), 403);
  EXPECT_EQ(home.ask("POST /api/update HTTP/1.1\r\n" OWN "Authorization: Basic eDo=\r\nContent-Length: 6\r\n\r\n\xe9port=1"), 403);
  EXPECT_EQ(home.updater.begun, 0);
}
