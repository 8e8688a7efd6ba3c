// The protocol between andon, its keeper, and the reapers that hold stages.
//
// The keeper is exec'd once, as
//   andon-keeper UNIFIED MEMORY MOST
// where UNIFIED is the folder of andon's own cgroup in the unified hierarchy, MEMORY that in the
// memory hierarchy of version 1 (each empty where there is none), and MOST the best level that may
// be used. For ANDON_NAMESPACE the process that was exec'd forks the keeper into the namespace and
// ends with it. Its own file and, where it is needed, that of andon-outputs were opened when andon
// started, and are held as descriptors 5 and 4: what is executed is not looked up again while
// stages run. It holds one stream socket to andon, on descriptor 3, and says first what it found:
//
//   keeper -> andon    andon_hello
//   andon  -> keeper   one byte with one descriptor, any number of times: a reaper's end of a
//                      stream socket pair. The keeper forks a reaper for it.
//
// A reaper serves one command at a time, and another one when no process of the last is left:
//
//   andon  -> reaper   andon_request with the descriptor for standard output and standard error,
//                      then `bytes` bytes of text: the working folder, `arguments` words,
//                      `variables` NAME=VALUE words, each ended by a NUL
//   reaper -> andon    ANDON_STARTED, or ANDON_NOT_STARTED and the end of this command
//   andon  -> reaper   andon_order, any number of times
//   reaper -> andon    ANDON_ENDED when the leader has ended, then ANDON_GONE when no descendant is
//                      left: the end of this command. Orders that arrive later are passed over.
//
// End of file on a reaper's socket means that andon is gone, or has no more use for it: the reaper
// kills what there is of its tree and exits. End of file on the keeper's socket: it waits for its
// reapers and exits. A reaper that was killed leaves its tree to the keeper, a keeper that was
// killed leaves it to andon: each is a sub-reaper and kills what it inherits.
//
// Both ends check every message: ANDON_MAGIC, a fixed size, a known kind. What is anything else is
// answered like the end of file. No stage can reach a socket: none of them has a name or is
// inherited, and whoever holds one cannot be traced (but by a stage with CAP_SYS_PTRACE).
//
// The cgroups of a reaper are called `andon-KEEPER-REAPER` by the process ids of the process that
// was exec'd and, in the keeper's own PID namespace, of the reaper. They are in both hierarchies,
// and last as long as the reaper does. The leader is born into the unified one; the other is made
// when memory is first to be counted, and the reaper itself enters it.
#ifndef ANDON_KEEPER_H
#define ANDON_KEEPER_H

#include <stdint.h>

#define ANDON_MAGIC 0x646E6133u /* "and3" */

// Descriptors of the keeper, and that of andon-outputs in a process that is handed it.
enum andon_descriptor {
  ANDON_CONTROL = 3,
  ANDON_OUTPUTS = 4,
  ANDON_KEEPER = 5,
  ANDON_HANDED_OUTPUTS = 3,
};

// How a tree is held together, the weakest first.
enum andon_containment {
  ANDON_GROUP = 1,   // the leader's process group: what leaves it gets away
  ANDON_SUBREAPER = 2, // all descendants, killed and reaped until none is left
  ANDON_CGROUP = 3,  // the same, and all at once by cgroup.kill
  // The same, in a PID namespace of the keeper's: the kernel kills what is in it when the keeper
  // ends, and no process in it can signal andon or the keeper. A cgroup is used where one can be
  // made.
  ANDON_NAMESPACE = 4,
};

enum andon_order_kind {
  ANDON_SIGNAL = 1, // send `signal` to every process of the tree, once
  ANDON_KILL = 2,   // kill and reap until no process of the tree is left
  ANDON_ASK = 3,    // send `signal` to those processes of the tree that catch it
};

enum andon_report_kind {
  ANDON_STARTED = 1,
  ANDON_NOT_STARTED = 2,
  ANDON_ENDED = 3,
  ANDON_GONE = 4,
};

enum andon_start_step {
  ANDON_STEP_FOLDER = 1,  // the working folder could not be entered
  ANDON_STEP_PROGRAM = 2, // the program was not found or could not be executed
  ANDON_STEP_FORK = 3,
};

struct andon_hello {
  uint32_t magic;
  uint32_t containment;   // enum andon_containment
  int32_t error;   // why there is no better level: an errno; 0 where MOST or the folder forbids it
  int32_t unified; // 1 where a stage is born into a cgroup of the unified hierarchy
  int32_t memory;  // 1 where memory can be counted in the hierarchy of version 1
};

struct andon_request {
  uint32_t magic;
  uint32_t bytes;
  uint32_t arguments;
  uint32_t variables;
  uint32_t counts_memory;  // 1 to count it in the memory hierarchy of version 1: to enter a cgroup
                           // there may take 20 ms, which only a stage that needs it should pay
  uint32_t keeps_outputs;  // 1 to hand on the file of andon-outputs as descriptor 3
};

struct andon_order {
  uint32_t magic;
  uint32_t kind;
  int32_t signal;
};

struct andon_report {
  uint32_t magic;
  uint32_t kind;
  int32_t reaper;    // process id of the reaper, in the keeper's PID namespace
  int32_t leader;    // process id of the stage's first process, in the same namespace
  int32_t status;    // ENDED: as from wait(2)
  int32_t error;     // NOT_STARTED: errno
  int32_t step;      // NOT_STARTED: enum andon_start_step
  int32_t processes; // ENDED, GONE: how many processes the reaper has reaped
  int64_t at;        // CLOCK_MONOTONIC in ns: of exec, of the leader's end, of the last end
  int64_t user;      // ENDED, GONE: CPU time in microseconds of all processes reaped so far
  int64_t system;
  int64_t peak;      // ENDED, GONE: largest resident set of one process, in bytes
};

#endif
