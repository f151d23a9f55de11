// The ESP8266 has one receiver, for the meter's line and for the USB plug.
#include <gtest/gtest.h>

#include "cable/plugged.h"

using namespace emeter;
using namespace emeter::test;

TEST(LentLine, GoesToTheUsbPlugUntilSetUpIsDone) {
  static PluggedFresh fresh(true);
  EXPECT_TRUE(fresh.console.running);
  EXPECT_TRUE(fresh.uart.ended);
  fresh.uart.arrive(100);
  fresh.goOn(50);
  EXPECT_EQ(fresh.device.forwarder().received(), 0u);
  fresh.console.COMMAND(1, "\4Home\11password1");
  fresh.goOn(1000);
  EXPECT_TRUE(fresh.console.nextIs(ImprovType::state, 3));
  EXPECT_TRUE(fresh.console.nextIs(ImprovType::state, 4));
  EXPECT_TRUE(fresh.console.nextIsResult(1, "http://192.168.1.20/|"));
  EXPECT_TRUE(fresh.console.running);  // who did not hear it may ask again
  fresh.goOn(3000);
  EXPECT_FALSE(fresh.console.running);
  EXPECT_FALSE(fresh.uart.ended);
  EXPECT_EQ(fresh.console.begins, 1);
  EXPECT_EQ(fresh.console.ends, 1);
  fresh.uart.arrive(500);
  fresh.goOn(50);
  EXPECT_GE(fresh.device.forwarder().received(), 500u);
  EXPECT_EQ(fresh.system.restarts, 0);
}

TEST(LentLine, StaysWithTheMeterWhereThereIsAWiFi) {
  static PluggedOnline home(true);
  EXPECT_EQ(home.console.begins, 0);
  EXPECT_FALSE(home.uart.ended);
  home.console.command(2);
  home.goOn(100);
  EXPECT_EQ(home.console.heardSize, 0u);
  home.radio.state = StationState::failed;  // a night without network is no set-up
  home.radio.reachable = false;
  home.goOn(60'000);
  EXPECT_EQ(home.console.begins, 0);
}

TEST(LentLine, AModeThatIsSetMeanwhileIsInForceAfterwards) {
  static PluggedFresh fresh(true);
  LineMode mode;
  LineMode::parse("2400-8E1", mode);
  const int changes = fresh.uart.changes;
  EXPECT_TRUE(fresh.device.setLine(mode, true, false));
  EXPECT_EQ(fresh.uart.changes, changes);  // the plug's rate is not touched
  fresh.console.COMMAND(1, "\4Home\11password1");
  fresh.goOn(5000);
  EXPECT_TRUE(fresh.uart.line == mode);
  EXPECT_TRUE(fresh.uart.isInverted);
}

TEST(LentLine, RestartsWhereTheReceiverCannotBeHadBack) {
  static PluggedFresh fresh(true);
  fresh.console.COMMAND(1, "\4Home\11password1");
  fresh.goOn(1000);
  fresh.uart.broken = true;  // its memory is gone
  fresh.goOn(6000);
  EXPECT_EQ(fresh.system.restarts, 1);
  Settings stored;
  EXPECT_TRUE(decodeSettings(fresh.store.bytes, fresh.store.used, stored));
  EXPECT_STREQ(stored.ssid, "Home");
}

TEST(LentLine, APlugOfItsOwnTakesNothingFromTheMeter) {
  static PluggedFresh fresh;
  EXPECT_TRUE(fresh.console.running);
  EXPECT_FALSE(fresh.uart.ended);
  fresh.uart.arrive(300);
  fresh.goOn(50);
  EXPECT_EQ(fresh.device.forwarder().received(), 300u);
}

// A new router: a short press opens set-up again, and the cable is heard as long as there is no link.
TEST(LentLine, AShortPressLendsItWhereThereIsNoLink) {
  static PluggedOnline home(true);
  home.radio.state = StationState::failed;
  home.radio.reachable = false;
  home.goOn(3000);
  home.button.active = true;
  home.goOn(300);
  home.button.active = false;
  home.goOn(300);
  EXPECT_TRUE(home.console.running);
  EXPECT_TRUE(home.uart.ended);
  home.console.COMMAND(0xE0, "another one");  // who holds the board chooses, as at the set-up page
  home.goOn(50);
  EXPECT_TRUE(home.console.nextIsResult(0xE0, "set|"));
  EXPECT_STREQ(home.device.settings().devicePassword, "another one");
  home.goOn(Wifi::pressedOpenMillis + 5000);
  EXPECT_FALSE(home.console.running);
  EXPECT_FALSE(home.uart.ended);
  EXPECT_EQ(home.system.restarts, 0);
}

TEST(LentLine, AShortPressTakesNothingFromAMeterThatIsHeard) {
  static PluggedOnline home(true);
  home.button.active = true;
  home.goOn(300);
  home.button.active = false;
  home.goOn(2000);
  EXPECT_TRUE(home.radio.accessPoint);
  EXPECT_EQ(home.console.begins, 0);
  EXPECT_FALSE(home.uart.ended);
}

TEST(LentLine, AfterStartsThatFailedNothingOfItRuns) {
  static Plugged fresh(true);
  fresh.system.failed = 3;
  fresh.begin();
  EXPECT_TRUE(fresh.device.safe());
  fresh.goOn(5000);
  EXPECT_EQ(fresh.console.begins, 0);
  EXPECT_EQ(fresh.uart.changes, 0);
}
