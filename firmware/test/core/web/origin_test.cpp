#include <gtest/gtest.h>

#include <initializer_list>

#include "emeter/web/origin.h"

using namespace emeter;

TEST(Origin, IsTheSameWhenItIsTheVeryHost) {
  EXPECT_TRUE(sameOrigin("http://emeter.local", "emeter.local"));
  EXPECT_TRUE(sameOrigin("http://192.168.1.2:8080", "192.168.1.2:8080"));
  EXPECT_FALSE(sameOrigin("http://emeter.local:81", "emeter.local"));
  EXPECT_FALSE(sameOrigin("https://emeter.local", "emeter.local"));
  EXPECT_FALSE(sameOrigin("http://evil.example", "emeter.local"));
  EXPECT_FALSE(sameOrigin("null", "emeter.local"));
  EXPECT_FALSE(sameOrigin("", "emeter.local"));
  EXPECT_FALSE(sameOrigin("http://", ""));
  EXPECT_TRUE(sameOrigin("http://EMETER.local", "emeter.Local"));
  EXPECT_TRUE(sameOrigin("http://m", "m"));
  EXPECT_FALSE(sameOrigin("http://emeter.local.evil.example", "emeter.local"));
  EXPECT_FALSE(sameOrigin("http://emeter.loca", "emeter.local"));
  EXPECT_FALSE(sameOrigin("http://emeter.local/", "emeter.local"));
}
TEST(Host, IsTheDevicesOwnByAddressOrName) {
  for (const char* host : {"", "192.168.4.1", "192.168.1.20:8080", "[fe80::1]", "[fe80::1]:80", "localhost", "localhost:8081", "emeter", "emeter:80",
                           "Emeter.LOCAL", "emeter.local", "emeter.local:80", "emeter-2", "emeter-2.local", "emeter-137.local:80"}) {
    EXPECT_EQ(namedAs(host, "emeter") == Named::own, true);
  }
}

TEST(Host, InAnotherDomainItMayBeAnybodys) {
  for (const char* host : {"emeter.lan", "emeter.home.arpa", "emeter-2.fritz.box", "emeter.evil.example:80", "emeter.locale", "emeter.local.evil.example",
                           "emeter.", "emeter.loca"}) {
    EXPECT_EQ(namedAs(host, "emeter") == Named::domain, true);
  }
}

TEST(Host, AnyOtherIsForeign) {
  for (const char* host : {"evil.example", "emete", "emeterx", "emeter2", "emeter-", "emeter-x.local", "emeter-2x.local", "xemeter.local", "localhosts",
                           "localhost.evil.example", "192.168.4.1.evil.example", "1.2.3.4x", "-2.local", "emeter/", "/"}) {
    EXPECT_EQ(namedAs(host, "emeter") == Named::foreign, true);
  }
}

TEST(Host, ANameOfDigitsAloneIsNotAnotherHostsAddress) {
  EXPECT_EQ(namedAs("7.local", "7") == Named::own, true);
  EXPECT_EQ(namedAs("8.local", "7") == Named::foreign, true);
}
