// The living descendants of this process.
#ifndef ANDON_TREE_H
#define ANDON_TREE_H

#include <stddef.h>

// Sends a signal, once, to every descendant of this process that /proc shows at this moment,
// parents first; how many there were. A process that is born meanwhile may be missed: repeat until
// wait(2) says ECHILD.
size_t andon_signal_descendants(int signal);

#endif
