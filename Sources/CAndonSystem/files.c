// Files: opened below a directory, replaced, copied.
#define _GNU_SOURCE
#include "andon_system.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

ssize_t andon_read_file(const char *path, void *buffer, size_t capacity) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return -1;
  // Files of /proc come in pieces of a page, however large the buffer is.
  size_t length = 0;
  ssize_t count = 0;
  while (length < capacity) {
    count = read(descriptor, (char *)buffer + length, capacity - length);
    if (count <= 0) break;
    length += (size_t)count;
  }
  int error = errno;
  close(descriptor);
  errno = error;
  return count < 0 && length == 0 ? -1 : (ssize_t)length;
}

const int andon_o_path = O_PATH;

// Without openat2 (before Linux 5.6), opens each directory of the path without following links.
static int open_step_by_step(int folder, const char *path, int flags, mode_t mode) {
  char name[NAME_MAX + 1];
  int parent = -1;
  for (;;) {
    while (*path == '/') path++;
    size_t length = strcspn(path, "/");
    if (length > NAME_MAX) {
      errno = ENAMETOOLONG;
      break;
    }
    memcpy(name, path, length);
    name[length] = '\0';
    const char *rest = path + length;
    while (*rest == '/') rest++;
    if (strcmp(name, "..") == 0) {
      errno = EXDEV;
      break;
    }
    int from = parent < 0 ? folder : parent;
    int is_last = *rest == '\0';
    int next = openat(from, length == 0 ? "." : name,
                      is_last ? flags | O_NOFOLLOW | O_CLOEXEC
                              : O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC,
                      mode);
    int error = errno;
    if (parent >= 0) close(parent);
    errno = error;
    if (next < 0 || is_last) return next;
    parent = next;
    path = rest;
  }
  int error = errno;
  if (parent >= 0) close(parent);
  errno = error;
  return -1;
}

int andon_open_beneath(int folder, const char *path, int flags, mode_t mode, int follows_links) {
  if (*path == '/') {
    errno = EXDEV;
    return -1;
  }
  struct open_how how = {
      .flags = (uint64_t)(flags | O_CLOEXEC | (follows_links ? 0 : O_NOFOLLOW)),
      .mode = flags & O_CREAT ? mode : 0,
      .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS |
                 (follows_links ? 0 : RESOLVE_NO_SYMLINKS)};
  // A path that is moved meanwhile cannot be resolved for certain (openat2(2), EAGAIN).
  const char *name = *path == '\0' ? "." : path;
  for (int tries = 0; tries < 100; tries++) {
    int descriptor = (int)syscall(SYS_openat2, folder, name, &how, sizeof how);
    if (descriptor >= 0 || (errno != EAGAIN && errno != EINTR)) {
      // Sandboxes refuse a call that they do not know by EPERM.
      if (descriptor < 0 && (errno == ENOSYS || errno == EPERM))
        return open_step_by_step(folder, path, flags, mode);
      return descriptor;
    }
  }
  return -1;
}

int andon_is_of_kernel(int folder) {
  struct statfs system;
  return fstatfs(folder, &system) == 0 &&
         (system.f_type == PROC_SUPER_MAGIC || system.f_type == SYSFS_MAGIC);
}

int andon_replace(int folder, const char *name, const char *target) {
  // After a rename over a file ext4 writes the new one to the disk and releases the blocks of the
  // old one, which takes milliseconds. An exchange does neither. It fails where the target does not
  // exist, and on file systems without exchanges.
  if (renameat2(folder, name, folder, target, RENAME_EXCHANGE) != 0)
    return renameat(folder, name, folder, target);
  if (unlinkat(folder, name, 0) == 0) return 0;
  // A directory is not replaced.
  int error = errno;
  (void)renameat2(folder, name, folder, target, RENAME_EXCHANGE);
  errno = error;
  return -1;
}

int andon_rename(int from, const char *name, int to, const char *new_name) {
  if (renameat2(from, name, to, new_name, RENAME_NOREPLACE) == 0) return 0;
  // A file system without it (EINVAL): what appears between the two calls would be replaced.
  if (errno != EINVAL && errno != ENOSYS) return -1;
  struct stat information;
  if (fstatat(to, new_name, &information, AT_SYMLINK_NOFOLLOW) == 0) {
    errno = EEXIST;
    return -1;
  }
  return renameat(from, name, to, new_name);
}

int andon_copy_content(int from, int to) {
  ssize_t count;
  do {
    count = copy_file_range(from, NULL, to, NULL, 1 << 30, 0);
    // Between two kinds of file systems it does not work.
    if (count < 0) count = sendfile(to, from, NULL, 1 << 30);
  } while (count > 0);
  return (int)count;
}
