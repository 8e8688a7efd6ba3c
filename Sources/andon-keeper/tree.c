// Walks /proc/PID/task/TID/children downwards from this process.
// The kernel's list is no snapshot (proc(5)): nobody may conclude from it that a tree is empty.
// A child of our own keeps its number until we reap it. Deeper ones are held by a pidfd, taken
// before the parent is looked at: when it is still the child of a parent that lives, the number was
// not given to anybody else.
#define _GNU_SOURCE
#include "tree.h"

#include "start.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// Pidfds are held along one way down; what lies deeper rises when those above it have ended.
enum { deepest = 200 };

struct pids {
  pid_t *items;
  size_t count, capacity;
  bool is_fixed;  // holds no more than its capacity; the rest is signalled in the next round
};

struct walk {
  int signal;
  struct andon_spared spared;
  bool catching;
  unsigned long long now;  // ticks since the machine was started
  size_t found;
};

static void push(struct pids *list, pid_t pid) {
  if (list->count == list->capacity) {
    if (list->is_fixed) return;
    size_t capacity = list->capacity == 0 ? 64 : list->capacity * 2;
    pid_t *items = realloc(list->items, capacity * sizeof *items);
    if (items == NULL) return;  // signalled in the next round
    list->items = items;
    list->capacity = capacity;
  }
  list->items[list->count++] = pid;
}

// Adds the children that a file lists; whether it could be read.
static bool push_listed(struct pids *list, int file) {
  // In one piece where that is possible: for each further one the kernel counts from the start.
  static char text[1 << 16];
  pid_t pid = 0;
  ssize_t count;
  while ((count = read(file, text, sizeof text)) > 0) {
    for (ssize_t index = 0; index < count; index++) {
      if (text[index] >= '0' && text[index] <= '9') {
        pid = pid * 10 + (text[index] - '0');
      } else if (pid != 0) {
        push(list, pid);
        pid = 0;
      }
    }
  }
  if (pid != 0) push(list, pid);
  return count == 0;
}

static void push_children_in(struct pids *list, const char *path) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  (void)push_listed(list, file);
  close(file);
}

static struct pids children_of(pid_t pid) {
  struct pids list = {0};
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
  DIR *threads = opendir(path);
  if (threads == NULL) return list;
  struct dirent *thread;
  while ((thread = readdir(threads)) != NULL) {
    if (thread->d_name[0] == '.') continue;
    char children[sizeof path + 300];
    snprintf(children, sizeof children, "%s/%s/children", path, thread->d_name);
    push_children_in(&list, children);
  }
  closedir(threads);
  return list;
}

// Reads a small file of a process whole; its text ends with a NUL.
static bool read_process(pid_t pid, const char *name, char *text, size_t capacity) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  ssize_t count = read(file, text, capacity - 1);
  close(file);
  if (count <= 0) return false;
  text[count] = '\0';
  return true;
}

// What /proc/PID/stat says of a process: proc_pid_stat(5), fields 3, 4 and 22.
struct status {
  char state;
  pid_t parent;
  unsigned long long started;  // ticks since the machine was started
};

static bool read_status(pid_t pid, struct status *status) {
  char text[512];
  if (!read_process(pid, "stat", text, sizeof text)) return false;
  // The name before it may hold anything, also brackets.
  char *end = strrchr(text, ')');
  int parent;
  static const char format[] =
      " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu";
  if (end == NULL ||
      sscanf(end + 1, format, &status->state, &parent, &status->started) != 3)
    return false;
  status->parent = parent;
  return true;
}

static bool catches(pid_t pid, int signal) {
  char text[4096];
  if (!read_process(pid, "status", text, sizeof text)) return false;
  char *line = strstr(text, "SigCgt:");
  return line != NULL && (strtoull(line + 7, NULL, 16) >> (signal - 1) & 1) != 0;
}

static int send_to(int handle, int signal) {
  return (int)syscall(SYS_pidfd_send_signal, handle, signal, NULL, 0);
}

// Whether there is something to signal: what has ended is only waiting to be reaped, and what was
// born after the walk began is not meant. Else the walk would follow processes that fork and end,
// and never catch up with them.
static bool is_meant(const struct walk *walk, const struct status *status) {
  return status->state != 'Z' && status->state != 'X' && status->started <= walk->now;
}

static bool is_spared(pid_t pid, struct andon_spared spared) {
  for (size_t index = 0; index < spared.count; index++)
    if (spared.list[index] == pid) return true;
  return false;
}

// `handle` holds the parent; -1 for this process.
static void visit(struct walk *walk, pid_t parent, int handle, int depth) {
  struct pids list = children_of(parent);
  for (size_t index = 0; index < list.count; index++) {
    pid_t pid = list.items[index];
    if (handle < 0 && is_spared(pid, walk->spared)) continue;
    int child = (int)syscall(SYS_pidfd_open, pid, 0);
    struct status status;
    bool is_ours = read_status(pid, &status) && is_meant(walk, &status) &&
                   (handle < 0 ||
                    (child >= 0 && status.parent == parent && send_to(handle, 0) == 0));
    if (is_ours) {
      walk->found++;
      if (!walk->catching || catches(pid, walk->signal)) {
        if (handle < 0)
          kill(pid, walk->signal);
        else
          send_to(child, walk->signal);
      }
      if (child >= 0 && depth < deepest) visit(walk, pid, child, depth + 1);
    }
    if (child >= 0) close(child);
  }
  free(list.items);
}

static unsigned long long ticks_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_BOOTTIME, &now);
  unsigned long long ticks = (unsigned long long)sysconf(_SC_CLK_TCK);
  unsigned long long part = (unsigned long long)now.tv_nsec * ticks / 1000000000;
  return (unsigned long long)now.tv_sec * ticks + part;
}

size_t andon_signal_descendants(int signal, bool catching) {
  struct walk walk = {.signal = signal, .catching = catching, .now = ticks_now()};
  visit(&walk, getpid(), -1, 0);
  return walk.found;
}

// The list of the children of this process. It is held: a stage of the same user may take away the
// right to open files (prlimit(2)).
static int own_children = -1;

ssize_t andon_kill_children(struct andon_spared spared) {
  // Nor may memory be needed.
  static pid_t kept[1 << 13];
  struct pids list = {
      .items = kept, .capacity = sizeof kept / sizeof *kept, .is_fixed = true};
  if (lseek(own_children, 0, SEEK_SET) != 0 || !push_listed(&list, own_children)) return -1;
  ssize_t found = 0;
  for (size_t index = 0; index < list.count; index++) {
    if (is_spared(list.items[index], spared)) continue;
    kill(list.items[index], SIGKILL);
    found++;
  }
  return found;
}

void andon_kill_descendants(struct andon_spared spared) {
  static const int signals[] = {SIGSTOP, SIGKILL};
  // It may take a fifth of the time.
  static int64_t next;
  int64_t begun = andon_now();
  if (begun < next) return;
  for (size_t index = 0; index < sizeof signals / sizeof *signals; index++) {
    struct walk walk = {.signal = signals[index], .spared = spared, .now = ticks_now()};
    visit(&walk, getpid(), -1, 0);
  }
  int64_t taken = andon_now() - begun;
  next = begun + taken + (taken < 10000000 ? 50000000 : 5 * taken);
}

int andon_watch_children(void) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
  if (own_children >= 0) close(own_children);
  own_children = open(path, O_RDONLY | O_CLOEXEC);
  sigset_t children;
  sigemptyset(&children);
  sigaddset(&children, SIGCHLD);
  sigprocmask(SIG_BLOCK, &children, NULL);
  return signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
}
