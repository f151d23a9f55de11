// A meter's line without a meter: opens a pseudo-terminal, prints its path, and sends what comes on standard input at
// the pace it comes. Ends with its input.
#include <pty.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

int main() {
  int line, other;
  char name[128];
  if (openpty(&line, &other, name, nullptr, nullptr) != 0) {
    perror("no pseudo-terminal");
    return 1;
  }
  termios raw;
  tcgetattr(line, &raw);
  cfmakeraw(&raw);
  tcsetattr(line, TCSANOW, &raw);
  printf("%s\n", name);
  fflush(stdout);
  char piece[4096];
  for (ssize_t size; (size = read(STDIN_FILENO, piece, sizeof piece)) > 0;) {
    for (ssize_t at = 0; at < size;) {
      const ssize_t written = write(line, piece + at, static_cast<size_t>(size - at));
      if (written <= 0) return 1;
      at += written;
    }
  }
  return 0;
}
