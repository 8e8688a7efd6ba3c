// The living descendants of this process.
#ifndef ANDON_TREE_H
#define ANDON_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

// Which descendants are meant.
struct andon_choice {
  bool catching;        // only those that catch the signal
  const pid_t *spared;  // children that are left alone, with all below them
  size_t spared_count;
};

// Sends a signal, once, to every descendant of this process that /proc shows at this moment,
// parents first; how many there were. A process that is born meanwhile may be missed: repeat until
// wait(2) says ECHILD. No process is signalled that is not a descendant, whatever becomes of its
// number: see tree.c.
size_t andon_signal_descendants(int signal, struct andon_choice choice);

#endif
