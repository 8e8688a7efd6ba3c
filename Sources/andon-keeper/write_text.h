// Writes a short text to a file of the kernel's.
#ifndef ANDON_WRITE_TEXT_H
#define ANDON_WRITE_TEXT_H

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

// Whether the kernel took the text whole; if not, errno says why. `file` is a path below `folder`,
// as for openat(2).
static inline bool andon_write_text(int folder, const char *file, const char *text) {
  int descriptor = openat(folder, file, O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  bool written = write(descriptor, text, strlen(text)) == (ssize_t)strlen(text);
  int error = errno;
  close(descriptor);
  errno = error;
  return written;
}

#endif
