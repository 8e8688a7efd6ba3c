// One stage's supervisor: starts it, reaps its whole tree, answers for it alone.
#ifndef ANDON_REAPER_H
#define ANDON_REAPER_H

// Runs in a fork of the keeper and never returns. `control` is the socket to andon, `output` where
// the stage's standard output and standard error go.
_Noreturn void andon_reap(int control, int output);

#endif
