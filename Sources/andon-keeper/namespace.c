// pid_namespaces(7), user_namespaces(7), mount_namespaces(7).
#define _GNU_SOURCE
#include "namespace.h"

#include "write_text.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static bool leave_as_user(void) {
  char users[64], groups[64];
  snprintf(users, sizeof users, "%u %u 1", geteuid(), geteuid());
  snprintf(groups, sizeof groups, "%u %u 1", getegid(), getegid());
  if (unshare(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS) != 0) return false;
  // The files are root's while this process cannot be traced.
  prctl(PR_SET_DUMPABLE, 1);
  bool is_mapped = andon_write_text(AT_FDCWD, "/proc/self/setgroups", "deny") &&
                   andon_write_text(AT_FDCWD, "/proc/self/uid_map", users) &&
                   andon_write_text(AT_FDCWD, "/proc/self/gid_map", groups);
  int error = errno;
  prctl(PR_SET_DUMPABLE, 0);
  errno = error;
  return is_mapped;
}

// When andon is gone, the first process learns it by the end of the file, which this one must not
// hold open.
static _Noreturn void wait_for(pid_t first) {
  prctl(PR_SET_NAME, "andon-isolation");
  syscall(SYS_close_range, 0u, ~0u, 0u);
  while (waitpid(first, NULL, 0) < 0 && errno == EINTR) {}
  _exit(0);
}

bool andon_enter_namespace(void) {
  if (unshare(CLONE_NEWPID | CLONE_NEWNS) != 0 && !leave_as_user()) return false;
  pid_t first = fork();
  if (first < 0) return false;
  if (first > 0) wait_for(first);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // Mounts of the machine still arrive here; none from here leaves.
  return mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) == 0 &&
         mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0;
}
