// One stage's supervisor, a sub-reaper with one thread: poll, reap, report.
// Decides nothing: when to signal and when to kill is andon's. The one decision of its own is the
// end of file on the socket: andon is gone, so the tree goes too.
#define _GNU_SOURCE
#include "reaper.h"

#include "andon_hurry.h"
#include "request.h"
#include "start.h"
#include "tree.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
  // Milliseconds that a group has after its leader, where nobody can tell whether it is empty.
  group_patience = 100,
  longest_pause = 100,
  most_at_once = 64,
};

struct reaper {
  const struct andon_reaper *given;
  int ended;    // reports children that have ended
  int cgroup;   // folder of the stage's cgroup, or -1
  int events;   // tells whether it is populated, or -1
  bool counts_memory;
  pid_t keeper;
};

// One command from its start to the end of its tree.
struct stage {
  pid_t leader;
  bool leader_ended;
  bool killing;
  bool cgroup_killed;
  // What andon has not been told yet: a start, the leader's end, the end of all.
  struct andon_report untold[3];
  size_t untold_count;
  // Of all processes that were reaped.
  int32_t processes;
  int64_t user, system, peak;
};

static void note_report(struct stage *stage, struct andon_report message) {
  message.magic = ANDON_MAGIC;
  message.reaper = getpid();
  message.leader = stage->leader;
  message.processes = stage->processes;
  message.user = stage->user;
  message.system = stage->system;
  message.peak = stage->peak;
  stage->untold[stage->untold_count++] = message;
}

// Tells all that has been noted: what comes together wakes andon once. False when andon is gone.
static bool tell(const struct reaper *reaper, struct stage *stage) {
  size_t size = stage->untold_count * sizeof *stage->untold;
  stage->untold_count = 0;
  return size == 0 ||
         send(reaper->given->control, stage->untold, size, MSG_NOSIGNAL) == (ssize_t)size;
}

static int64_t microseconds(struct timeval time) { return time.tv_sec * 1000000LL + time.tv_usec; }

static void note(struct stage *stage, pid_t pid, int status, const struct rusage *usage) {
  stage->processes++;
  stage->user += microseconds(usage->ru_utime);
  stage->system += microseconds(usage->ru_stime);
  if (usage->ru_maxrss * 1024LL > stage->peak) stage->peak = usage->ru_maxrss * 1024LL;
  if (pid != stage->leader || stage->leader_ended) return;
  stage->leader_ended = true;
  note_report(stage, (struct andon_report){
                         .kind = ANDON_ENDED, .status = status, .at = andon_now()});
}

enum reaped {
  nobody_left,
  // Some live on.
  some_left,
  // There may be more that have ended.
  more_to_reap,
};

// Reaps what has ended, but not for ever: a storm may die faster than this process gets to run, and
// an order must not wait for its end.
static enum reaped reap(struct stage *stage) {
  for (int count = 0; count < most_at_once; count++) {
    int status;
    struct rusage usage;
    pid_t pid = wait4(-1, &status, WNOHANG, &usage);
    if (pid == 0) return some_left;
    if (pid > 0) {
      note(stage, pid, status, &usage);
    } else if (errno != EINTR) {
      return nobody_left;
    }
  }
  return more_to_reap;
}

// Each process once: a second TERM means "at once" to many programs. Where /proc lists no children
// the group has to do; the leader is not reaped yet, so the number is its own.
static void send_signal(const struct reaper *reaper, const struct stage *stage, int signal,
                        bool catching) {
  size_t found = 0;
  if (reaper->given->containment != ANDON_GROUP) found = andon_signal_descendants(signal, catching);
  if (found == 0 && !stage->leader_ended && !catching) killpg(stage->leader, signal);
}

// One round. Nothing is born any more into a cgroup that has been killed; the rounds are for what
// has moved itself out of it.
static void kill_tree(const struct reaper *reaper, struct stage *stage) {
  if (reaper->cgroup >= 0 && !stage->cgroup_killed)
    stage->cgroup_killed = andon_cgroup_kill(reaper->cgroup);
  struct andon_spared none = {0};
  if (reaper->given->containment != ANDON_GROUP) andon_kill_descendants(none);
  if (andon_kill_children(none) <= 0 && !stage->leader_ended) killpg(stage->leader, SIGKILL);
}

// Carries out one order. False at end of file, or when the message is not an order.
static bool obey(const struct reaper *reaper, struct stage *stage) {
  struct andon_order order;
  if (!andon_read_whole(reaper->given->control, &order, sizeof order) ||
      order.magic != ANDON_MAGIC)
    return false;
  andon_set_hurry(true);
  switch (order.kind) {
    case ANDON_KILL: stage->killing = true; return true;
    case ANDON_SIGNAL: send_signal(reaper, stage, order.signal, false); return true;
    case ANDON_ASK: send_signal(reaper, stage, order.signal, true); return true;
    default: return false;
  }
}

