#include <gtest/gtest.h>

#include <initializer_list>

#include "emeter/settings/allow_list.h"

using namespace emeter;

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
  const char* const wrong[] = {"1.2.3", "1,2,3,4", "1.2.3.", ".1.2.3", "1.2.3.256", "1.2.3.4.", "1.2.3.-4", "1.2.3.4/33", "1.2.3.4.5", "a", "1.2.3.4/", "1.2.3.4x", "1.1.1.1,2.2.2.2,3.3.3.3,4.4.4.4,5.5.5.5"};
  for (const char* text : wrong) {
    AllowList list;
    EXPECT_FALSE(AllowList::parse(text, list));
    EXPECT_EQ(list.count, 0);
  }
}

TEST(AllowList, ReadsNetworksOfEverySize) {
  AllowList list;
  ASSERT_TRUE(AllowList::parse("0.0.0.0/0", list));
  EXPECT_TRUE(list.allows(0) && list.allows(0xFFFFFFFF));
  ASSERT_TRUE(AllowList::parse("128.0.0.0/1", list));
  EXPECT_TRUE(list.allows(0x80000000) && list.allows(0xFFFFFFFF));
  EXPECT_FALSE(list.allows(0x7FFFFFFF));
  ASSERT_TRUE(AllowList::parse("10.1.2.2/31", list));
  EXPECT_TRUE(list.allows(0x0A010202) && list.allows(0x0A010203));
  EXPECT_FALSE(list.allows(0x0A010201) || list.allows(0x0A010204));
  ASSERT_TRUE(AllowList::parse("255.255.255.255/32", list));
  EXPECT_TRUE(list.allows(0xFFFFFFFF));
  EXPECT_FALSE(list.allows(0xFFFFFFFE));
}

TEST(AllowList, WhatIsBeyondItsCountLetsNobodyIn) {
  AllowList list;
  ASSERT_TRUE(AllowList::parse("10.0.0.5", list));
  list.networks[1] = {0x0A000006, 0};
  EXPECT_FALSE(list.allows(0x0A000006));
}

TEST(AllowList, WritesWhatItReads) {
  for (const char* text : {"", "192.168.1.9", "192.168.1.0/24", "192.168.1.0/24, 10.0.0.5, 172.16.0.0/12, 0.0.0.0/0"}) {
    AllowList list;
    ASSERT_TRUE(AllowList::parse(text, list));
    char written[AllowList::textSize];
    Text to(written, sizeof written);
    list.format(to);
    EXPECT_STREQ(written, text);
  }
}

TEST(AllowList, TakesCommasAndSpacesBetweenAddresses) {
  AllowList list;
  ASSERT_TRUE(AllowList::parse(" ,10.0.0.5 10.0.0.6,,10.0.0.7, ", list));
  EXPECT_EQ(list.count, 3);
}

TEST(AllowList, TheLongestListFitsItsText) {
  AllowList list;
  const char* longest = "255.255.255.251/29, 255.255.255.252/30, 255.255.255.253/31, 255.255.255.254/30";
  ASSERT_TRUE(AllowList::parse(longest, list));
  char written[AllowList::textSize];
  Text to(written, sizeof written);
  list.format(to);
  EXPECT_STREQ(written, longest);
}

TEST(AllowList, AValidOneHasAtMostFourNetworksOfAtMost32Bits) {
  AllowList list;
  list.count = AllowList::most;
  EXPECT_TRUE(list.valid());
  list.count = AllowList::most + 1;
  EXPECT_FALSE(list.valid());
  list.count = 1;
  list.networks[0].prefix = 33;
  EXPECT_FALSE(list.valid());
}
