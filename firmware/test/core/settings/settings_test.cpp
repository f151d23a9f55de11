#include <gtest/gtest.h>

#include <string.h>

#include <initializer_list>

#include "emeter/settings/settings.h"
#include "emeter/text/text.h"

using namespace emeter;

namespace {

// A text of so many characters.
struct Of {
  Of(size_t size, char c) {
    for (size_t i = 0; i < size; i++) text[i] = c;
    text[size] = 0;
  }
  char text[80];
};

}  // namespace

TEST(Settings, TheDefaultsAreValid) { EXPECT_TRUE(Settings().valid()); }

TEST(Settings, ANetworksNameHasOneTo32Bytes) {
  EXPECT_FALSE(Settings::validSsid(""));
  EXPECT_TRUE(Settings::validSsid("x"));
  EXPECT_TRUE(Settings::validSsid(Of(32, 's').text));
  EXPECT_FALSE(Settings::validSsid(Of(33, 's').text));
}

TEST(Settings, AWifiPasswordIsEmptyOr8To63CharactersLong) {
  EXPECT_TRUE(Settings::validWifiPassword(""));
  EXPECT_FALSE(Settings::validWifiPassword("x"));
  EXPECT_FALSE(Settings::validWifiPassword(Of(7, 'p').text));
  EXPECT_TRUE(Settings::validWifiPassword(Of(8, 'p').text));
  EXPECT_TRUE(Settings::validWifiPassword(Of(63, 'p').text));
  EXPECT_FALSE(Settings::validWifiPassword(Of(65, 'a').text));
}

TEST(Settings, AWifiPasswordOf64CharactersIsTheKeyItselfInHexadecimal) {
  EXPECT_TRUE(Settings::validWifiPassword("0123456789abcdefABCDEF00112233445566778899aAbBcCdDeEfF0123456789"));
  for (const char wrong : {'g', 'G', '`', '@', '/', ':', ' ', '\xE4', 'p', '!'}) {
    for (const size_t at : {size_t{0}, size_t{31}, size_t{63}}) {
      Of key(64, 'a');
      key.text[at] = wrong;
      EXPECT_FALSE(Settings::validWifiPassword(key.text));
    }
  }
}

TEST(Settings, AHostNameHasOneTo24OfLettersDigitsAndHyphensWithin) {
  for (const char* name : {"a", "z", "0", "9", "emeter", "m-7", "az09-az09"}) EXPECT_TRUE(Settings::validHost(name));
  EXPECT_TRUE(Settings::validHost(Of(24, 'h').text));
  EXPECT_FALSE(Settings::validHost(Of(25, 'h').text));
  for (const char* name : {"", "-", "-a", "a-", "A", "aZ", "a b", "a.b", "a_b", "a/b", "a:b", "a`b", "a{b", "\xC3\xA4", "Ab"}) {
    EXPECT_FALSE(Settings::validHost(name));
  }
}

TEST(Settings, ADevicePasswordHas8To32PrintableCharacters) {
  EXPECT_FALSE(Settings::validDevicePassword(""));
  EXPECT_FALSE(Settings::validDevicePassword(Of(7, 'd').text));
  EXPECT_TRUE(Settings::validDevicePassword(Of(8, 'd').text));
  EXPECT_TRUE(Settings::validDevicePassword(Of(32, 'd').text));
  EXPECT_FALSE(Settings::validDevicePassword(Of(33, 'd').text));
  EXPECT_TRUE(Settings::validDevicePassword("  ~~  ~~"));
  for (const char* wrong : {"tab\tinside", "delete\x7F" "d", "caf\xC3\xA9 au lait", "\x1Funitunit", "unitunit\x1F"}) {
    EXPECT_FALSE(Settings::validDevicePassword(wrong));
  }
}

TEST(Settings, APortIsAnyButThatOfThePages) {
  for (const uint32_t port : {1u, 79u, 81u, 8088u, 65535u}) EXPECT_TRUE(Settings::validPort(port));
  for (const uint32_t port : {0u, 80u, 65536u}) EXPECT_FALSE(Settings::validPort(port));
}

TEST(Settings, OneThatIsWrongMakesAllInvalid) {
  struct Case {
    void (*spoil)(Settings& s);
  };
  const Case cases[] = {
      {[](Settings& s) { memset(s.ssid, 's', sizeof s.ssid); }},
      {[](Settings& s) { memset(s.wifiPassword, 'a', sizeof s.wifiPassword); }},
      {[](Settings& s) { memset(s.host, 'h', sizeof s.host); }},
      {[](Settings& s) { memset(s.devicePassword, 'd', sizeof s.devicePassword); }},
      {[](Settings& s) { copyText(s.wifiPassword, "short"); }},
      {[](Settings& s) { copyText(s.host, "-"); }},
      {[](Settings& s) { copyText(s.devicePassword, "short"); }},
      {[](Settings& s) { copyText(s.devicePassword, "s"); }},
      {[](Settings& s) { s.line.baud = 1; }},
      {[](Settings& s) { s.txPowerDbm = 4; }},
      {[](Settings& s) { s.txPowerDbm = 21; }},
      {[](Settings& s) { s.port = 80; }},
      {[](Settings& s) { s.allowed.count = 5; }},
  };
  for (const Case& c : cases) {
    Settings s;
    c.spoil(s);
    EXPECT_FALSE(s.valid());
  }
  for (const uint8_t power : {uint8_t{5}, uint8_t{20}}) {
    Settings s;
    s.txPowerDbm = power;
    EXPECT_TRUE(s.valid());
  }
}
