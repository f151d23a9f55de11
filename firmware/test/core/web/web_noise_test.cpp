// Requests that are almost right, by the thousand: whatever comes, nothing breaks, nothing leaks, and without the password nothing changes.
#include <gtest/gtest.h>

#include <initializer_list>

#include "fakes/asked.h"
#include "fakes/effort.h"
#include "fakes/random.h"

#if !defined(EMETER_NOISE_SEED)
#define EMETER_NOISE_SEED 1
#define EMETER_NOISE_ROUNDS effort(3'000, 60)
#endif

using namespace emeter;
using namespace emeter::test;

namespace {

const char* const requests[] = {
    "GET / HTTP/1.1\r\n" OWN "\r\n",
    "GET /status.json HTTP/1.1\r\nHost: 192.168.1.20:80\r\n\r\n",
    "GET /api/settings HTTP/1.1\r\n" OWN "AUTH\r\n",
    "GET /api/networks HTTP/1.1\r\n" OWN "AUTH\r\n",
    "POST /api/settings HTTP/1.1\r\n" OWN "AUTHContent-Length: 65\r\n\r\nhost=new&mode=2400-8E1&allow=10.0.0.0%2F8&port=9000&tx_power_dbm=9",
    "POST /api/settings HTTP/1.1\r\n" OWN "AUTHContent-Length: 36\r\n\r\ndevice_password=a+longer+one&find=on",
    "POST /api/line HTTP/1.1\r\n" OWN "AUTHContent-Length: 31\r\n\r\nmode=9600-7E1&inverted=1&keep=1",
    "POST /api/line?mode=9600-7E1&keep=1 HTTP/1.1\r\nHost: emeter.local\r\n\r\n",
    "POST /api/wifi HTTP/1.1\r\n" OWN "AUTHContent-Length: 33\r\n\r\nssid=Elsewhere&password=password2",
    "POST /api/setup HTTP/1.1\r\n" OWN "Content-Length: 29\r\n\r\nssid=Home&password=password1&",
    "POST /api/update HTTP/1.1\r\n" OWN "AUTHContent-Length: 35\r\n\r\n\xe9image-##emeter image for host.-end",
    "POST /api/erase HTTP/1.1\r\n" OWN "AUTHExpect: 100-continue\r\nContent-Length: 0\r\n\r\n",
};

const char* const scraps[] = {"\r\n", "\r\n\r\n", "\n", ":", " ", "%", "%00", "&", "=", "?", "/", "Host: emeter.local\r\n", "Origin: http://emeter.local\r\n",
                              "Content-Length: 0\r\n", "Content-Length: 4294967296\r\n", "Content-Length: 1024\r\n", "Transfer-Encoding: chunked\r\n",
                              "Authorization: Basic \r\n", "Authorization: Basic eDp4eHh4eHh4eA==\r\n", "HTTP/1.1", "POST", "GET", "\xff\xff", "[::1]",
                              "255.255.255.255/32,", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};

class Noise {
 public:
  explicit Noise(uint32_t seed) : random_(seed) {}

  // One of the requests, with a few faults in it.
  void make(const char* authorization) {
    size_ = 0;
    const char* text = requests[random_.below(sizeof requests / sizeof *requests)];
    for (; *text != 0 && size_ < 600; text++) {
      if (strncmp(text, "AUTH", 4) == 0) {
        for (const char* p = authorization; *p != 0; p++) text_[size_++] = *p;
        text += 3;
      } else {
        text_[size_++] = *text;
      }
    }
    for (uint32_t faults = random_.below(5); faults > 0; faults--) spoil();
  }
  const char* text() const { return text_; }
  size_t size() const { return size_; }
  uint32_t below(uint32_t limit) { return random_.below(limit); }

