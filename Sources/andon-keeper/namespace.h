// The PID namespace that holds the keeper, its reapers and all stages.
#ifndef ANDON_NAMESPACE_H
#define ANDON_NAMESPACE_H

#include <stdbool.h>

// Goes on as the first process of a PID namespace, with a /proc of that namespace. This process
// waits for it and ends when it ends. A user without the right to make one gets a user namespace as
// well, in which each id is what it was and no program gains rights. False with errno where none
// can be had; the caller then ends, since it may be between the two.
bool andon_enter_namespace(void);

#endif
