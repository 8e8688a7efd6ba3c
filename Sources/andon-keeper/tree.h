// The living descendants of this process.
#ifndef ANDON_TREE_H
#define ANDON_TREE_H

// Sends a signal to every descendant of this process that /proc shows at this moment, parents
// first. A process that is born meanwhile may be missed: repeat until wait(2) says ECHILD.
void andon_signal_descendants(int signal);

#endif