 private:
  void spoil() {
    const size_t at = size_ == 0 ? 0 : below(static_cast<uint32_t>(size_));
    switch (below(5)) {
      case 0:
        text_[at] = static_cast<char>(below(256));
        break;
      case 1:
        size_ = at;
        break;
      case 2:
        insert(at, scraps[below(sizeof scraps / sizeof *scraps)]);
        break;
      case 3: {  // a stretch comes twice
        char again[64];
        const size_t length = size_ - at < 60 ? size_ - at : 60;
        memcpy(again, text_ + at, length);
        again[length] = 0;
        insert(at, again);
        break;
      }
      default: {
        const size_t gone = size_ - at < 8 ? size_ - at : 8;
        memmove(text_ + at, text_ + at + gone, size_ - at - gone);
        size_ -= gone;
      }
    }
  }
  void insert(size_t at, const char* what) {
    const size_t length = strlen(what);
    if (size_ + length > sizeof text_) return;
    memmove(text_ + at + length, text_ + at, size_ - at);
    memcpy(text_ + at, what, length);
    size_ += length;
  }

  Random random_;
  char text_[1200] = {};
  size_t size_ = 0;
};

// Sends it in pieces of some size; true when the connection has come to its end.
bool sendTo(Asked& device, Noise& noise) {
  device.browser.say(noise.text(), noise.size());
  device.browser.chunk = 1 + noise.below(400);
  device.browser.room = 1 + noise.below(2000);
  device.net.web = &device.browser;
  for (int i = 0; i < 60; i++) device.run(device.device, 2);
  if (device.browser.closed == 0) {  // it waits for more, and no more comes
    device.browser.room = 4000;
    for (int i = 0; i < 2200; i++) {
      for (int k = 0; k < 4; k++) device.device.cycle();
      device.clock.advance(10);
    }
  }
  return device.browser.closed == 1;
}

bool aStatus(int status) {
  for (const int known : {0, 100, 200, 202, 302, 400, 401, 403, 404, 405, 409, 411, 413, 414, 429, 431, 501}) {
    if (status == known) return true;
  }
  return false;
}

}  // namespace

TEST(WebNoise, WithoutThePasswordNothingChangesAndNothingLeaks) {
  static Online home;
  static Noise noise(EMETER_NOISE_SEED);
  static const Settings before = home.device.settings();
  for (uint32_t i = 0; i < EMETER_NOISE_ROUNDS; i++) {
    noise.make("");
    ASSERT_TRUE(sendTo(home, noise));
    ASSERT_TRUE(aStatus(home.browser.status()));
    ASSERT_TRUE(!home.browser.contains("password1") && !home.browser.contains("correct horse"));
    ASSERT_EQ(home.store.saves + home.store.erases + home.system.restarts + home.updater.begun + home.radio.connects, 1);  // the link of the start
  }
  static uint8_t a[largestSettings], b[largestSettings];
  const size_t size = encodeSettings(before, a);
  ASSERT_EQ(encodeSettings(home.device.settings(), b), size);
  EXPECT_EQ(memcmp(a, b, size), 0);
  home.browser.chunk = home.browser.room = 4000;
  EXPECT_EQ(home.get("/status.json", OWN), 200);
}

TEST(WebNoise, WithThePasswordTheSettingsStayValid) {
  static Online home;
  static Noise noise(EMETER_NOISE_SEED + 1000);
  for (uint32_t i = 0; i < EMETER_NOISE_ROUNDS; i++) {
    noise.make(PASSWORD);
    ASSERT_TRUE(sendTo(home, noise));
    ASSERT_TRUE(aStatus(home.browser.status()));
    ASSERT_TRUE(home.device.settings().valid());
    ASSERT_TRUE(!home.browser.contains("correct horse"));
    Settings& s = home.device.initialSettings();  // the next one finds the name and the password that it brings
    copyText(s.devicePassword, "correct horse");
    copyText(s.host, "emeter");
  }
  home.browser.chunk = home.browser.room = 4000;
  EXPECT_EQ(home.get("/status.json", OWN), 200);
}

TEST(WebNoise, SetUpTakesNoNonsense) {
  static Fresh fresh;
  static Noise noise(EMETER_NOISE_SEED + 2000);
  for (uint32_t i = 0; i < EMETER_NOISE_ROUNDS / 4; i++) {
    noise.make("");
    ASSERT_TRUE(sendTo(fresh, noise));
    ASSERT_TRUE(aStatus(fresh.browser.status()));
    ASSERT_TRUE(fresh.device.settings().valid());
  }
}
