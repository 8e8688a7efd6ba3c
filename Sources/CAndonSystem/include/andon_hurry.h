// The priority of whoever ends a tree: andon, and that tree's reaper. For C alone.
#ifndef ANDON_HURRY_H
#define ANDON_HURRY_H

#include <sched.h>

// Puts this thread before all that it has to end, where it may: a storm of processes would keep it
// waiting for a quarter of a second. What it forks is not meant. Or puts it back.
static inline void andon_set_hurry(int is_ending) {
  struct sched_param parameters = {.sched_priority = is_ending ? 1 : 0};
  int policy = is_ending ? SCHED_RR | SCHED_RESET_ON_FORK : SCHED_OTHER;
  // Who was allowed the one by a limit of its own may not be allowed to take the flag back.
  if (sched_setscheduler(0, policy, &parameters) != 0 && !is_ending)
    (void)sched_setscheduler(0, SCHED_OTHER | SCHED_RESET_ON_FORK, &parameters);
}

#endif
