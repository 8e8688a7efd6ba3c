// The protocol between andon, its keeper, and the reaper of one stage.
//
// The keeper is exec'd once and holds one socket to andon, on descriptor 3. For each process that
// andon wants started it receives one byte with two descriptors, in this order:
//   0  the reaper's end of a stream socket pair that belongs to this process alone
//   1  where standard output and standard error go
// and forks a reaper. From then on andon talks to that reaper alone:
//
//   andon  -> reaper   andon_request, then `bytes` bytes of text: the working folder, `arguments`
//                      words, `variables` NAME=VALUE words, each ended by a NUL
//   reaper -> andon    ANDON_STARTED, or ANDON_NOT_STARTED and the end
//   andon  -> reaper   andon_order, any number of times
//   reaper -> andon    ANDON_ENDED when the leader has ended, then ANDON_GONE when no descendant
//                      is left; after that the reaper exits
//
// End of file on a reaper's socket means that andon is gone: the reaper kills its whole tree and
// exits. Every message begins with ANDON_MAGIC and has a fixed size; a message that does not is
// answered by the same end.
#ifndef ANDON_KEEPER_H
#define ANDON_KEEPER_H

#include <stdint.h>

#define ANDON_MAGIC 0x646E6131u /* "and1" */

enum andon_order_kind {
  ANDON_SIGNAL = 1, // send `signal` to every process of the tree, once
  ANDON_KILL = 2,   // kill and reap until no process of the tree is left
};

enum andon_report_kind {
  ANDON_STARTED = 1,
  ANDON_NOT_STARTED = 2,
  ANDON_ENDED = 3,
  ANDON_GONE = 4,
};

enum andon_start_step {
  ANDON_STEP_FOLDER = 1, // the working folder could not be entered
  ANDON_STEP_PROGRAM = 2, // the program was not found or could not be executed
  ANDON_STEP_FORK = 3,
};

struct andon_request {
  uint32_t magic;
  uint32_t bytes;
  uint32_t arguments;
  uint32_t variables;
};

struct andon_order {
  uint32_t magic;
  uint32_t kind;
  int32_t signal;
};

struct andon_report {
  uint32_t magic;
  uint32_t kind;
  int32_t reaper;      // process id of the reaper
  int32_t leader;      // process id of the stage's first process
  int32_t status;      // ENDED: as from wait(2)
  int32_t error;       // NOT_STARTED: errno
  int32_t step;        // NOT_STARTED: enum andon_start_step
  int32_t padding;
  int64_t at;          // CLOCK_MONOTONIC in ns: of exec, of the leader's end, of the last end
  int64_t user;        // ENDED, GONE: CPU time in microseconds of all processes reaped so far
  int64_t system;
  int64_t peak;        // ENDED, GONE: largest resident set of one process, in bytes
};

#endif
