// What runs between fork and exec.
// vfork: the child shares this process's memory, so that an errno after the fork is simply left in
// a variable, and the copy of page tables is saved: 60 us of 500. It calls nothing but system
// calls.
#define _GNU_SOURCE
#include "start.h"

#include "andon_keeper.h"
#include "andon_nothing.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/close_range.h>
#include <linux/sched.h>
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

static void close_from(int first) {
  if (syscall(SYS_close_range, (unsigned)first, ~0u, 0u) == 0) return;
  long limit = sysconf(_SC_OPEN_MAX);
  for (int descriptor = first; descriptor < limit; descriptor++) close(descriptor);
}

// What the child needs, and where it leaves what went wrong. Shared memory: see above.
struct birth {
  const char *folder;
  char **arguments, **variables, **script;
  int nothing, output;
  pid_t parent;
  bool keeps_outputs;
  volatile struct andon_start result;
};

static _Noreturn void become(struct birth *birth) {
  setsid();
  // One thread starts everything here, so the death signal does not fire early.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != birth->parent) _exit(127);
  reset_signals();
  dup2(birth->nothing, 0);
  dup2(birth->output, 1);
  dup2(birth->output, 2);
  // The socket is closed by it: a descriptor that is handed on takes its place.
  if (birth->keeps_outputs) dup2(ANDON_OUTPUTS, ANDON_HANDED_OUTPUTS);
  close_from(birth->keeps_outputs ? ANDON_HANDED_OUTPUTS + 1 : 3);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  birth->result.step = ANDON_STEP_FOLDER;
  if (chdir(birth->folder) == 0) {
    birth->result.step = ANDON_STEP_PROGRAM;
    birth->result.at = andon_now();
    execute(birth->arguments, birth->variables, birth->script);
  }
  birth->result.error = errno;
  _exit(127);
}

// vfork into a cgroup. glibc's clone cannot say which, and its syscall() returns by the stack that
// the child has used meanwhile; so the one instruction stands here. What the child does next is one
// call that does not return, which leaves this frame alone.
#if defined __x86_64__ || defined __aarch64__
static inline __attribute__((always_inline)) pid_t vfork_into(int cgroup) {
  struct clone_args arguments = {.flags = CLONE_VM | CLONE_VFORK | CLONE_INTO_CGROUP,
                                 .exit_signal = SIGCHLD,
                                 .cgroup = (uint64_t)cgroup};
#if defined __x86_64__
  long result = SYS_clone3;
  __asm__ volatile("syscall"
                   : "+a"(result)
                   : "D"(&arguments), "S"(sizeof arguments)
                   : "rcx", "r11", "memory");
#else
  register long result __asm__("x0") = (long)&arguments;
  register size_t size __asm__("x1") = sizeof arguments;
  register long number __asm__("x8") = SYS_clone3;
  __asm__ volatile("svc 0" : "+r"(result) : "r"(size), "r"(number) : "memory");
#endif
  if (result >= 0) return (pid_t)result;
  errno = (int)-result;
  return -1;
}
#else
static pid_t vfork_into(int cgroup) {
  (void)cgroup;
  errno = ENOSYS;
  return -1;
}
#endif

pid_t andon_fork_into(int cgroup) {
  struct clone_args arguments = {
      .flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = (uint64_t)cgroup};
  return (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
}

struct andon_start andon_start(const struct andon_words *words, int output, int cgroup) {
  // Made here, since nothing may be allocated after vfork.
  size_t count = 0;
  while (words->arguments[count] != NULL) count++;
  char **script = calloc(count + 2, sizeof *script);
  if (script == NULL) return (struct andon_start){.error = ENOMEM, .step = ANDON_STEP_FORK};
  struct birth birth = {.folder = words->folder,
                        .arguments = words->arguments,
                        .variables = words->variables,
                        .script = script,
                        .nothing = andon_open_nothing(O_RDONLY | O_CLOEXEC),
                        .output = output,
                        .parent = getpid(),
                        .keeps_outputs = words->keeps_outputs};
  pid_t leader;
  if (cgroup >= 0) {
    leader = vfork_into(cgroup);
    if (leader == 0) become(&birth);
  } else {
    leader = vfork();
    if (leader == 0) become(&birth);
  }
  struct andon_start answer = birth.result;
  if (leader < 0) answer = (struct andon_start){.error = errno, .step = ANDON_STEP_FORK};
  // Killed before it came to the program: nothing was executed.
  if (leader > 0 && answer.at == 0 && answer.error == 0)
    answer = (struct andon_start){.error = ECHILD, .step = ANDON_STEP_FORK};
  close(birth.nothing);
  free(script);
  // A child that could not become the program is still to be reaped.
  answer.leader = leader > 0 && answer.error == 0 ? leader : 0;
  return answer;
}
