// The start of a stage's first process.
#ifndef ANDON_START_H
#define ANDON_START_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

// What to execute and where; the lists end with NULL.
struct andon_words {
  char *folder;
  char **arguments;
  char **variables;
  bool keeps_outputs;  // whether it gets the file of andon-outputs as descriptor 3
};

// What became of a start: `leader` is 0 when it failed, and then `error` and `step` say why.
struct andon_start {
  pid_t leader;
  int error;
  int step;
  int64_t at;  // CLOCK_MONOTONIC in ns, just before exec
};

// Starts arguments[0] in an own session with the given surroundings, in a cgroup given by its
// folder (-1: in that of this process). Its path is looked up in the PATH of `variables`. Standard
// input is /dev/null; no other descriptor is inherited but that of andon-outputs where it is
// wanted.
struct andon_start andon_start(const struct andon_words *words, int output, int cgroup);

// Forks into a cgroup. As fork(2).
pid_t andon_fork_into(int cgroup);

int64_t andon_now(void);

#endif
