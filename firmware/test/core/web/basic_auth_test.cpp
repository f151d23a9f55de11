#include <gtest/gtest.h>

#include <string.h>

#include <initializer_list>

#include "emeter/text/text.h"
#include "emeter/web/basic_auth.h"

using namespace emeter;

namespace {

// "Basic " and "x:PASSWORD" in base64, apart from the decoder under test.
struct Basic {
  explicit Basic(const char* password, const char* user = "x") {
    constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char plain[80];
    Text(plain, sizeof plain).put(user).put(':').put(password);
    const size_t size = strlen(plain);
    Text to(text, sizeof text);
    to.put("Basic ");
    for (size_t i = 0; i < size; i += 3) {
      uint32_t three = 0;
      for (size_t k = 0; k < 3; k++) three = three << 8 | (i + k < size ? static_cast<uint8_t>(plain[i + k]) : 0u);
      for (size_t k = 0; k < 4; k++) to.put(i + k <= size ? digits[three >> (18 - 6 * k) & 63] : '=');
    }
  }
  char text[120];
};

}  // namespace

TEST(BasicAuth, PasswordsFitExactly) {
  EXPECT_TRUE(passwordFits("Basic eDpjb3JyZWN0IGhvcnNl", "correct horse"));   // x:correct horse
  EXPECT_TRUE(passwordFits("basic OmNvcnJlY3QgaG9yc2U=", "correct horse"));   // :correct horse
  EXPECT_FALSE(passwordFits("Basic eDpjb3JyZWN0IGhvcnM=", "correct horse"));  // one character short
  EXPECT_FALSE(passwordFits("Basic eDpjb3JyZWN0IGhvcnNlcw==", "correct horse"));
  EXPECT_FALSE(passwordFits("Basic eDo=", ""));  // an empty password opens nothing
  EXPECT_FALSE(passwordFits("", "correct horse"));
  EXPECT_FALSE(passwordFits("Bearer eDpjb3JyZWN0IGhvcnNl", "correct horse"));
  EXPECT_FALSE(passwordFits("Basic !!!!", "correct horse"));
}

TEST(BasicAuth, OneCharacterThatDiffersAnywhereIsEnough) {
  const char* right = "correct horse";
  ASSERT_TRUE(passwordFits(Basic(right).text, right));
  for (size_t i = 0; i < strlen(right); i++) {
    char wrong[16];
    copyText(wrong, right);
    wrong[i] ^= 1;
    EXPECT_FALSE(passwordFits(Basic(wrong).text, right));
  }
}

TEST(BasicAuth, EveryCharacterOfAPasswordCounts) {
  char password[33] = "????????????????????????????????";
  for (char c = ' '; c <= '~'; c++) {  // all that base64 writes comes up
    password[static_cast<size_t>(c) % 32] = c;
    EXPECT_TRUE(passwordFits(Basic(password).text, password));
  }
}

TEST(BasicAuth, TheLongestPasswordLeavesRoomForAUsersName) {
  const char* longest = "abcdefghijklmnopqrstuvwxyz012345";
  EXPECT_TRUE(passwordFits(Basic(longest).text, longest));
  EXPECT_TRUE(passwordFits(Basic(longest, "a user's name of thirty bytes.").text, longest));
  EXPECT_FALSE(passwordFits(Basic("abcdefghijklmnopqrstuvwxyz0123456", "x").text, longest));
  // A name so long that the password is cut is no way in.
  EXPECT_FALSE(passwordFits(Basic(longest, "a user's name of thirty-one byt").text, longest));
}

TEST(BasicAuth, AColonMayStandInThePassword) {
  EXPECT_TRUE(passwordFits(Basic("one:two:three").text, "one:two:three"));
}

TEST(BasicAuth, TheSchemeIsBasicAndNothingElse) {
  EXPECT_TRUE(passwordFits("BASIC eDpjb3JyZWN0IGhvcnNl", "correct horse"));
  for (const char* other : {"xasic eDpjb3JyZWN0IGhvcnNl", "BasicXeDpjb3JyZWN0IGhvcnNl", "Basi", "Basic", "eDpjb3JyZWN0IGhvcnNl", "Basix eDpjb3JyZWN0IGhvcnNl"}) {
    EXPECT_FALSE(passwordFits(other, "correct horse"));
  }
}

TEST(BasicAuth, WithoutAColonThereIsNoPassword) {
  EXPECT_FALSE(passwordFits("Basic Y29ycmVjdCBob3JzZQ==", "correct horse"));
}
