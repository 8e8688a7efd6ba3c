// Threads, the one that waits for signals among them, and standard descriptors.
#define _GNU_SOURCE
#include "andon_system.h"

#include "andon_nothing.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// A thread of its own waits for signals: work that cannot be interrupted, such as writing to a
// reader that has stopped reading, must not make andon deaf to them.
static struct {
  sigset_t set;
  int64_t patience;
  int reporting;
  atomic_int caught, last;
  // The exit code that all reports show; -1 before they do.
  atomic_int settled;
} signals = {.settled = -1};

static const int64_t last_patience = 500000000;

static void *wait_for_signals(void *nothing) {
  (void)nothing;
  int64_t deadline = INT64_MAX;
  for (;;) {
    int64_t left = deadline - andon_monotonic();
    if (left < 0) left = 0;
    struct timespec limit = {.tv_sec = left / 1000000000, .tv_nsec = left % 1000000000};
    int number = sigtimedwait(&signals.set, NULL, deadline == INT64_MAX ? NULL : &limit);
    if (number < 0) {
      if (errno == EINTR) continue;
      int settled = atomic_load(&signals.settled);
      _exit(settled >= 0 ? settled : 128 + atomic_load(&signals.last));
    }
    int64_t now = andon_monotonic();
    bool is_first = atomic_load(&signals.caught) == 0 && atomic_load(&signals.settled) < 0;
    int64_t next = now + (is_first ? signals.patience : last_patience);
    if (next < deadline) deadline = next;
    atomic_store(&signals.last, number);
    atomic_fetch_add(&signals.caught, 1);
    // A full pipe holds signals that have not been looked at; one more says nothing new.
    (void)!write(signals.reporting, &number, sizeof number);
  }
}

int andon_watch_signals(const int *numbers, size_t count, int64_t patience) {
  sigemptyset(&signals.set);
  for (size_t index = 0; index < count; index++) sigaddset(&signals.set, numbers[index]);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  signals.reporting = ends[1];
  signals.patience = patience;
  // The thread has every signal blocked, so that andon's own go where they went before.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, 1 << 16);
  pthread_t thread;
  int error = pthread_create(&thread, &attributes, wait_for_signals, NULL);
  pthread_attr_destroy(&attributes);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (error != 0) {
    close(ends[0]);
    close(ends[1]);
    errno = error;
    return -1;
  }
  pthread_sigmask(SIG_BLOCK, &signals.set, NULL);
  return ends[0];
}

int andon_next_signal(int descriptor) {
  int number = 0;
  return read(descriptor, &number, sizeof number) == (ssize_t)sizeof number ? number : 0;
}

int andon_caught_signals(void) { return atomic_load(&signals.caught); }

int andon_last_signal(void) { return atomic_load(&signals.last); }

int andon_signal_is_ignored(int signal) {
  struct sigaction action;
  return sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

void andon_ignore_write_signals(void) {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
}

void andon_settle(int exit_code) { atomic_store(&signals.settled, exit_code); }

void andon_open_standard_descriptors(void) {
  int descriptor;
  do descriptor = andon_open_nothing(O_RDWR);
  while (descriptor >= 0 && descriptor <= 2);
  if (descriptor > 2) close(descriptor);
}

struct thread {
  void (*work)(void *);
  void *context;
};

static void *run_thread(void *given) {
  struct thread thread = *(struct thread *)given;
  free(given);
  thread.work(thread.context);
  return NULL;
}

uintptr_t andon_start_thread(void (*work)(void *), void *context) {
  struct thread *given = malloc(sizeof *given);
  if (given == NULL) return 0;
  *given = (struct thread){work, context};
  pthread_t thread;
  sigset_t all, before;
  sigfillset(&all);
  // Signals are for the thread that waits for them.
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int error = pthread_create(&thread, NULL, run_thread, given);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (error == 0) return thread;
  free(given);
  return 0;
}

void andon_join_thread(uintptr_t thread) { (void)pthread_join(thread, NULL); }
