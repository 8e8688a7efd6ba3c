// What runs between fork and exec.
// vfork: the child shares this process's memory, so that an errno after the fork is simply left in
// a variable, and the copy of page tables is saved. It calls nothing but system calls.
#define _GNU_SOURCE
#include "start.h"

#include "andon_keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int64_t andon_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static const char *path_of(char **variables) {
  for (; *variables != NULL; variables++)
    if (strncmp(*variables, "PATH=", 5) == 0) return *variables + 5;
  return "/usr/local/bin:/usr/bin:/bin";
}

// Executes a file. A script without an interpreter line is the shell's, as for execvp: `script` has
// room for its words, one more than `arguments`.
static void execute_file(const char *path, char **arguments, char **variables, char **script) {
  execve(path, arguments, variables);
  if (errno != ENOEXEC) return;
  static char shell[] = "/bin/sh";
  script[0] = shell;
  script[1] = (char *)path;
  for (size_t index = 1;; index++) {
    script[index + 1] = arguments[index];
    if (arguments[index] == NULL) break;
  }
  execve(shell, script, variables);
}

// Executes as execvp does, but with the stage's own PATH. Returns only on failure, with errno.
static void execute(char **arguments, char **variables, char **script) {
  const char *name = arguments[0];
  if (strchr(name, '/') != NULL) {
    execute_file(name, arguments, variables, script);
    return;
  }
  int error = ENOENT;
  for (const char *at = path_of(variables);;) {
    const char *end = strchrnul(at, ':');
    char path[PATH_MAX];
    int length = end == at ? snprintf(path, sizeof path, "./%s", name)
                           : snprintf(path, sizeof path, "%.*s/%s", (int)(end - at), at, name);
    if (length > 0 && (size_t)length < sizeof path) {
      execute_file(path, arguments, variables, script);
      if (errno != ENOENT && errno != ENOTDIR && errno != EACCES) return;
      struct stat information;
      if (errno == EACCES && stat(path, &information) == 0 && S_ISREG(information.st_mode))
        error = EACCES;
      // A file that is there but cannot be loaded: its interpreter is missing.
      if (errno == ENOENT && access(path, X_OK) == 0) {
        errno = ENOENT;
        return;
      }
    }
    if (*end == '\0') break;
    at = end + 1;
  }
  errno = error;
}

// By system call: glibc refuses to touch the two signals that it uses itself, and its posix_spawn
// leaves them ignored.
static void reset_signals(void) {
  struct {
    void *handler;
    unsigned long flags;
    void *restorer;
    uint64_t mask;
  } standard = {0};
  for (int signal = 1; signal <= 64; signal++)
    (void)syscall(SYS_rt_sigaction, signal, &standard, NULL, sizeof standard.mask);
}

static void close_all_but_standard(void) {
  if (syscall(SYS_close_range, 3u, ~0u, 0u) == 0) return;
  long limit = sysconf(_SC_OPEN_MAX);
  for (int descriptor = 3; descriptor < limit; descriptor++) close(descriptor);
}

struct andon_start andon_start(const char *folder, char **arguments, char **variables, int output) {
  volatile struct andon_start start = {0};
  int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  size_t count = 0;
  while (arguments[count] != NULL) count++;
  // Made here, since nothing may be allocated after vfork.
  char **script = calloc(count + 2, sizeof *script);
  if (script == NULL) return (struct andon_start){.error = ENOMEM, .step = ANDON_STEP_FORK};
  pid_t parent = getpid();
  pid_t leader = vfork();
  if (leader == 0) {
    setsid();
    // One thread starts everything here, so the death signal does not fire early.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    reset_signals();
    dup2(nothing, 0);
    dup2(output, 1);
    dup2(output, 2);
    close_all_but_standard();
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    start.step = ANDON_STEP_FOLDER;
    if (chdir(folder) == 0) {
      start.step = ANDON_STEP_PROGRAM;
      start.at = andon_now();
      execute(arguments, variables, script);
    }
    start.error = errno;
    _exit(127);
  }
  if (leader < 0) {
    start.error = errno;
    start.step = ANDON_STEP_FORK;
  }
  close(nothing);
  free(script);
  struct andon_start answer = start;
  answer.leader = leader > 0 && answer.error == 0 ? leader : 0;
  return answer;
}
