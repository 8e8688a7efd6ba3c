// The cgroups of one reaper: made, entered, killed, removed.
#ifndef ANDON_CGROUP_H
#define ANDON_CGROUP_H

#include <stdbool.h>
#include <sys/types.h>

// The folders in which reapers have their cgroups; -1 where there is none.
struct andon_cgroups {
  int unified;
  int memory;
  pid_t keeper;  // the number that their names begin with
};

// Opens a folder for cgroups of that keeper, by trying one out; -1 with errno when none can be made
// there. `kills`: processes must be able to be born into it, and it must be able to kill.
int andon_cgroup_base(const char *path, pid_t keeper, bool kills);

// Makes the cgroup of a reaper in a folder and opens it; -1 with errno, also where it is in use.
int andon_cgroup_make(int base, pid_t keeper, pid_t reaper);

// Moves this process into a cgroup, given by its folder.
void andon_cgroup_enter(int folder);

// Kills all processes in a cgroup and below it, at once. False where that could not be ordered.
bool andon_cgroup_kill(int folder);

// Opens what andon_cgroup_is_populated reads; -1 with errno.
int andon_cgroup_events(int folder);

// Whether a process is left in a cgroup or below it; false also where the kernel does not say.
bool andon_cgroup_is_populated(int events);

// Kills what is in a reaper's cgroups, and removes them. False when that has to be tried again.
bool andon_cgroups_remove(const struct andon_cgroups *bases, pid_t reaper);

#endif
