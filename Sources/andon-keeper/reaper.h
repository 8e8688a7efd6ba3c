// The supervisor of one stage at a time: starts it, reaps its whole tree, answers for it alone.
#ifndef ANDON_REAPER_H
#define ANDON_REAPER_H

#include "andon_keeper.h"
#include "cgroup.h"

// What a reaper is given by the keeper.
struct andon_reaper {
  int control;  // the socket to andon
  enum andon_containment containment;
  struct andon_cgroups bases;
};

// Runs in a fork of the keeper and never returns.
_Noreturn void andon_reap(const struct andon_reaper *given);

#endif
