// A small program that misbehaves in the way that its first argument names.
// Bounded: whatever it does, it and all that it starts end after at most 30 seconds.
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
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
  if (strcmp(misdeed, "hostile") == 0) print_hostile_bytes();
  if (strcmp(misdeed, "burn") == 0 && first) burn(first);
  return 0;
}
