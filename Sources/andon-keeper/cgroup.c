// Reaches every file through the descriptor of its folder: a stage cannot put another in its place.
// cgroup-v2 documentation of the kernel, "Core Interface Files"; version 1 for memory alone.
#define _GNU_SOURCE
#include "cgroup.h"

#include "start.h"
#include "write_text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void name_of(char name[32], pid_t keeper, pid_t reaper) {
  snprintf(name, 32, "andon-%d-%d", (int)keeper, (int)reaper);
}

static int open_folder(int base, const char *name) {
  return openat(base, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
}

void andon_cgroup_enter(int folder) { (void)andon_write_text(folder, "cgroup.procs", "0"); }

bool andon_cgroup_kill(int folder) { return andon_write_text(folder, "cgroup.kill", "1"); }

int andon_cgroup_events(int folder) {
  return openat(folder, "cgroup.events", O_RDONLY | O_CLOEXEC);
}

bool andon_cgroup_is_populated(int events) {
  char text[256];
  ssize_t count = pread(events, text, sizeof text - 1, 0);
  if (count <= 0) return false;
  text[count] = '\0';
  return strstr(text, "populated 1") != NULL;
}

// Removes a cgroup with those that a stage has made in it.
static bool remove_tree(int base, const char *name) {
  if (unlinkat(base, name, AT_REMOVEDIR) == 0 || errno == ENOENT) return true;
  int folder = open_folder(base, name);
  DIR *entries = folder < 0 ? NULL : fdopendir(folder);
  if (entries == NULL) return false;
  struct dirent *entry;
  while ((entry = readdir(entries)) != NULL)
    if (entry->d_type == DT_DIR && entry->d_name[0] != '.') remove_tree(folder, entry->d_name);
  closedir(entries);
  return unlinkat(base, name, AT_REMOVEDIR) == 0 || errno == ENOENT;
}

int andon_cgroup_make(int base, pid_t keeper, pid_t reaper) {
  char name[32];
  name_of(name, keeper, reaper);
  // Left by who had this number before us: it may have been killed, and would kill. One that is in
  // use is somebody else's, whose numbers are of another namespace; it cannot be removed.
  if (mkdirat(base, name, 0755) != 0 &&
      (errno != EEXIST || !remove_tree(base, name) || mkdirat(base, name, 0755) != 0))
    return -1;
  return open_folder(base, name);
}

bool andon_cgroups_remove(const struct andon_cgroups *bases, pid_t reaper) {
  char name[32];
  name_of(name, bases->keeper, reaper);
  bool removed = true;
  if (bases->unified >= 0) {
    int folder = open_folder(bases->unified, name);
    if (folder >= 0) {
      int events = andon_cgroup_events(folder);
      if (andon_cgroup_is_populated(events)) andon_cgroup_kill(folder);
      close(events);
      close(folder);
      removed = remove_tree(bases->unified, name);
    }
  }
  if (bases->memory >= 0) removed = remove_tree(bases->memory, name) && removed;
  return removed;
}

// Births into the cgroup a process that lives until the cgroup is killed.
static bool can_kill(int folder) {
  pid_t child = andon_fork_into(folder);
  if (child == 0)
    for (;;) pause();
  if (child < 0) return false;
  bool kills = andon_cgroup_kill(folder);
  int error = errno;
  if (!kills) kill(child, SIGKILL);
  waitpid(child, NULL, 0);
  errno = error;
  return kills;
}

int andon_cgroup_base(const char *path, pid_t keeper, bool kills) {
  int base = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (base < 0) return -1;
  char name[32];
  name_of(name, keeper, getpid());
  int folder = andon_cgroup_make(base, keeper, getpid());
  bool works = folder >= 0;
  if (works && kills) works = can_kill(folder);
  // Processes of version 1 enter by themselves.
  else if (works) works = faccessat(folder, "cgroup.procs", W_OK, AT_EACCESS) == 0;
  int error = errno;
  if (folder >= 0) close(folder);
  remove_tree(base, name);
  if (works) return base;
  close(base);
  errno = error;
  return -1;
}
