#include <gtest/gtest.h>

#include <string.h>

#include <initializer_list>

#include "emeter/settings/settings.h"
#include "emeter/text/text.h"
#include "fakes/effort.h"
#include "fakes/random.h"

using namespace emeter;
using namespace emeter::test;

namespace {

Settings unusual() {
  Settings s;
  copyText(s.ssid, "Caf\xc3\xa9 \"2.4\"");
  copyText(s.wifiPassword, "0123456789012345678901234567890123456789012345678901234567890123");
  copyText(s.host, "meter-7");
  copyText(s.devicePassword, "correct horse");
  LineMode::parse("9600-7N2", s.line);
  s.inverted = true;
  s.findLine = false;
  s.rxPin = 3;
  s.txPowerDbm = 11;
  s.port = 65535;
  s.foundLine = true;
  s.address = {0xC0A80128, 22, 0xC0A80101, 0x09090909};
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
         strcmp(la, lb) == 0 && a.foundLine == b.foundLine && a.address == b.address;
}

}  // namespace

TEST(SettingsCodec, ComeBackAsTheyWere) {
  uint8_t blob[largestSettings];
  Settings read;
  const Settings written = unusual();
  const size_t size = encodeSettings(written, blob);
  EXPECT_LE(size, largestSettings);
  EXPECT_TRUE(decodeSettings(blob, size, read));
  EXPECT_TRUE(same(read, written));
}

TEST(SettingsCodec, TheLargestFitTheirRoom) {
  Settings s = unusual();
  memset(s.ssid, 's', 32);
  memset(s.host, 'h', 24);
  memset(s.devicePassword, 'd', 32);
  uint8_t blob[largestSettings];
  Settings read;
  EXPECT_TRUE(s.valid());
  EXPECT_TRUE(decodeSettings(blob, encodeSettings(s, blob), read));
}

TEST(SettingsCodec, DefaultsAreValidAndStandWhereNothingIsStored) {
  Settings s = unusual();
  EXPECT_FALSE(decodeSettings(nullptr, 0, s));
  EXPECT_TRUE(same(s, Settings()));
  EXPECT_TRUE(s.valid());
}

TEST(SettingsCodec, AnyDamageYieldsTheDefaults) {
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

// CRC-32 by its definition, apart from the codec's own.
uint32_t crcOf(const uint8_t* from, size_t size) {
  uint32_t crc = 0xFFFFFFFFu;
  for (size_t i = 0; i < size; i++) {
    crc ^= from[i];
    for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
  }
  return ~crc;
}

// Closes `size` bytes with their right CRC; returns the whole size.
size_t sealed(uint8_t* blob, size_t size) {
  const uint32_t crc = crcOf(blob, size);
  for (int i = 0; i < 4; i++) blob[size + static_cast<size_t>(i)] = static_cast<uint8_t>(crc >> (24 - 8 * i));
  return size + 4;
}

// A blob with these fields, sound in form.
size_t blobOf(const char* fields, size_t size, uint8_t* to) {
  const uint8_t head[] = {'E', 'M', 1, static_cast<uint8_t>(size >> 8), static_cast<uint8_t>(size)};
  memcpy(to, head, sizeof head);
  memcpy(to + sizeof head, fields, size);
  return sealed(to, sizeof head + size);
}

// A blob with one field.
size_t blobWith(uint8_t tag, const char* value, uint8_t size, uint8_t* to) {
  char field[80];
  field[0] = static_cast<char>(tag);
  field[1] = static_cast<char>(size);
  memcpy(field + 2, value, size);
  return blobOf(field, size + 2u, to);
}

}  // namespace

TEST(SettingsCodec, SkipFieldsOfANewerFirmware) {
  uint8_t blob[64];
  Settings read = unusual();
  EXPECT_TRUE(decodeSettings(blob, blobWith(200, "whatever", 8, blob), read));
  EXPECT_TRUE(same(read, Settings()));
}

TEST(SettingsCodec, RefuseValuesOutOfRangeEvenWithASoundChecksum) {
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
      {11, "\1\1\1\1\x20\2\2\2\2\x20\3\3\3\3\x20\4\4\4\4\x20\5\5\5\5\x20", 25},  // five networks
      {1, "a network's name of 33 characters", 33},
      {5, "\0\0\x25\x80\x08\0", 6},
      {5, "\0\0\x25\x80\x08\0\x01\0", 8},
      {6, "\x01\x01", 2},
      {7, "", 0},
      {8, "\x03\x03", 2},
      {10, "\x1F", 1},
      {10, "\0\x1F\x98", 3},
  };
  for (const Case& c : cases) {
    uint8_t blob[80];
    Settings read;
    EXPECT_FALSE(decodeSettings(blob, blobWith(c.tag, c.value, c.size, blob), read));
    EXPECT_TRUE(same(read, Settings()));
  }
}

