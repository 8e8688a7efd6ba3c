// A small program that misbehaves in the way that its first argument names.
// Bounded: whatever it does, it and all that it starts end after at most 30 seconds. What is forked
// has an alarm of its own.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void live(void) {
  for (;;) pause();
}

// Tells that it is ready by creating a file, so that tests wait for an event and not for a time.
static void say_ready(const char *path) {
  if (path == NULL) return;
  FILE *file = fopen(path, "w");
  if (file != NULL) fclose(file);
}

static volatile sig_atomic_t heard;

static void hear(int signal) {
  (void)signal;
  heard += 1;
}

// Says that it listens, waits for the polite signal, and answers how often it came.
static int count_term(void) {
  signal(SIGTERM, hear);
  (void)!write(1, "ready\n", 6);
  while (heard == 0) pause();
  for (int wait = 0; wait < 20; wait++) usleep(10000);
  return heard;
}

static void daemonize(void) {
  if (fork() != 0) {
    // The leader ends when the daemon is there and its parent is gone.
    (void)wait(NULL);
    return;
  }
  setsid();
  if (fork() != 0) _exit(0);
  for (int descriptor = 0; descriptor < 3; descriptor++) close(descriptor);
  signal(SIGTERM, SIG_IGN);
  live();
}

// Holds that many megabytes for that many milliseconds.
static void hold_memory(const char *megabytes, const char *milliseconds) {
  size_t size = strtoul(megabytes, NULL, 10) << 20;
  char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) exit(1);
  memset(memory, 1, size);
  usleep((useconds_t)strtoul(milliseconds, NULL, 10) * 1000);
}

static void print_megabytes(const char *megabytes) {
  static char line[1 << 16];
  memset(line, 'x', sizeof line);
  for (unsigned long left = strtoul(megabytes, NULL, 10) * 16; left > 0; left--)
    if (write(1, line, sizeof line) < 0) exit(1);
}

static void print_hostile_bytes(void) {
  static const char text[] =
      "\x1b[31mred\x1b[0m \x1b]0;title\x07 nul:\0 bad utf-8:\xff\xfe ]]> <b>&amp; ::error::x\n"
      "::error file=a.c::annotated\n##[error]old\n##vso[task.complete result=Failed;]\n"
      "##teamcity[buildProblem description='x']\n\rsection_start:1:x\r\x1b[0K\n\x1b[2J\x1b[H\x9b";
  (void)!write(1, text, sizeof text - 1);
}

// Holds that many megabytes while a child of vfork keeps from executing anything.
static void vfork_slowly(const char *megabytes) {
  hold_memory(megabytes, "0");
  if (vfork() == 0) {
    struct timespec time = {.tv_sec = 1};
    nanosleep(&time, NULL);
    _exit(0);
  }
}

static void burn(const char *milliseconds) {
  clock_t end = (clock_t)(strtol(milliseconds, NULL, 10) * (CLOCKS_PER_SEC / 1000));
  volatile uint64_t sum = 0;
  while (clock() < end) sum += 1;
}

// A child with an alarm of its own; 0 in the child.
static pid_t spawn(void) {
  pid_t child = fork();
  if (child == 0) alarm(30);
  return child;
}

// Processes that fork, each into a new session, and end.
static void refork(int count) {
  for (int index = 0; index < count; index++) {
    if (spawn() != 0) continue;
    signal(SIGTERM, SIG_IGN);
    time_t end = time(NULL) + 20;
    while (time(NULL) < end) {
      if (fork() != 0) _exit(0);
      setsid();
      usleep(300);
    }
    _exit(0);
  }
  live();
}

// A chain of processes of a session of its own: as often as its first one ends, its last one has a
// child.
static void chain(int most) {
  enum { all = 100000 };
  volatile pid_t *pids = mmap(NULL, all * sizeof *pids, PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  volatile int *head = mmap(NULL, sizeof *head, PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (fork() != 0) {
    usleep(100000);
    return;
  }
  setsid();
  signal(SIGTERM, SIG_IGN);
  signal(SIGCHLD, SIG_IGN);
  time_t end = time(NULL) + 15;
  for (int tail = 0; tail < all && time(NULL) < end;) {
    pids[tail] = getpid();
    while (tail - *head >= most && time(NULL) < end) {
      if (kill(pids[*head], 0) < 0 && errno == ESRCH)
        (*head)++;
      else
        sched_yield();
    }
    pid_t child = fork();
    if (child == 0) tail++;
    while (child > 0 && time(NULL) < end) sleep(1);
  }
  _exit(0);
}

// A daemon that is adopted by a sub-reaper of its own, not by andon's.
static void nest(void) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  daemonize();
  live();
}

static void own_session(void) {
  if (spawn() != 0) return;
  setsid();
  signal(SIGTERM, SIG_IGN);
  live();
}

// Moves itself into the cgroup above its own, where it may, and lives on as a daemon.
static void leave_cgroup(void) {
  char line[512], path[1024];
  FILE *own = fopen("/proc/self/cgroup", "r");
  while (own != NULL && fgets(line, sizeof line, own) != NULL) {
    if (strncmp(line, "0::", 3) != 0) continue;
    *strrchr(line, '/') = '\0';
    const char *bases[] = {"/sys/fs/cgroup/unified", "/sys/fs/cgroup"};
    for (int index = 0; index < 2; index++) {
      snprintf(path, sizeof path, "%s%s/cgroup.procs", bases[index], line + 3);
      FILE *file = fopen(path, "w");
      if (file == NULL) continue;
      fprintf(file, "0");
      fclose(file);
    }
  }
  if (own != NULL) fclose(own);
  daemonize();
}

// The process `steps` above this one.
static pid_t ancestor(int steps) {
  pid_t pid = getppid();
  for (int step = 1; step < steps; step++) {
    char path[64];
    int parent = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "r");
    if (file == NULL || fscanf(file, "%*d (%*[^)]) %*c %d", &parent) != 1) exit(1);
    fclose(file);
    pid = parent;
  }
  return pid;
}

