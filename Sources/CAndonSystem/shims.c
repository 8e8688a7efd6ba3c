// System calls without a wrapper in Swift.
// Knows nothing of stages. No logic beyond what a macro or a variadic call needs.
#define _GNU_SOURCE
#include "andon_system.h"

#include "andon_hurry.h"
#include "andon_keeper.h"
#include "andon_nothing.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/kcmp.h>
#include <linux/memfd.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int argument_count;
static char *const *argument_words;

// glibc hands a constructor the arguments of main.
__attribute__((constructor)) static void keep_arguments(int count, char *words[]) {
  argument_count = count;
  argument_words = words;
}

int andon_argument_count(void) { return argument_count; }

char *const *andon_arguments(void) { return argument_words; }

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U
#endif

int andon_pipe(int *reading, int *writing) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  *reading = ends[0];
  *writing = ends[1];
  return fcntl(ends[0], F_SETFL, O_NONBLOCK);
}

void andon_enlarge_pipe(int descriptor, int bytes) { (void)fcntl(descriptor, F_SETPIPE_SZ, bytes); }

int andon_socket_pair(int *ours, int *theirs) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return -1;
  int yes = 1;
  (void)setsockopt(ends[0], SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes);
  *ours = ends[0];
  *theirs = ends[1];
  return 0;
}

ssize_t andon_send_with_descriptor(int socket, const void *bytes, size_t count, int descriptor) {
  struct iovec piece = {.iov_base = (void *)(uintptr_t)bytes, .iov_len = count};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int))];
  } control;
  memset(&control, 0, sizeof control);
  struct msghdr message = {.msg_iov = &piece,
                           .msg_iovlen = 1,
                           .msg_control = control.space,
                           .msg_controllen = sizeof control.space};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  ssize_t sent;
  do sent = sendmsg(socket, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent;
}

ssize_t andon_receive_from(int socket, void *bytes, size_t count, pid_t *sender) {
  struct iovec piece = {.iov_base = bytes, .iov_len = count};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(struct ucred))];
  } control;
  struct msghdr message = {.msg_iov = &piece,
                           .msg_iovlen = 1,
                           .msg_control = control.space,
                           .msg_controllen = sizeof control.space};
  ssize_t received = recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  if (received <= 0) return received;
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  *sender = 0;
  if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_CREDENTIALS) {
    struct ucred identity;
    memcpy(&identity, CMSG_DATA(header), sizeof identity);
    *sender = identity.pid;
  }
  return received;
}

// One write of the whole takes a third of the time of sendfile(2), which copies page by page.
static bool copy_into_memory(int file, size_t size, int copy) {
  void *content = mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
  if (content == MAP_FAILED) return false;
  size_t written = 0;
  ssize_t count = 1;
  while (written < size && count > 0) {
    count = write(copy, (char *)content + written, size - written);
    if (count > 0) written += (size_t)count;
  }
  munmap(content, size);
  return written == size;
}

int andon_open_program(const char *path) {
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return -1;
  struct stat information;
  if (fstat(file, &information) != 0 || !S_ISREG(information.st_mode) ||
      faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) != 0) {
    int error = S_ISREG(information.st_mode) ? errno : EACCES;
    close(file);
    errno = error;
    return -1;
  }
  // A file that is not executed may be written to.
  int copy = (int)syscall(SYS_memfd_create, "andon", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
  if (copy < 0 && errno == EINVAL)  // before Linux 6.3
    copy = (int)syscall(SYS_memfd_create, "andon", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (copy < 0) return file;
  if (!copy_into_memory(file, (size_t)information.st_size, copy) ||
      fcntl(copy, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0) {
    close(copy);
    return file;
  }
  close(file);
  return copy;
}

// A copy of a descriptor above all that the keeper gets.
static int lifted(int descriptor) { return fcntl(descriptor, F_DUPFD_CLOEXEC, 16); }

pid_t andon_start_keeper(int program, int outputs, int control, char *const words[]) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  // A reaper may outlive andon: it must hold nothing of the caller's open.
  int opened = andon_open_nothing(O_RDWR | O_CLOEXEC);
  int nothing = lifted(opened);
  int held[] = {lifted(control), lifted(outputs < 0 ? nothing : outputs), lifted(program)};
  close(opened);
  for (int standard = 0; standard < 3; standard++)
    posix_spawn_file_actions_adddup2(&actions, nothing, standard);
  posix_spawn_file_actions_adddup2(&actions, held[0], ANDON_CONTROL);
  posix_spawn_file_actions_adddup2(&actions, held[1], ANDON_OUTPUTS);
  posix_spawn_file_actions_adddup2(&actions, held[2], ANDON_KEEPER);
  posix_spawn_file_actions_addclosefrom_np(&actions, ANDON_KEEPER + 1);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", ANDON_KEEPER);
  char *surroundings[] = {NULL};
  pid_t keeper = -1;
  int error = posix_spawn(&keeper, path, &actions, &attributes, words, surroundings);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  for (int index = 0; index < 3; index++) close(held[index]);
  close(nothing);
  if (error != 0) {
    errno = error;
    return -1;
  }
  return keeper;
}

void andon_supervise(void) {
  (void)prctl(PR_SET_CHILD_SUBREAPER, 1);
  (void)prctl(PR_SET_DUMPABLE, 0);
}

void andon_hurry(int is_ending) { andon_set_hurry(is_ending); }

int andon_open_process(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

int andon_signal_process(int descriptor, int signal) {
  return (int)syscall(SYS_pidfd_send_signal, descriptor, signal, NULL, 0);
}

int andon_poll(struct pollfd *descriptors, size_t count, int64_t nanoseconds) {
  if (nanoseconds < 0) return ppoll(descriptors, count, NULL, NULL);
  struct timespec limit = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  return ppoll(descriptors, count, &limit, NULL);
}

static struct rlimit file_size_limit;

void andon_keep_file_size_limit(void) { (void)getrlimit(RLIMIT_FSIZE, &file_size_limit); }

void andon_restore_file_size_limit(void) {
  if (setrlimit(RLIMIT_FSIZE, &file_size_limit) == 0) return;
  struct rlimit present;
  if (getrlimit(RLIMIT_FSIZE, &present) != 0) return;
  present.rlim_cur = present.rlim_max;
  (void)setrlimit(RLIMIT_FSIZE, &present);
}

void andon_raise_descriptor_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  (void)setrlimit(RLIMIT_NOFILE, &limit);
}

void andon_limit_memory(uint64_t bytes) {
#if !__has_feature(thread_sanitizer) && !__has_feature(address_sanitizer)
  struct rlimit limit;
  if (getrlimit(RLIMIT_DATA, &limit) != 0 || limit.rlim_max < bytes) return;
  limit.rlim_cur = limit.rlim_max = bytes;
  (void)setrlimit(RLIMIT_DATA, &limit);
#endif
}

int andon_shares_memory(pid_t one, pid_t other) {
  return syscall(SYS_kcmp, one, other, KCMP_VM, 0, 0) == 0;
}

long andon_open_file_limit(pid_t process) {
  struct rlimit limit;
  if (prlimit(process, RLIMIT_NOFILE, NULL, &limit) != 0) return -1;
  return limit.rlim_cur > LONG_MAX ? LONG_MAX : (long)limit.rlim_cur;
}

static int64_t read_clock(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t andon_monotonic(void) { return read_clock(CLOCK_MONOTONIC); }

int64_t andon_thread_time(void) { return read_clock(CLOCK_THREAD_CPUTIME_ID); }

int andon_affinity(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 0;
}

int andon_terminal_width(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
