#include <gtest/gtest.h>

#include "fakes.h"

using namespace emeter;
using namespace emeter::test;

namespace {

Settings unusual() {
  Settings s;
  copyText(s.ssid, "Caf\xc3\xa9 \"2.4\"");
  copyText(s.wifiPassword, "0123456789012345678901234567890123456789012345678901234567890123");
  copyText(s.host, "meter-7");
  copyText(s.devicePassword, "correct horse");
  LineMode::parse("2400-8E1", s.line);
  s.inverted = true;
  s.findLine = false;
  s.rxPin = 3;
  s.txPowerDbm = 11;
  s.port = 65535;
  AllowList::parse("192.168.1.0/24, 10.0.0.5, 172.16.0.0/12, 0.0.0.0/0", s.allowed);
  return s;
}

bool same(const Settings& a, const Settings& b) {
  char la[AllowList::textSize], lb[AllowList::textSize];
  Text ta(la, sizeof la), tb(lb, sizeof lb);
  a.allowed.format(ta);
  b.allowed.format(tb);
  return strcmp(a.ssid, b.ssid) == 0 && strcmp(a.wifiPassword, b.wifiPassword) == 0 && strcmp(a.host, b.host) == 0 &&
         strcmp(a.devicePassword, b.devicePassword) == 0 && a.line == b.line && a.inverted == b.inverted &&
         a.findLine == b.findLine && a.rxPin == b.rxPin && a.txPowerDbm == b.txPowerDbm && a.port == b.port &&
         strcmp(la, lb) == 0;
}

}  // namespace

TEST(Settings, ComeBackAsTheyWere) {
  uint8_t blob[largestSettings];
  Settings read;
  const Settings written = unusual();
  const size_t size = encodeSettings(written, blob);
  EXPECT_LE(size, largestSettings);
  EXPECT_TRUE(decodeSettings(blob, size, read));
  EXPECT_TRUE(same(read, written));
}

TEST(Settings, TheLargestFitTheirRoom) {
  Settings s = unusual();
  memset(s.ssid, 's', 32);
  memset(s.host, 'h', 24);
  memset(s.devicePassword, 'd', 32);
  uint8_t blob[largestSettings];
  Settings read;
  EXPECT_TRUE(s.valid());
  EXPECT_TRUE(decodeSettings(blob, encodeSettings(s, blob), read));
}

TEST(Settings, DefaultsAreValidAndStandWhereNothingIsStored) {
  Settings s = unusual();
  EXPECT_FALSE(decodeSettings(nullptr, 0, s));
  EXPECT_TRUE(same(s, Settings()));
  EXPECT_TRUE(s.valid());
}

TEST(Settings, AnyDamageYieldsTheDefaults) {
  uint8_t good[largestSettings];
  const size_t size = encodeSettings(unusual(), good);
  Random random(20261122);
  const uint32_t rounds = effort(100000, 3000);
  for (uint32_t i = 0; i < rounds; i++) {
    uint8_t blob[largestSettings + 8];
    size_t used = size;
    memcpy(blob, good, size);
    const uint32_t kind = i % 3;
    if (kind == 0) {  // random
      used = random.below(sizeof blob);
      for (size_t k = 0; k < used; k++) blob[k] = static_cast<uint8_t>(random.next());
      if (i % 2 == 0 && used > 2) memcpy(blob, "EM\x01", 3);
    } else if (kind == 1) {  // cut
      used = random.below(static_cast<uint32_t>(size));
    } else {  // flipped
      for (uint32_t flips = 1 + random.below(4); flips > 0; flips--) {
        blob[random.below(static_cast<uint32_t>(size))] ^= static_cast<uint8_t>(1u << random.below(8));
      }
    }
    Settings read = unusual();
    const bool accepted = decodeSettings(blob, used, read);
    const bool intact = used == size && memcmp(blob, good, size) == 0;  // two flips may undo each other
    EXPECT_EQ(accepted, intact);
    EXPECT_TRUE(read.valid());
    EXPECT_TRUE(accepted || same(read, Settings()));
  }
}

namespace {

// A blob with one field, sound in form: its own CRC is right.
size_t blobWith(uint8_t tag, const char* value, uint8_t size, uint8_t* to) {
  // The codec's own CRC, taken from a blob it writes, cannot be had for these bytes: computed here by its definition.
  uint8_t* p = to;
  *p++ = 'E';
  *p++ = 'M';
  *p++ = 1;
  *p++ = 0;
  *p++ = static_cast<uint8_t>(size + 2);
  *p++ = tag;
  *p++ = size;
  memcpy(p, value, size);
  p += size;
  uint32_t crc = 0xFFFFFFFFu;
  for (uint8_t* q = to; q < p; q++) {
    crc ^= *q;
    for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
  }
  crc = ~crc;
  for (int shift = 24; shift >= 0; shift -= 8) *p++ = static_cast<uint8_t>(crc >> shift);
  return static_cast<size_t>(p - to);
}

}  // namespace

TEST(Settings, SkipFieldsOfANewerFirmware) {
  uint8_t blob[64];
  Settings read;
  EXPECT_TRUE(decodeSettings(blob, blobWith(200, "whatever", 8, blob), read));
  EXPECT_TRUE(same(read, Settings()));
}

TEST(Settings, RefuseValuesOutOfRangeEvenWithASoundChecksum) {
  struct Case {
    uint8_t tag;
    const char* value;
    uint8_t size;
  };
  const Case cases[] = {
      {1, "a\0b", 3},                   // a zero in the network's name
      {3, "Not A Host", 10},
      {4, "short", 5},                  // a password of five characters
      {5, "\0\0\x25\x80\x09\0\x01", 7},  // nine data bits
      {5, "\0\0\x25\x80\x08\x03\x01", 7},
      {6, "\x02", 1},                   // a flag that is neither
      {9, "\x40", 1},                   // 64 dBm
      {10, "\0\0", 2},                  // port 0
      {10, "\0\x50", 2},                // port 80 is the pages'
      {11, "\x01\x02\x03\x04\x21", 5},  // a prefix of 33
      {11, "\x01\x02\x03", 3},
  };
  for (const Case& c : cases) {
    uint8_t blob[64];
    Settings read;
    EXPECT_FALSE(decodeSettings(blob, blobWith(c.tag, c.value, c.size, blob), read));
    EXPECT_TRUE(same(read, Settings()));
  }
}

TEST(AllowList, EmptyLetsEveryoneIn) {
  AllowList list;
  EXPECT_TRUE(list.allows(0x08080808));
}

TEST(AllowList, LetsInWhatItNamesAndNothingElse) {
  AllowList list;
  ASSERT_TRUE(AllowList::parse("192.168.1.0/24, 10.0.0.5", list));
  EXPECT_TRUE(list.allows(0xC0A801FF));
  EXPECT_FALSE(list.allows(0xC0A80201));
  EXPECT_TRUE(list.allows(0x0A000005));
  EXPECT_FALSE(list.allows(0x0A000006));
  EXPECT_FALSE(list.allows(0x7F000001));
}

TEST(AllowList, RefusesWhatIsNoAddress) {
  const char* const wrong[] = {"1.2.3", "1.2.3.256", "1.2.3.4/33", "1.2.3.4.5", "a", "1.2.3.4/", "1.2.3.4x", "1.1.1.1,2.2.2.2,3.3.3.3,4.4.4.4,5.5.5.5"};
  for (const char* text : wrong) {
    AllowList list;
    EXPECT_FALSE(AllowList::parse(text, list));
    EXPECT_EQ(list.count, 0);
  }
}
