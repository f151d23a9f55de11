#include "emeter/device/scheduler.h"

namespace emeter {

bool Scheduler::add(Work work, uint32_t period) {
  if (count_ == mostTasks) return false;
  tasks_[count_].work = work;
  tasks_[count_].period = period;
  tasks_[count_].due = clock_.millis();
  count_++;
  return true;
}

bool Scheduler::cycle() {
  measure();
  major_(context_, clock_.millis());
  const uint32_t now = clock_.millis();
  Task* task = mostOverdue(now);
  if (task == nullptr) return false;
  task->due = now + task->period;
  task->work(context_, now);
  return true;
}

Scheduler::Task* Scheduler::mostOverdue(uint32_t now) {
  Task* chosen = nullptr;
  int32_t most = -1;
  for (size_t i = 0; i < count_; i++) {
    const int32_t overdue = static_cast<int32_t>(now - tasks_[i].due);  // right across the wrap of the clock
    if (overdue > most) {
      most = overdue;
      chosen = &tasks_[i];
    }
  }
  return chosen;
}

void Scheduler::measure() {
  const uint32_t start = clock_.micros();
  if (begun_ && start - lastStart_ > longest_) longest_ = start - lastStart_;
  lastStart_ = start;
  begun_ = true;
}

}  // namespace emeter
