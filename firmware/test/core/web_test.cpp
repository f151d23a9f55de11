#include <gtest/gtest.h>

#include <initializer_list>

#include "fakes.h"

using namespace emeter;
using namespace emeter::test;

namespace {

#define OWN "Host: emeter.local\r\nOrigin: http://emeter.local\r\n"
#define PASSWORD "Authorization: Basic eDpjb3JyZWN0IGhvcnNl\r\n"  // x:correct horse

// A device that is set up and online, with the password "correct horse".
struct Online : Bench {
  Online() : device(board, ring, sizeof ring) {
    Settings& settings = device.initialSettings();
    copyText(settings.ssid, "Home");
    copyText(settings.wifiPassword, "password1");
    copyText(settings.devicePassword, "correct horse");
    settings.findLine = false;
    device.begin();
    run(device, 500);
  }
  int ask(const char* text) {
    request(device, browser, text);
    return browser.status();
  }
  Device device;
  FakeBrowser browser;
};

// A device that waits for its first set-up.
struct Fresh : Bench {
  Fresh() : device(board, ring, sizeof ring) {
    device.load();
    device.begin();
    run(device, 500);
  }
  int ask(const char* text) {
    request(device, browser, text);
    return browser.status();
  }
  Device device;
  FakeBrowser browser;
};

}  // namespace

