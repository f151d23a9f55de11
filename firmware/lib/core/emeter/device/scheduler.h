// One major frame a cycle (the meter's bytes) and at most one minor task: nothing else may come between two looks at
// the line.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "emeter/board/clock.h"

namespace emeter {

using Work = void (*)(void* context, uint32_t now);

class Scheduler {
 public:
  static constexpr size_t mostTasks = 9;

  Scheduler(Clock& clock, Work major, void* context) : clock_(clock), major_(major), context_(context) {}

  // A minor task, due every `period` ms. False when the table is full.
  bool add(Work work, uint32_t period);

  // The major frame, then the minor task that is most overdue. Returns whether there was one.
  bool cycle();

  // The longest time between two major frames since start, microseconds.
  uint32_t longestMicros() const { return longest_; }

 private:
  struct Task {
    Work work = nullptr;
    uint32_t period = 0;
    uint32_t due = 0;
  };

  Task* mostOverdue(uint32_t now);
  void measure();

  Clock& clock_;
  Work major_;
  void* context_;
  Task tasks_[mostTasks];
  size_t count_ = 0;
  bool begun_ = false;
  uint32_t lastStart_ = 0;
  uint32_t longest_ = 0;
};

}  // namespace emeter
