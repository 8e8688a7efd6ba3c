// The measuring end of ci/bench, small and in C so that it adds nothing to what it measures.
//   bench time COUNT PROGRAM ARGS…   posix_spawn and wait COUNT times; prints seconds, peak bytes
//                                    and processor seconds, of all rounds together
//   bench print BYTES                prints lines of 80 columns
//   bench sleepers COUNT SECONDS     holds so many sleeping processes for so long
//   bench storm COUNT                so many processes that fork, each into a new session, and end;
//                                    for 10 seconds at the most; deaf to SIGTERM
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double seconds(struct timeval time) {
  return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static int measure(int count, char **words) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  long peak = 0;
  double processor = 0;
  double start = now();
  for (int round = 0; round < count; round++) {
    pid_t child;
    int status;
    struct rusage usage;
    if (posix_spawnp(&child, words[0], &actions, NULL, words, environ) != 0) return 1;
    if (wait4(child, &status, 0, &usage) != child || !WIFEXITED(status)) return 1;
    // A verdict that is not green is no fault of the measuring.
    if (WEXITSTATUS(status) > 30) return 1;
    if (usage.ru_maxrss > peak) peak = usage.ru_maxrss;
    processor += seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }
  printf("%.6f %ld %.6f\n", now() - start, peak * 1024, processor);
  return 0;
}

static int print(long bytes) {
  static char lines[81 * 800];
  memset(lines, 'x', sizeof lines);
  for (size_t end = 80; end < sizeof lines; end += 81) lines[end] = '\n';
  while (bytes > 0) {
    ssize_t written = write(1, lines, sizeof lines);
    if (written <= 0) return 1;
    bytes -= written;
  }
  return 0;
}

static int sleepers(int count, int seconds) {
  for (int index = 1; index < count; index++) {
    if (fork() == 0) {
      sleep((unsigned)seconds);
      _exit(0);
    }
  }
  sleep((unsigned)seconds);
  return 0;
}

static int storm(int count) {
  signal(SIGTERM, SIG_IGN);
  double end = now() + 10;
  for (int index = 0; index < count; index++) {
    if (fork() != 0) continue;
    while (now() < end) {
      if (fork() != 0) _exit(0);
      setsid();
    }
    _exit(0);
  }
  sleep(10);
  return 0;
}

int main(int count, char **words) {
  if (count > 3 && strcmp(words[1], "time") == 0) return measure(atoi(words[2]), words + 3);
  if (count == 3 && strcmp(words[1], "print") == 0) return print(atol(words[2]));
  if (count == 4 && strcmp(words[1], "sleepers") == 0) return sleepers(atoi(words[2]), atoi(words[3]));
  if (count == 3 && strcmp(words[1], "storm") == 0) return storm(atoi(words[2]));
  return 64;
}
