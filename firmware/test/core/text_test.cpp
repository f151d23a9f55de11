#include <gtest/gtest.h>

#include "emeter/flash.h"
#include "emeter/pages.h"
#include "emeter/text.h"

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
