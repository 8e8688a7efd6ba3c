// Nothing to read, and a place for what nobody reads. For C alone.
#ifndef ANDON_NOTHING_H
#define ANDON_NOTHING_H

#include <fcntl.h>
#include <linux/memfd.h>
#include <sys/syscall.h>
#include <unistd.h>

// /dev/null, or in a root without devices an empty file without a name.
static inline int andon_open_nothing(int flags) {
  int descriptor = open("/dev/null", flags);
  if (descriptor >= 0) return descriptor;
  return (int)syscall(SYS_memfd_create, "nothing", flags & O_CLOEXEC ? MFD_CLOEXEC : 0);
}

#endif