// Leaves a daemon and then kills, or stops, who supervises: the reaper, the keeper above it, or
// both.
static void attack(const char *whom, int signal) {
  pid_t reaper = ancestor(1), keeper = ancestor(2);
  if (spawn() == 0) {
    setsid();
    if (spawn() != 0) _exit(0);
    live();
  }
  usleep(20000);
  if (strcmp(whom, "reaper") != 0) kill(keeper, signal);
  if (strcmp(whom, "keeper") != 0) kill(reaper, signal);
  live();
}

// A barrier for processes that share memory.
static void meet(volatile int *met, int count) {
  __atomic_add_fetch(met, 1, __ATOMIC_SEQ_CST);
  while (*met < count) usleep(200);
}

static char *fill(size_t megabytes, int flags) {
  char *memory =
      mmap(NULL, megabytes << 20, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) exit(1);
  memset(memory, 1, megabytes << 20);
  return memory;
}

static void *hold_in_thread(void *megabytes) {
  fill((unsigned long)atoi(megabytes), MAP_PRIVATE);
  sleep(2);
  _exit(0);
}

// Holds memory in a thread; the first one ends.
static void headless(const char *megabytes) {
  pthread_t thread;
  pthread_create(&thread, NULL, hold_in_thread, (void *)megabytes);
  pthread_exit(NULL);
}

static int hold_below(void *megabytes) {
  if (fork() == 0) hold_in_thread(megabytes);
  sleep(2);
  return 0;
}

// Holds memory in the child of a child that shares the memory of this process.
static void sharing(const char *megabytes) {
  static char stack[1 << 20];
  clone(hold_below, stack + sizeof stack, CLONE_VM | SIGCHLD, (void *)megabytes);
  wait(NULL);
}

// So many processes that hold so much, all at the same time, for so long: `together`; or so many
// that share the same: `shared` by mapping, `copied` by fork.
static void hold_together(const char *how, int count, size_t megabytes, int milliseconds) {
  volatile int *met = (volatile int *)fill(1, MAP_SHARED);
  *met = 0;
  int is_together = strcmp(how, "together") == 0;
  if (!is_together) fill(megabytes, strcmp(how, "shared") == 0 ? MAP_SHARED : MAP_PRIVATE);
  for (int index = 1; index < count; index++) {
    if (spawn() != 0) continue;
    if (is_together) fill(megabytes, MAP_PRIVATE);
    meet(met, count);
    usleep((useconds_t)milliseconds * 1000);
    _exit(0);
  }
  if (is_together) fill(megabytes, MAP_PRIVATE);
  meet(met, count);
  usleep((useconds_t)milliseconds * 1000);
  while (wait(NULL) > 0) {}
}

static void hold_in_turn(int count, size_t megabytes, int milliseconds) {
  for (int index = 0; index < count; index++) {
    if (spawn() == 0) {
      fill(megabytes, MAP_PRIVATE);
      usleep((useconds_t)milliseconds * 1000);
      _exit(0);
    }
    wait(NULL);
  }
}

static void write_file(size_t megabytes, const char *path) {
  static char block[1 << 20];
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  for (size_t index = 0; index < megabytes; index++)
    if (write(file, block, sizeof block) < 0) exit(1);
  usleep(100000);
  unlink(path);
}