// Holds a tree until nothing of it is left. False when andon is gone.
static bool hold(const struct reaper *reaper, struct stage *stage) {
  struct pollfd watched[2] = {{.fd = reaper->ended, .events = POLLIN},
                              {.fd = reaper->given->control, .events = POLLIN}};
  int pause = 1;
  for (;;) {
    if (stage->killing) kill_tree(reaper, stage);
    enum reaped reaped = reap(stage);
    // A process may have come into the cgroup from elsewhere.
    if (reaped == nobody_left && !andon_cgroup_is_populated(reaper->events)) break;
    tell(reaper, stage);
    // While killing, a short pause: what was born between two rounds must not wait. It grows for
    // what does not die.
    int most = reaped == more_to_reap ? 0 : stage->killing || reaped == nobody_left ? pause : -1;
    if (poll(watched, 2, most) < 0 && errno != EINTR) _exit(1);
    pause = pause * 2 < longest_pause ? pause * 2 : longest_pause;
    if (watched[0].revents != 0) {
      struct signalfd_siginfo drained[16];
      (void)!read(reaper->ended, drained, sizeof drained);
      pause = 1;
    }
    if (watched[1].revents != 0 && !obey(reaper, stage)) {
      stage->killing = true;
      andon_set_hurry(true);
      watched[1].fd = -1;
    }
  }
  return watched[1].fd >= 0;
}

// The lowest level: no process adopts what the leader leaves, and none can tell whether its group
// is empty. So the leader stays a zombie, which keeps the number of the group, until the group has
// had its time and is killed.
static bool hold_group(const struct reaper *reaper, struct stage *stage) {
  struct pollfd watched[2] = {{.fd = reaper->given->control, .events = POLLIN},
                              {.fd = reaper->ended, .events = POLLIN}};
  int64_t end = 0;
  tell(reaper, stage);
  for (;;) {
    siginfo_t information = {0};
    waitid(P_PID, (id_t)stage->leader, &information, WEXITED | WNOHANG | WNOWAIT);
    if (information.si_pid != 0 && end == 0) end = andon_now() + group_patience * 1000000LL;
    if (stage->killing) killpg(stage->leader, SIGKILL);
    if (end != 0 && (stage->killing || andon_now() >= end)) break;
    poll(watched, 2, end == 0 && !stage->killing ? -1 : 10);
    struct signalfd_siginfo drained[16];
    if (watched[1].revents != 0) (void)!read(reaper->ended, drained, sizeof drained);
    if (watched[0].revents != 0 && !obey(reaper, stage)) {
      stage->killing = true;
      watched[0].fd = -1;
    }
  }
  killpg(stage->leader, SIGKILL);
  int status;
  struct rusage usage;
  if (wait4(stage->leader, &status, 0, &usage) == stage->leader)
    note(stage, stage->leader, status, &usage);
  return watched[0].fd >= 0;
}

static void count_memory(struct reaper *reaper) {
  if (reaper->counts_memory || reaper->given->bases.memory < 0) return;
  int folder = andon_cgroup_make(
      reaper->given->bases.memory, reaper->given->bases.keeper, getpid());
  if (folder < 0) return;
  andon_cgroup_enter(folder);
  close(folder);
  reaper->counts_memory = true;
}

// Serves one request. False when andon is gone.
static bool serve(struct reaper *reaper, struct andon_asked *asked) {
  struct stage stage = {0};
  if (asked->counts_memory) count_memory(reaper);
  struct andon_start start = andon_start(&asked->words, asked->output, reaper->cgroup);
  andon_forget_request(asked);
  if (start.leader == 0) {
    while (wait4(-1, NULL, 0, NULL) > 0 || errno == EINTR) {}
    note_report(&stage, (struct andon_report){
                            .kind = ANDON_NOT_STARTED, .error = start.error, .step = start.step});
    return tell(reaper, &stage);
  }
  stage.leader = start.leader;
  note_report(&stage, (struct andon_report){.kind = ANDON_STARTED, .at = start.at});
  bool is_wanted = reaper->given->containment == ANDON_GROUP ? hold_group(reaper, &stage)
                                                      : hold(reaper, &stage);
  andon_set_hurry(false);
  note_report(&stage, (struct andon_report){.kind = ANDON_GONE, .at = andon_now()});
  return tell(reaper, &stage) && is_wanted;
}

_Noreturn void andon_reap(const struct andon_reaper *given) {
  struct reaper reaper = {.given = given, .cgroup = -1, .events = -1, .keeper = getppid()};
  prctl(PR_SET_NAME, "andon-reaper");
  prctl(PR_SET_PDEATHSIG, SIGCONT);
  prctl(PR_SET_CHILD_SUBREAPER, given->containment != ANDON_GROUP);
  reaper.ended = andon_watch_children();
  if (given->bases.unified >= 0) {
    reaper.cgroup = andon_cgroup_make(given->bases.unified, given->bases.keeper, getpid());
    reaper.events = andon_cgroup_events(reaper.cgroup);
  }
  struct andon_asked asked;
  bool is_wanted = reaper.ended >= 0;
  while (is_wanted && andon_next_request(given->control, &asked))
    is_wanted = serve(&reaper, &asked);
  // The keeper removes our cgroups; without it nobody else would.
  if (getppid() != reaper.keeper) {
    if (reaper.counts_memory) andon_cgroup_enter(given->bases.memory);
    andon_cgroups_remove(&given->bases, getpid());
  }
  _exit(0);
}
