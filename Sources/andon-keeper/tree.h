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

// Kills every child of this process but those that are spared; how many there were. What they leave
// becomes a child of this process: repeat until wait(2) says ECHILD.
size_t andon_kill_children(const pid_t *spared, size_t spared_count);

#endif
