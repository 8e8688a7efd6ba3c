// The living descendants of this process.
#ifndef ANDON_TREE_H
#define ANDON_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

// A descriptor that reports the ends of children from now on; -1 with errno.
int andon_watch_children(void);

// Sends a signal, once, to every descendant of this process that /proc shows at this moment,
// parents first; how many there were. A process that is born meanwhile may be missed: repeat until
// wait(2) says ECHILD. No process is signalled that is not a descendant, whatever becomes of its
// number: see tree.c. `catching`: only to those that catch the signal.
size_t andon_signal_descendants(int signal, bool catching);

// Children that are not meant, with all that is below them.
struct andon_spared {
  const pid_t *list;
  size_t count;
};

// Kills every child of this process but those that are spared; how many there were, -1 where they
// cannot be listed. What they leave becomes a child of this process: repeat until wait(2) says
// ECHILD.
ssize_t andon_kill_children(struct andon_spared spared);

// The same for all descendants, which are stopped first: a process that sees its parent end could
// else give birth as fast as its ancestors are killed. Now and then only: it takes longer.
void andon_kill_descendants(struct andon_spared spared);

#endif
