// System calls without a wrapper in Swift.
// Knows nothing of stages. No logic beyond what a macro or a variadic call needs.
#define _GNU_SOURCE
#define OPENSSL_SUPPRESS_DEPRECATED
#include "andon_system.h"

#include "andon_hurry.h"
#include "andon_nothing.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/kcmp.h>
#include <openssl/sha.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
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

pid_t andon_start_keeper(const char *path, int control, char *const words[]) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  // A reaper may outlive andon: it must hold nothing of the caller's open.
  int nothing = andon_open_nothing(O_RDWR | O_CLOEXEC);
  for (int standard = 0; standard < 3; standard++)
    posix_spawn_file_actions_adddup2(&actions, nothing, standard);
  if (control == 3) {
    // dup2 onto itself would leave close-on-exec set.
    (void)fcntl(3, F_SETFD, 0);
  } else {
    posix_spawn_file_actions_adddup2(&actions, control, 3);
  }
  posix_spawn_file_actions_addclosefrom_np(&actions, 4);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  char *surroundings[] = {NULL};
  pid_t keeper = -1;
  int error = posix_spawn(&keeper, path, &actions, &attributes, words, surroundings);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
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

int andon_watch_signals(const int *signals, size_t count) {
  sigset_t set;
  sigemptyset(&set);
  for (size_t index = 0; index < count; index++) sigaddset(&set, signals[index]);
  if (sigprocmask(SIG_BLOCK, &set, NULL) != 0) return -1;
  return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int andon_next_signal(int descriptor) {
  struct signalfd_siginfo information;
  ssize_t count = read(descriptor, &information, sizeof information);
  return count == (ssize_t)sizeof information ? (int)information.ssi_signo : 0;
}

int andon_signal_is_ignored(int signal) {
  struct sigaction action;
  return sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

void andon_ignore_write_signals(void) {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
}

void andon_restore_signals(const int *signals, size_t count) {
  sigset_t set;
  sigemptyset(&set);
  for (size_t index = 0; index < count; index++) sigaddset(&set, signals[index]);
  (void)sigprocmask(SIG_UNBLOCK, &set, NULL);
}

void andon_open_standard_descriptors(void) {
  int descriptor;
  do descriptor = andon_open_nothing(O_RDWR);
  while (descriptor >= 0 && descriptor <= 2);
  if (descriptor > 2) close(descriptor);
}

void andon_raise_descriptor_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  (void)setrlimit(RLIMIT_NOFILE, &limit);
}

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

int andon_copy_content(int from, int to) {
  ssize_t count;
  do {
    count = copy_file_range(from, NULL, to, NULL, 1 << 30, 0);
    // Between two kinds of file systems it does not work.
    if (count < 0) count = sendfile(to, from, NULL, 1 << 30);
  } while (count > 0);
  return (int)count;
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

// From libcrypto's archive: as a shared library it would add 1.3 ms to every start of andon.
_Static_assert(sizeof(SHA256_CTX) <= sizeof(struct andon_sha256), "no room for a digest");

void andon_sha256_begin(struct andon_sha256 *digest) { (void)SHA256_Init((SHA256_CTX *)digest); }

void andon_sha256_add(struct andon_sha256 *digest, const void *bytes, size_t count) {
  (void)SHA256_Update((SHA256_CTX *)digest, bytes, count);
}

void andon_sha256_end(struct andon_sha256 *digest, uint8_t result[32]) {
  (void)SHA256_Final(result, (SHA256_CTX *)digest);
}