TEST(SettingsCodec, RefusesFieldsThatEndBeyondTheBlob) {
  struct Case {
    const char* fields;
    size_t size;
  };
  const Case cases[] = {{"\x06", 1}, {"\x06\x01\x01\x07", 4}, {"\x06\x02\x01", 3}, {"\xC8\xFF\x01", 3}, {"\xC8\x02\x01", 3}};
  for (const Case& c : cases) {
    uint8_t blob[64];
    memset(blob, 1, sizeof blob);
    Settings read;
    EXPECT_FALSE(decodeSettings(blob, blobOf(c.fields, c.size, blob), read));
  }
}

TEST(SettingsCodec, RefusesAForeignHeadEvenWithASoundChecksum) {
  uint8_t good[largestSettings];
  const size_t size = encodeSettings(unusual(), good);
  for (size_t at = 0; at < 5; at++) {  // "EM", version, length
    uint8_t blob[largestSettings];
    memcpy(blob, good, size);
    blob[at]++;
    sealed(blob, size - 4);
    Settings read;
    EXPECT_FALSE(decodeSettings(blob, size, read));
  }
}

TEST(SettingsCodec, TakesABlobUpToItsLargestSize) {
  for (const size_t size : {largestSettings, largestSettings + 1}) {
    static uint8_t blob[largestSettings + 1];
    static char fields[largestSettings];
    memset(fields, 0, sizeof fields);
    fields[0] = fields[202] = '\xC8';  // two fields of a newer firmware
    fields[1] = '\xC8';
    fields[203] = static_cast<char>(size - 9 - 204);
    Settings read;
    EXPECT_EQ(blobOf(fields, size - 9, blob), size);
    EXPECT_EQ(decodeSettings(blob, size, read), size == largestSettings);
  }
}

TEST(SettingsCodec, KeepsWhatIsOffAndWhatIsShort) {
  Settings written;
  written.findLine = false;
  copyText(written.host, "m");
  uint8_t blob[largestSettings];
  Settings read;
  EXPECT_TRUE(decodeSettings(blob, encodeSettings(written, blob), read));
  EXPECT_STREQ(read.host, "m");
  EXPECT_FALSE(read.inverted || read.findLine);
  written.inverted = written.findLine = true;
  ASSERT_TRUE(LineMode::parse("300-7O2", written.line));
  EXPECT_TRUE(decodeSettings(blob, encodeSettings(written, blob), read));
  EXPECT_TRUE(read.inverted && read.findLine);
  EXPECT_TRUE(read.line == written.line);
}

// Stored settings outlive the firmware that wrote them: this is the form of version 1.
TEST(SettingsCodec, TheStoredFormStaysAsItIs) {
  const uint8_t kept[] = {
      0x45, 0x4D, 0x01, 0x00, 0x48, 0x01, 0x04, 0x48, 0x6F, 0x6D, 0x65, 0x02, 0x09, 0x70, 0x61, 0x73,
      0x73, 0x77, 0x6F, 0x72, 0x64, 0x31, 0x03, 0x06, 0x65, 0x6D, 0x65, 0x74, 0x65, 0x72, 0x04, 0x0D,
      0x63, 0x6F, 0x72, 0x72, 0x65, 0x63, 0x74, 0x20, 0x68, 0x6F, 0x72, 0x73, 0x65, 0x05, 0x07, 0x00,
      0x00, 0x09, 0x60, 0x08, 0x01, 0x01, 0x06, 0x01, 0x01, 0x07, 0x01, 0x00, 0x08, 0x01, 0x03, 0x09,
      0x01, 0x11, 0x0A, 0x02, 0x23, 0x28, 0x0B, 0x05, 0xC0, 0xA8, 0x01, 0x00, 0x18, 0x85, 0xC7, 0xF0,
      0x22,
  };
  Settings s;
  copyText(s.ssid, "Home");
  copyText(s.wifiPassword, "password1");
  copyText(s.devicePassword, "correct horse");
  ASSERT_TRUE(LineMode::parse("2400-8E1", s.line));
  s.inverted = true;
  s.findLine = false;
  s.rxPin = 3;
  s.txPowerDbm = 17;
  s.port = 9000;
  ASSERT_TRUE(AllowList::parse("192.168.1.0/24", s.allowed));
  uint8_t blob[largestSettings];
  ASSERT_EQ(encodeSettings(s, blob), sizeof kept);
  EXPECT_EQ(memcmp(blob, kept, sizeof kept), 0);
  Settings read;
  EXPECT_TRUE(decodeSettings(kept, sizeof kept, read));
  EXPECT_TRUE(same(read, s));
}
