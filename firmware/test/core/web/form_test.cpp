#include <gtest/gtest.h>

#include <initializer_list>

#include "emeter/web/form.h"

using namespace emeter;

TEST(Form, GivesTheValueOfAField) {
  char value[12];
  const char* form = "mode=2400-8E1&name=a%20b%2Bc+d&empty=&xmode=no&bad=%4&zero=%00";
  EXPECT_TRUE(formValue(form, "mode", value, sizeof value));
  EXPECT_STREQ(value, "2400-8E1");
  EXPECT_TRUE(formValue(form, "name", value, sizeof value));
  EXPECT_STREQ(value, "a b+c d");
  EXPECT_TRUE(formValue(form, "empty", value, sizeof value));
  EXPECT_STREQ(value, "");
  EXPECT_FALSE(formValue(form, "absent", value, sizeof value));
  EXPECT_FALSE(formValue(form, "bad", value, sizeof value));
  EXPECT_FALSE(formValue(form, "zero", value, sizeof value));
  char small[4];
  EXPECT_FALSE(formValue(form, "mode", small, sizeof small));
  EXPECT_TRUE(formHas(form, "bad"));
  EXPECT_FALSE(formHas(form, "ode"));
}
TEST(Form, UndoesEveryByteWrittenAsTwoDigits) {
  char form[8] = "a=%00";
  for (int byte = 1; byte < 256; byte++) {
    for (const char* digits : {"0123456789abcdef", "0123456789ABCDEF"}) {
      form[3] = digits[byte >> 4];
      form[4] = digits[byte & 15];
      char value[2];
      ASSERT_TRUE(formValue(form, "a", value, sizeof value));
      EXPECT_EQ(static_cast<uint8_t>(value[0]), byte);
      EXPECT_EQ(value[1], 0);
    }
  }
}

TEST(Form, RefusesWhatIsNoPairOfDigits) {
  for (const char* form : {"a=%", "a=%4", "a=%4&b=1", "a=%g1", "a=%1g", "a=%`1", "a=%1G", "a=%/1", "a=%1:", "a=%@1", "a=%%1", "a=% 1", "a=%1\xE4"}) {
    char value[8];
    EXPECT_FALSE(formValue(form, "a", value, sizeof value));
  }
}

TEST(Form, AValueMayFillItsRoomToTheLastByte) {
  char value[5] = "####";
  EXPECT_TRUE(formValue("a=xyz", "a", value, 4));
  EXPECT_STREQ(value, "xyz");
  EXPECT_FALSE(formValue("a=wxyz", "a", value, 4));
  EXPECT_EQ(value[4], 0);
}

TEST(Form, TheFirstOfTwoFieldsOfANameCounts) {
  char value[8];
  ASSERT_TRUE(formValue("b=0&a=1&a=2", "a", value, sizeof value));
  EXPECT_STREQ(value, "1");
}

TEST(Form, NamesFitAsAWhole) {
  for (const char* form : {"", "a", "&", "&&", "ab", "ab=1", "=1", "xa=1", "x=a=1"}) EXPECT_FALSE(formHas(form, "a"));
  for (const char* form : {"a=", "a=1", "b&a=1", "&a=1", "a=&b"}) EXPECT_TRUE(formHas(form, "a"));
}
