// Walks /proc/PID/task/TID/children downwards from this process.
// The kernel's list is no snapshot (proc(5)): nobody may conclude from it that a tree is empty.
#define _GNU_SOURCE
#include "tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

struct pids {
  pid_t *items;
  size_t count, capacity;
};

static void push(struct pids *list, pid_t pid) {
  if (list->count == list->capacity) {
    size_t capacity = list->capacity == 0 ? 64 : list->capacity * 2;
    pid_t *items = realloc(list->items, capacity * sizeof *items);
    if (items == NULL) return;  // signalled in the next round
    list->items = items;
    list->capacity = capacity;
  }
  list->items[list->count++] = pid;
}

static void push_children_in(struct pids *list, const char *path) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  char text[4096];
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
  close(file);
}

static void push_children_of(struct pids *list, pid_t pid) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
  DIR *threads = opendir(path);
  if (threads == NULL) return;
  struct dirent *thread;
  while ((thread = readdir(threads)) != NULL) {
    if (thread->d_name[0] == '.') continue;
    char children[sizeof path + 300];
    snprintf(children, sizeof children, "%s/%s/children", path, thread->d_name);
    push_children_in(list, children);
  }
  closedir(threads);
}

size_t andon_signal_descendants(int signal) {
  struct pids list = {0};
  push_children_of(&list, getpid());
  // The list grows while it is read: breadth first.
  for (size_t index = 0; index < list.count; index++) push_children_of(&list, list.items[index]);
  for (size_t index = 0; index < list.count; index++) kill(list.items[index], signal);
  free(list.items);
  return list.count;
}