// Says at the end how much processor time it got, which depends on who else is there.
static void spin(int count, const char *milliseconds) {
  for (int index = 0; index < count; index++) {
    if (spawn() != 0) continue;
    struct timespec start, now;
    clock_gettime(CLOCK_MONOTONIC, &start);
    do clock_gettime(CLOCK_MONOTONIC, &now);
    while ((now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000 <
           atol(milliseconds));
    _exit(0);
  }
  while (wait(NULL) > 0) {}
  struct rusage used;
  getrusage(RUSAGE_CHILDREN, &used);
  printf("spun %.6f s\n", used.ru_utime.tv_sec + used.ru_stime.tv_sec +
                              (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6);
}

// Seconds since this process began, to the hundredth. proc(5), /proc/pid/stat, field 22.
static double age(void) {
  FILE *file = fopen("/proc/self/stat", "r");
  unsigned long long start = 0;
  // The name in the second field holds no blank.
  if (file == NULL || fscanf(file,
                             "%*d %*s %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d "
                             "%*d %*d %*d %*d %llu",
                             &start) != 1)
    exit(1);
  fclose(file);
  struct timespec now;
  clock_gettime(CLOCK_BOOTTIME, &now);
  return now.tv_sec + now.tv_nsec / 1e9 - (double)start / sysconf(_SC_CLK_TCK);
}

// Takes a lock on a file and keeps it: `flock`, `posix` or `ofd`. Says when it asks for it, which
// depends on who else wants a processor.
static void take_lock(const char *kind, const char *path, const char *ready) {
  printf("asks after %.3f s\n", age());
  fflush(stdout);
  int file = open(path, O_RDWR | O_CREAT, 0600);
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (strcmp(kind, "flock") == 0) flock(file, LOCK_EX);
  if (strcmp(kind, "posix") == 0) fcntl(file, F_SETLKW, &whole);
  if (strcmp(kind, "ofd") == 0) fcntl(file, F_OFD_SETLKW, &whole);
  say_ready(ready);
  if (ready != NULL) live();
}

static void answer_quit(int signal) {
  (void)signal;
  (void)!write(1, "these are my stacks\n", 20);
}

int main(int count, char **words) {
  alarm(30);
  const char *misdeed = count > 1 ? words[1] : "";
  const char *first = count > 2 ? words[2] : NULL;
  const char *second = count > 3 ? words[3] : "0";
  if (strcmp(misdeed, "exit") == 0 && first) return atoi(first);
  if (strcmp(misdeed, "die") == 0 && first) {
    // The runtime that it is linked with catches crashes.
    signal(atoi(first), SIG_DFL);
    raise(atoi(first));
    return 0;
  }
  if (strcmp(misdeed, "ignore-term") == 0) {
    signal(SIGTERM, SIG_IGN);
    say_ready(first);
    live();
  }
  if (strcmp(misdeed, "answer-term") == 0) {
    // Answers the polite signal with success, which must not turn a stop into one.
    signal(SIGTERM, _exit);
    say_ready(first);
    live();
  }
  if (strcmp(misdeed, "count-term") == 0) return count_term();
  if (strcmp(misdeed, "stopped") == 0) {
    say_ready(first);
    raise(SIGSTOP);
    live();
  }
  if (strcmp(misdeed, "daemon") == 0) {
    daemonize();
    return 0;
  }
  if (strcmp(misdeed, "hold-pipe") == 0) {
    if (fork() == 0) live();
    return 0;
  }
  if (strcmp(misdeed, "close-output") == 0 && first) {
    close(1);
    close(2);
    usleep((useconds_t)atoi(first) * 1000);
    return 0;
  }
  if (strcmp(misdeed, "memory") == 0 && first) hold_memory(first, second);
  if (strcmp(misdeed, "print") == 0 && first) print_megabytes(first);
  if (strcmp(misdeed, "vfork") == 0 && first) vfork_slowly(first);
  const char *third = count > 4 ? words[4] : NULL;
  if (strcmp(misdeed, "refork") == 0 && first) refork(atoi(first));
  if (strcmp(misdeed, "chain") == 0 && first) chain(atoi(first));
  if (strcmp(misdeed, "headless") == 0 && first) headless(first);
  if (strcmp(misdeed, "sharing") == 0 && first) sharing(first);
  if (strcmp(misdeed, "nest") == 0) nest();
  if (strcmp(misdeed, "own-session") == 0) own_session();
  if (strcmp(misdeed, "leave-cgroup") == 0) leave_cgroup();
  if (strcmp(misdeed, "kill") == 0 && first) attack(first, SIGKILL);
  if (strcmp(misdeed, "stop") == 0 && first) attack(first, SIGSTOP);
  if (strcmp(misdeed, "together") == 0 || strcmp(misdeed, "shared") == 0 ||
      strcmp(misdeed, "copied") == 0)
    hold_together(misdeed, atoi(first), strtoul(second, NULL, 10), third ? atoi(third) : 0);
  if (strcmp(misdeed, "in-turn") == 0 && third)
    hold_in_turn(atoi(first), strtoul(second, NULL, 10), atoi(third));
  if (strcmp(misdeed, "write-file") == 0 && first) write_file(strtoul(first, NULL, 10), second);
  if (strcmp(misdeed, "spin") == 0 && first) spin(atoi(first), second);
  if (strcmp(misdeed, "lock") == 0 && first) take_lock(first, second, third);
  if (strcmp(misdeed, "answer-quit") == 0) {
    signal(SIGQUIT, answer_quit);
    say_ready(first);
    for (;;) pause();
  }
  if (strcmp(misdeed, "hostile") == 0) print_hostile_bytes();
  if (strcmp(misdeed, "burn") == 0 && first) burn(first);
  return 0;
}
