#include <gtest/gtest.h>

#include "emeter/text/flash.h"
#include "emeter/text/text.h"
#include "emeter/web/pages.h"

using namespace emeter;

TEST(Text, WritesNumbersOfAllSizes) {
  char room[80];
  Text text(room, sizeof room);
  text.number(0).put(' ').number(18446744073709551615ull).put(' ').signedNumber(-61).put(' ').signedNumber(INT64_MIN);
  EXPECT_STREQ(room, "0 18446744073709551615 -61 -9223372036854775808");
}

TEST(Text, NeverWritesPastItsRoom) {
  char room[8] = {'#', '#', '#', '#', '#', '#', '#', '#'};
  Text text(room, 5);
  text.put("abcdefgh").number(123);
  EXPECT_STREQ(room, "abcd");
  EXPECT_TRUE(text.full());
  EXPECT_EQ(room[5], '#');
}

TEST(Text, QuotesForJson) {
  char room[64];
  Text text(room, sizeof room);
  text.quoted("a\"b\\c\n\x7f\xc3\xa5\xff\xed\xa0\x80");
  EXPECT_STREQ(room, "\"a\\\"b\\\\c\\u000a\\u007f\xc3\xa5????\"");
}

TEST(Text, QuotesEveryWellFormedCharacterAsItIsAndNothingElse) {
  struct Case {
    const char* bytes;
    const char* quoted;
  };
  const Case cases[] = {
      // The first and the last of each length (RFC 3629).
      {"\xC2\x80", "\xC2\x80"},
      {"\xDF\xBF", "\xDF\xBF"},
      {"\xE0\xA0\x80", "\xE0\xA0\x80"},
      {"\xED\x9F\xBF", "\xED\x9F\xBF"},
      {"\xEE\x80\x80", "\xEE\x80\x80"},
      {"\xEF\xBF\xBF", "\xEF\xBF\xBF"},
      {"\xE2\x82\xAC", "\xE2\x82\xAC"},
      {"\xF0\x90\x80\x80", "\xF0\x90\x80\x80"},
      {"\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},
      {"\xF1\x80\x80\x80", "\xF1\x80\x80\x80"},
      {"\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF"},
      {"a\xC3\xA9" "b\xE2\x82\xAC" "c", "a\xC3\xA9" "b\xE2\x82\xAC" "c"},
      // Longer than needed, surrogates, beyond the last, without a beginning, and cut.
      {"\xC0\x80", "??"},
      {"\xC1\xBF", "??"},
      {"\xE0\x9F\xBF", "???"},
      {"\xED\xA0\x80", "???"},
      {"\xF0\x8F\xBF\xBF", "????"},
      {"\xF4\x90\x80\x80", "????"},
      {"\xF5\x80\x80\x80", "????"},
      {"\x80", "?"},
      {"\xBF", "?"},
      {"\xC3", "?"},
      {"\xC3" "a", "?a"},
      {"\xC3\xC3\xA9", "?\xC3\xA9"},
      {"\xE2\x82", "??"},
      {"\xE2" "a\x82", "?a?"},
      {"\xE2\x82" "a", "??a"},
      {"\xF0\x9F\x98", "???"},
      {"\xF0\x9F" "a\x80", "??a?"},
      {"\xF0\x9F\x98" "a", "???a"},
      {"\xF0" "a\x98\x80", "?a??"},
  };
  for (const Case& c : cases) {
    char quoted[24], expected[24];
    Text text(quoted, sizeof quoted);
    text.quoted(c.bytes);
    Text(expected, sizeof expected).put('"').put(c.quoted).put('"');
    EXPECT_STREQ(quoted, expected);
  }
}

TEST(Text, CopiesWhatFitsAndAlwaysClosesIt) {
  char room[6] = "#####";
  copyText(room, 4, "abcdef");
  EXPECT_STREQ(room, "abc");
  EXPECT_EQ(room[4], '#');
  copyText(room, 4, "ab");
  EXPECT_STREQ(room, "ab");
  copyText(room, 4, "a\1c");
  EXPECT_STREQ(room, "a\1c");
  copyText(room, 1, "a");
  EXPECT_STREQ(room, "");
}

TEST(Text, WritesAddresses) {
  char room[20];
  Text text(room, sizeof room);
  text.address(0xC0A80102);
  EXPECT_STREQ(room, "192.168.1.2");
}

TEST(Flash, CopiesFromAnyPlaceAndLength) {
  FlashText parts[mostPageParts];
  ASSERT_EQ(pageParts(Page::status, parts), 2u);
  char whole[64];
  copyFromFlash(whole, parts[0].data, sizeof whole);
  EXPECT_EQ(memcmp(whole, "<!doctype html>\n<html lang=\"en\">", 32), 0);
  for (size_t from = 0; from < 8; from++) {
    for (size_t size = 0; size < 24; size++) {
      char piece[32];
      memset(piece, '#', sizeof piece);
      copyFromFlash(piece, parts[0].data + from, size);
      EXPECT_EQ(memcmp(piece, whole + from, size), 0);
      EXPECT_EQ(piece[size], '#');
    }
  }
}
