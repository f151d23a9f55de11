#include <fcntl.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "chip_uart.h"
#include "posix_board.h"
#include "serial_port.h"

using namespace emeter;
using namespace emeter::host;

namespace {

// A folder that goes away with the test.
class Folder {
 public:
  Folder() { path_ = mkdtemp(name_); }
  ~Folder() { (void)!system(("rm -r " + path_).c_str()); }
  std::string operator/(const char* name) const { return path_ + "/" + name; }

 private:
  char name_[32] = "/tmp/emeter-test-XXXXXX";
  std::string path_;
};

}  // namespace

TEST(FileStore, ComesBackAndIsReadableByItsOwnerAlone) {
  Folder folder;
  FileStore store(folder / "settings.bin");
  uint8_t read[16] = {};
  EXPECT_EQ(store.load(read, sizeof read), 0u);
  EXPECT_TRUE(store.save(reinterpret_cast<const uint8_t*>("secret"), 6));
  EXPECT_EQ(store.load(read, sizeof read), 6u);
  EXPECT_EQ(std::string(reinterpret_cast<char*>(read), 6), "secret");
  struct stat info;
  ASSERT_EQ(stat((folder / "settings.bin").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  EXPECT_TRUE(store.erase());
  EXPECT_EQ(store.load(read, sizeof read), 0u);
}

TEST(FileStore, AFolderThatIsNotThereIsToldAndNothingIsWritten) {
  Folder folder;
  FileStore store(folder / "missing/settings.bin");
  EXPECT_FALSE(store.save(reinterpret_cast<const uint8_t*>("x"), 1));
}

TEST(SerialPort, TellsWhatIsWrongWithAPath) {
  std::string why;
  Folder folder;
  EXPECT_FALSE(SerialPort(folder / "ttyUSB0").open(LineMode(), why));
  EXPECT_EQ(why, "cannot open " + (folder / "ttyUSB0") + ": No such file or directory");
  EXPECT_FALSE(SerialPort("/dev/null").open(LineMode(), why));
  EXPECT_EQ(why, "/dev/null is not a serial port");
}

TEST(SerialPort, PassesEveryByteValueUntouched) {
  int line, other;
  char name[128];
  ASSERT_EQ(openpty(&line, &other, name, nullptr, nullptr), 0);
  SerialPort port(name);
  std::string why;
  ASSERT_TRUE(port.open(LineMode(), why)) << why;
  uint8_t all[256], got[256];
  for (int i = 0; i < 256; i++) all[i] = static_cast<uint8_t>(i);
  ASSERT_EQ(write(line, all, sizeof all), 256);
  size_t taken = 0;
  for (int i = 0; i < 100 && taken < sizeof got; i++) {
    taken += port.read(got + taken, sizeof got - taken);
    usleep(1000);
  }
  EXPECT_EQ(taken, 256u);
  EXPECT_EQ(memcmp(all, got, sizeof all), 0);
  close(line);
  close(other);
}

TEST(SerialPort, SurvivesThePortGoingAway) {
  int line, other;
  char name[128];
  ASSERT_EQ(openpty(&line, &other, name, nullptr, nullptr), 0);
  SerialPort port(name);
  std::string why;
  ASSERT_TRUE(port.open(LineMode(), why)) << why;
  close(other);
  close(line);
  uint8_t byte;
  for (int i = 0; i < 100 && port.file() >= 0; i++) {
    EXPECT_EQ(port.read(&byte, 1), 0u);
    usleep(1000);
  }
  EXPECT_EQ(port.file(), -1);
  EXPECT_EQ(port.read(&byte, 1), 0u);
}

TEST(SerialPort, CannotInvert) {
  SerialPort port("/dev/null");
  EXPECT_FALSE(port.configure(LineMode(), true));
}

TEST(ChipUart, LosesItsOldestBytesWhenNobodyReadsAndCountsTheOverrun) {
  int line, other;
  char name[128];
  ASSERT_EQ(openpty(&line, &other, name, nullptr, nullptr), 0);
  SerialPort port(name);
  std::string why;
  ASSERT_TRUE(port.open(LineMode(), why)) << why;
  ChipUart uart(port);
  constexpr int sent = 6000;
  constexpr int held = 4095;
  for (int i = 0; i < sent; i++) {
    const uint8_t byte = static_cast<uint8_t>(i * 31 >> 3);
    ASSERT_EQ(write(line, &byte, 1), 1);
  }
  usleep(300'000);
  uint8_t got[held + 1];
  ASSERT_EQ(uart.read(got, sizeof got), size_t{held});
  for (int i = 0; i < held; i++) {
    ASSERT_EQ(got[i], static_cast<uint8_t>((sent - held + i) * 31 >> 3)) << i;
  }
  EXPECT_EQ(uart.faults().overruns, 1u);
  EXPECT_EQ(uart.faults().overruns, 1u);
  close(line);
  close(other);
}