TEST(Web, ServesEachPageWhole) {
  static Online home;
  for (const char* path : {"/", "/status", "/settings", "/update"}) {
    char text[64];
    Text request(text, sizeof text);
    request.put("GET ").put(path).put(" HTTP/1.1\r\nHost: emeter.local\r\n\r\n");
    EXPECT_EQ(home.ask(text), 200);
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

TEST(Web, StatusTellsTheCounters) {
  static Online home;
  home.uart.given.overruns = 3;
  home.uart.given.errors = 4;
  home.uart.arrive(1234);
  home.run(home.device, 300);
  ASSERT_EQ(home.ask("GET /status.json HTTP/1.1\r\nHost: emeter.local\r\n\r\n"), 200);
  for (const char* part :
       {"\"name\":\"emeter\"", "\"id\":\"a1b2c3\"", "\"reset_reason\":\"Power On\"", "\"state\":\"online\"", "\"rssi_dbm\":-61",
        "\"address\":\"192.168.1.20\"", "\"free_bytes\":21000", "\"mode\":\"115200-8N1\"", "\"bytes\":1234", "\"bursts\":1",
        "\"overruns\":3", "\"errors\":4", "\"port\":8088", "\"clients\":[]", "\"unlocked\":true", "\"signed\":true"}) {
    EXPECT_TRUE(home.browser.contains(part));
  }
  EXPECT_FALSE(home.browser.contains("password1"));
  EXPECT_FALSE(home.browser.contains("correct horse"));
}

TEST(Web, TheLargestStatusFitsItsRoom) {
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
  const UartFaults faults = {0xFFFFFFFF, 0xFFFFFFFF};
  LineMode line;
  line.baud = 921600;
  writeStatus({largest, forwarder, home.device.wifi(), &home.radio, home.system, uart, line, true, 65535, faults,
               0xFFFFFFFF, true, true}, text);
  EXPECT_FALSE(text.full());
  EXPECT_LE(text.size() + 200, sizeof room);  // room for counters of twenty digits
}

TEST(Web, ChangesNeedPasswordAndSameOrigin) {
  static Online home;
  const char* const changes[] = {"/api/settings", "/api/wifi", "/api/restart", "/api/erase", "/api/update", "/api/line"};
  for (const char* path : changes) {
    struct Case {
      const char* head;
      int status;
    };
    const Case cases[] = {
        {OWN, 401},
        {OWN "Authorization: Basic eDp3cm9uZ3dyb25n\r\n", 401},
        {"Host: emeter.local\r\nOrigin: http://evil.example\r\n" PASSWORD, 403},
        {"Host: emeter.local\r\n" PASSWORD, 403},
        {"Host: emeter.local\r\nOrigin: null\r\n" PASSWORD, 403},
    };
    for (const Case& c : cases) {
      char text[400];
      Text request(text, sizeof text);
      request.put("POST ").put(path).put(" HTTP/1.1\r\n").put(c.head).put("Content-Length: 16\r\n\r\nhost=other&port=1");
      EXPECT_EQ(home.ask(text), c.status);
      home.run(home.device, 1100);  // a wrong password costs a second
    }
  }
  home.run(home.device, 3000);
  EXPECT_STREQ(home.device.settings().host, "emeter");
  EXPECT_EQ(home.system.restarts, 0);
  EXPECT_EQ(home.store.saves + home.store.erases + home.updater.begun, 0);
}

TEST(Web, OnePasswordGuessASecond) {
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

TEST(Web, SettingsAreCheckedChangedAndStored) {
  static Online home;
  EXPECT_EQ(home.ask("POST /api/settings HTTP/1.1\r\n" OWN PASSWORD
                     "Content-Length: 72\r\n\r\nmode=2400-8E1&inverted=1&allow=192.168.1.0%2F24&rx_pin=3&tx_power_dbm=12"),
            200);
  const Settings& s = home.device.settings();
  EXPECT_EQ(s.line.baud, 2400u);
  EXPECT_TRUE(s.inverted);
  EXPECT_EQ(s.rxPin, 3);
  EXPECT_EQ(s.txPowerDbm, 12);
  EXPECT_TRUE(s.allowed.allows(0xC0A80105));
  EXPECT_FALSE(s.allowed.allows(0x0A000001));
  EXPECT_EQ(home.uart.line.baud, 2400u);
  home.run(home.device, 3000);
  Settings stored;
  EXPECT_TRUE(decodeSettings(home.store.bytes, home.store.used, stored));
  EXPECT_EQ(stored.line.baud, 2400u);
  EXPECT_EQ(home.system.restarts, 1);  // another pin
}

TEST(Web, AWrongSettingChangesNothingAndIsNamed) {
  static Online home;
  struct Case {
    const char* body;
    const char* named;
  };
  const Case cases[] = {{"mode=1-8N1&host=new", "mode:"}, {"host=New+Host", "host:"},  {"port=80&host=new", "port:"},
                        {"port=0", "port:"},              {"rx_pin=7", "rx_pin:"},     {"tx_power_dbm=30", "tx_power_dbm:"},
                        {"allow=x", "allow:"},            {"device_password=short", "device_password:"}};
  for (const Case& c : cases) {
    char text[400];
    Text request(text, sizeof text);
    request.put("POST /api/settings HTTP/1.1\r\n" OWN PASSWORD "Content-Length: ").number(strlen(c.body)).put("\r\n\r\n").put(c.body);
    EXPECT_EQ(home.ask(text), 400);
    EXPECT_TRUE(home.browser.contains(c.named));
  }
  EXPECT_STREQ(home.device.settings().host, "emeter");
  home.run(home.device, 1000);
  EXPECT_EQ(home.store.saves, 0);
}

TEST(Web, TheAppFindsTheLineModeWithoutPasswordOnlyWhileItMay) {
  static Online home;
  const char* trial = "POST /api/line HTTP/1.1\r\nHost: emeter.local\r\nContent-Length: 13\r\n\r\nmode=2400-8E1";
  EXPECT_EQ(home.ask(trial), 403);
  home.ask("POST /api/settings HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 6\r\n\r\nfind=1");
  EXPECT_EQ(home.ask(trial), 200);
  EXPECT_TRUE(home.browser.contains("\"mode\":\"2400-8E1\""));
  EXPECT_TRUE(home.browser.contains("\"kept\":false"));
  EXPECT_EQ(home.uart.line.baud, 2400u);
  EXPECT_EQ(home.device.settings().line.baud, 115200u);
  EXPECT_EQ(home.ask("POST /api/line HTTP/1.1\r\nHost: emeter.local\r\nOrigin: http://evil.example\r\nContent-Length: 13\r\n\r\nmode=9600-7E1"), 403);
  EXPECT_EQ(home.ask("POST /api/line HTTP/1.1\r\nHost: emeter.local\r\nContent-Length: 20\r\n\r\nmode=9600-7E1&keep=1"), 200);
  EXPECT_TRUE(home.browser.contains("\"kept\":true,\"find\":false"));
  EXPECT_EQ(home.ask(trial), 403);
  EXPECT_EQ(home.device.settings().line.baud, 9600u);
}

TEST(Web, ALineModeTheHardwareRefusesIsToldAndNothingChanges) {
  static Online home;
  home.uart.refusesInversion = true;
  EXPECT_EQ(home.ask("POST /api/line HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 10\r\n\r\ninverted=1"), 409);
  EXPECT_EQ(home.ask("POST /api/settings HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 19\r\n\r\ninverted=1&host=new"), 409);
  EXPECT_FALSE(home.device.settings().inverted);
  EXPECT_STREQ(home.device.settings().host, "emeter");
}

TEST(Web, SetUpTriesTheNetworkAndKeepsWhatWorked) {
  static Fresh fresh;
  EXPECT_EQ(fresh.ask("GET / HTTP/1.1\r\nHost: 192.168.4.1\r\n\r\n"), 200);
  EXPECT_EQ(fresh.ask("GET /api/networks HTTP/1.1\r\nHost: 192.168.4.1\r\n\r\n"), 200);
  EXPECT_TRUE(fresh.browser.contains("{\"ssid\":\"Quote\\\"d\",\"rssi_dbm\":-80}"));
  EXPECT_EQ(fresh.ask("POST /api/setup HTTP/1.1\r\nHost: 192.168.4.1\r\nOrigin: http://192.168.4.1\r\nContent-Length: 64\r\n\r\n"
                      "ssid=Home&password=password1&device_password=correct+horse&a=b&c"),
            202);
  fresh.run(fresh.device, 1000);
  EXPECT_EQ(fresh.ask("GET /api/setup HTTP/1.1\r\nHost: 192.168.4.1\r\n\r\n"), 200);
  EXPECT_TRUE(fresh.browser.contains("\"trial\":\"worked\",\"host\":\"emeter\",\"address\":\"192.168.1.20\""));
  fresh.run(fresh.device, 1000);
  Settings stored;
  EXPECT_TRUE(decodeSettings(fresh.store.bytes, fresh.store.used, stored));
  EXPECT_STREQ(stored.ssid, "Home");
  EXPECT_STREQ(stored.devicePassword, "correct horse");
  EXPECT_EQ(fresh.ask("POST /api/setup HTTP/1.1\r\nHost: emeter.local\r\nOrigin: http://emeter.local\r\nContent-Length: 10\r\n\r\nssid=Other1"), 403);
}

TEST(Web, APhoneThatAsksForAnotherSiteIsLedToSetUp) {
  static Fresh fresh;
  for (const char* host : {"connectivitycheck.gstatic.com", "captive.apple.com", "www.msftconnecttest.com"}) {
    char text[160];
    Text request(text, sizeof text);
    request.put("GET /generate_204 HTTP/1.1\r\nHost: ").put(host).put("\r\n\r\n");
    EXPECT_EQ(fresh.ask(text), 302);
    EXPECT_TRUE(fresh.browser.contains("Location: http://192.168.4.1/\r\n"));
  }
}

TEST(Web, SetUpIsClosedOnceCredentialsExist) {
  static Online home;
  EXPECT_EQ(home.ask("POST /api/setup HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 10\r\n\r\nssid=Other1"), 403);
  EXPECT_EQ(home.ask("GET /setup HTTP/1.1\r\nHost: emeter.local\r\n\r\n"), 404);
  EXPECT_EQ(home.ask("GET /api/networks HTTP/1.1\r\nHost: emeter.local\r\n\r\n"), 401);
}

TEST(Web, WithoutADevicePasswordChangesAndUpdatesStayLocked) {
  static Online home;
  home.device.initialSettings().devicePassword[0] = 0;
  EXPECT_EQ(home.ask("POST /api/settings HTTP/1.1\r\n" OWN "Authorization: Basic eDo=\r\nContent-Length: 6\r\n\r\nport=1"), 403);
  EXPECT_EQ(home.ask("POST /api/update HTTP/1.1\r\n" OWN "Authorization: Basic eDo=\r\nContent-Length: 6\r\n\r\n\xe9port=1"), 403);
  EXPECT_EQ(home.updater.begun, 0);
}

TEST(Web, AnImageGoesToTheUpdaterAndTheDeviceRestarts) {
  static Online home;
  EXPECT_EQ(home.ask("POST /api/update HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 35\r\n\r\n\xe9image-##emeter image for host.-end"), 200);
  EXPECT_EQ(home.updater.got, 35u);
  EXPECT_EQ(home.updater.ended, 1);
  home.run(home.device, 2000);
  EXPECT_EQ(home.system.restarts, 1);
}

TEST(Web, AnImageForAnotherChipIsNotInstalled) {
  static Online home;
  EXPECT_EQ(home.ask("POST /api/update HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 35\r\n\r\n\xe9image-#emeter image for esp32.--end"), 409);
  EXPECT_EQ(home.updater.ended, 0);
  EXPECT_EQ(home.updater.aborted, 1);
}

TEST(Web, ANameThatIsNotTheDevicesIsNotAnswered) {
  static Online home;
  EXPECT_EQ(home.ask("GET /status.json HTTP/1.1\r\nHost: evil.example\r\n\r\n"), 403);
  EXPECT_EQ(home.ask("GET /status.json HTTP/1.1\r\nHost: 192.168.1.20\r\n\r\n"), 200);
  EXPECT_EQ(home.ask("GET /status.json HTTP/1.1\r\nHost: emeter-2.local\r\n\r\n"), 200);
  EXPECT_EQ(home.ask("GET /status.json HTTP/1.1\r\nHost: emeter.lan\r\n\r\n"), 200);
  // A page whose name has been pointed at the device changes no line, though its origin is the host it asks.
  home.device.initialSettings().findLine = true;
  EXPECT_EQ(home.ask("POST /api/line HTTP/1.1\r\nHost: emeter.evil.example\r\nOrigin: http://emeter.evil.example\r\nContent-Length: 13\r\n\r\nmode=2400-8E1"), 403);
}

TEST(Web, AForeignImageIsRefusedAndTheDeviceRunsOn) {
  static Online home;
  EXPECT_EQ(home.ask("POST /api/update HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 10\r\n\r\nnot-an-img"), 409);
  EXPECT_TRUE(home.browser.contains("not a firmware image"));
  EXPECT_EQ(home.updater.aborted, 1);
  home.run(home.device, 3000);
  EXPECT_EQ(home.system.restarts, 0);
}

TEST(Web, AnUploadThatStopsHalfwayIsAborted) {
  static Online home;
  home.browser.say("POST /api/update HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 1000\r\n\r\n\xe9half");
  home.net.web = &home.browser;
  home.run(home.device, 6000);
  EXPECT_EQ(home.browser.closed, 1);
  EXPECT_EQ(home.updater.aborted, 1);
}

TEST(Web, ConnectionsThatSayNothingGiveWay) {
  static Online home;
  static FakeBrowser idle[2];
  for (FakeBrowser& browser : idle) {
    browser.say("");
    home.net.web = &browser;
    home.run(home.device, 50);
  }
  home.run(home.device, 600);
  EXPECT_EQ(home.ask("GET /status.json HTTP/1.1\r\nHost: emeter.local\r\n\r\n"), 200);
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

TEST(Web, UnknownPathsAndMethodsAreToldSo) {
  static Online home;
  EXPECT_EQ(home.ask("GET /nope HTTP/1.1\r\nHost: emeter.local\r\n\r\n"), 404);
  EXPECT_EQ(home.ask("DELETE / HTTP/1.1\r\nHost: emeter.local\r\n\r\n"), 405);
  EXPECT_EQ(home.ask("POST /nope HTTP/1.1\r\n" OWN PASSWORD "\r\n"), 404);
  EXPECT_EQ(home.ask("POST /api/settings HTTP/1.1\r\n" OWN PASSWORD "Content-Length: 5000\r\n\r\nx"), 413);
  EXPECT_EQ(home.ask("rubbish\r\n\r\n"), 400);
}
