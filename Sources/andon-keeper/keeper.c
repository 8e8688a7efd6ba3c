// The parent of all reapers: receives descriptors, forks a reaper for each.
// Exec'd once, static and small, so that a fork costs little and no stage inherits andon's memory
// figures. Knows nothing of what a stage is; the protocol is in andon_keeper.h. What a killed
// reaper leaves comes to it, and is killed.
#define _GNU_SOURCE
#include "cgroup.h"
#include "namespace.h"
#include "reaper.h"
#include "request.h"
#include "start.h"
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
  control = ANDON_CONTROL,
  most_reapers = 4096,
  // Milliseconds between two looks at what does not end.
  longest_pause = 100,
  // Milliseconds that reapers have to end when andon is gone.
  reaper_patience = 2000,
  // How often a cgroup is tried to be removed when nothing else is left to do.
  most_tries = 50,
};

struct keeper {
  int ended;  // reports children that have ended
  enum andon_containment containment;
  struct andon_cgroups bases;
  pid_t reapers[most_reapers];
  size_t count;
  // Reapers that are gone and whose cgroups are not.
  pid_t leavers[most_reapers];
  size_t leaver_count;
  bool has_strays;
};

static void fork_reaper(struct keeper *keeper, int descriptor) {
  // A failed fork closes the reaper's end, which andon reads as a reaper that is gone.
  pid_t reaper = keeper->count < most_reapers ? fork() : -1;
  if (reaper == 0) {
    close(control);
    close(keeper->ended);
    struct andon_reaper given = {
        .control = descriptor, .containment = keeper->containment, .bases = keeper->bases};
    andon_reap(&given);
  }
  close(descriptor);
  if (reaper > 0) keeper->reapers[keeper->count++] = reaper;
}

static bool forget_reaper(struct keeper *keeper, pid_t pid) {
  for (size_t index = 0; index < keeper->count; index++) {
    if (keeper->reapers[index] != pid) continue;
    keeper->reapers[index] = keeper->reapers[--keeper->count];
    return true;
  }
  return false;
}

// Reaps what has ended; what a killed reaper has left becomes ours in the same moment.
static void reap(struct keeper *keeper) {
  struct signalfd_siginfo drained[16];
  (void)!read(keeper->ended, drained, sizeof drained);
  for (;;) {
    int status;
    pid_t pid = waitpid(-1, &status, WNOHANG);
    if (pid < 0 && errno == EINTR) continue;
    if (pid <= 0) {
      if (pid < 0) keeper->has_strays = false;
      return;
    }
    if (!forget_reaper(keeper, pid)) continue;
    if (keeper->leaver_count < most_reapers) keeper->leavers[keeper->leaver_count++] = pid;
    if (!WIFEXITED(status)) keeper->has_strays = true;
  }
}

static void signal_reapers(const struct keeper *keeper, int signal) {
  for (size_t index = 0; index < keeper->count; index++) kill(keeper->reapers[index], signal);
}

static void clean_up(struct keeper *keeper) {
  if (keeper->has_strays) {
    // Where they cannot be listed, wait(2) says when none is left.
    struct andon_spared reapers = {keeper->reapers, keeper->count};
    andon_kill_descendants(reapers);
    keeper->has_strays = andon_kill_children(reapers) != 0;
  }
  size_t left = 0;
  for (size_t index = 0; index < keeper->leaver_count; index++)
    if (!andon_cgroups_remove(&keeper->bases, keeper->leavers[index]))
      keeper->leavers[left++] = keeper->leavers[index];
  keeper->leaver_count = left;
}

static void find_rung(struct keeper *keeper, char **words) {
  struct andon_hello hello = {.magic = ANDON_MAGIC};
  keeper->bases = (struct andon_cgroups){.unified = -1, .memory = -1, .keeper = getpid()};
  enum andon_containment most = (enum andon_containment)atoi(words[3]);
  bool is_isolated = most >= ANDON_NAMESPACE && andon_enter_namespace();
  if (most >= ANDON_NAMESPACE && !is_isolated) hello.error = errno;
  keeper->containment = ANDON_GROUP;
  if (most > ANDON_GROUP) {
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) == 0)
      keeper->containment = ANDON_SUBREAPER;
    else
      hello.error = errno;
  }
  if (most >= ANDON_CGROUP && keeper->containment == ANDON_SUBREAPER) {
    pid_t number = keeper->bases.keeper;
    int error = 0;
    if (words[1][0] != '\0') {
      keeper->bases.unified = andon_cgroup_base(words[1], number, true);
      error = errno;
    }
    if (words[2][0] != '\0') keeper->bases.memory = andon_cgroup_base(words[2], number, false);
    hello.unified = keeper->bases.unified >= 0;
    if (hello.unified) keeper->containment = ANDON_CGROUP;
    if (most == ANDON_CGROUP && !hello.unified) hello.error = error;
  }
  hello.containment = keeper->containment;
  if (is_isolated && keeper->containment > ANDON_GROUP) hello.containment = ANDON_NAMESPACE;
  hello.memory = keeper->bases.memory >= 0;
  (void)!send(control, &hello, sizeof hello, MSG_NOSIGNAL);
}

int main(int count, char **words) {
  static struct keeper keeper;
  if (count != 4) return 64;
  prctl(PR_SET_NAME, "andon-keeper");
  close(ANDON_KEEPER);
  for (int own = control; own <= ANDON_OUTPUTS; own++) fcntl(own, F_SETFD, FD_CLOEXEC);
  // A keeper that is stopped goes on when andon is gone, and ends.
  prctl(PR_SET_PDEATHSIG, SIGCONT);
  // Nobody of our own user may take our descriptors; reapers inherit it, stages do not.
  prctl(PR_SET_DUMPABLE, 0);
  // A signal to a whole tree, as an outer andon sends it, is meant for the andon in that tree: it
  // ends its stages through us. Reapers inherit this, stages do not.
  int polite[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
  for (size_t index = 0; index < sizeof polite / sizeof *polite; index++)
    signal(polite[index], SIG_IGN);
  find_rung(&keeper, words);
  keeper.ended = andon_watch_children();
  struct pollfd watched[2] = {{.fd = keeper.ended, .events = POLLIN},
                              {.fd = control, .events = POLLIN}};
  int pause = 1;
  int tries = 0;
  int64_t deadline = INT64_MAX;
  while (watched[1].fd >= 0 || keeper.count > 0 || keeper.has_strays ||
         (keeper.leaver_count > 0 && tries < most_tries)) {
    bool is_busy = keeper.leaver_count > 0 || keeper.has_strays || deadline != INT64_MAX;
    if (poll(watched, 2, is_busy ? pause : -1) < 0 && errno != EINTR) return 1;
    pause = watched[0].revents != 0 ? 1 : pause * 2 < longest_pause ? pause * 2 : longest_pause;
    if (watched[1].fd < 0 && keeper.count == 0) tries++;
    if (watched[1].revents != 0) {
      char byte;
      int descriptor;
      if (andon_receive(control, &byte, 1, &descriptor) == 1 && descriptor >= 0)
        fork_reaper(&keeper, descriptor);
      else {
        watched[1].fd = -1;
        deadline = andon_now() + reaper_patience * 1000000LL;
        // A stopped reaper sees that andon is gone when it goes on.
        signal_reapers(&keeper, SIGCONT);
      }
    }
    // A reaper whose child is frozen before it has executed anything waits for it.
    if (andon_now() >= deadline) signal_reapers(&keeper, SIGKILL);
    if (watched[0].revents != 0) reap(&keeper);
    clean_up(&keeper);
  }
  return 0;
}
