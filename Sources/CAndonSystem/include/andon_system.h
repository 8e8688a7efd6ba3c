// System calls and macros that Swift's Glibc module does not show. No logic.
#ifndef ANDON_SYSTEM_H
#define ANDON_SYSTEM_H

#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// The arguments that this process was started with, the program's name first; `words` ends with
// NULL. They come from the C library, not from /proc, which may be missing.
int andon_argument_count(void);
char *const *andon_arguments(void);

// A pipe whose ends are closed on exec; the reading end does not block. 0 or -1 with errno.
int andon_pipe(int *reading, int *writing);

// Asks the kernel for a larger pipe; a refusal is no error.
void andon_enlarge_pipe(int descriptor, int bytes);

// A connected pair of stream sockets, closed on exec; `ours` learns who has sent what arrives. 0 or
// -1 with errno.
int andon_socket_pair(int *ours, int *theirs);

// Receives what has arrived, with the process id of its sender as this process sees it; 0 for a
// sender that it cannot see. How many bytes, 0 at the end of the file, -1 with errno.
ssize_t andon_receive_from(int socket, void *bytes, size_t count, pid_t *sender);

// Sends bytes, of which the first carries a descriptor; how many were sent, or -1 with errno.
ssize_t andon_send_with_descriptor(int socket, const void *bytes, size_t count, int descriptor);

// A program's file as a descriptor that nobody can change any more: a sealed copy in memory, or,
// where that cannot be executed, the file itself. -1 with errno.
int andon_open_program(const char *path);

// Starts the keeper, a descriptor of its program, with `control` as its descriptor 3, that program
// as 5, `outputs` (or -1) as 4 and no other of ours, in an own session, all signals at their
// defaults; `words` ends with NULL. Its process id, or -1 with errno.
pid_t andon_start_keeper(int program, int outputs, int control, char *const words[]);

// Makes this process the parent of what its descendants lose, and keeps its descriptors from other
// processes of its user.
void andon_supervise(void);

// Puts this thread before all processes that are no supervisors, where it may; or back.
void andon_hurry(int is_ending);

// A descriptor of a process, closed on exec; -1 with errno.
int andon_open_process(pid_t process);

// Sends a signal by such a descriptor. 0 or -1 with errno.
int andon_signal_process(int descriptor, int signal);

// Waits for descriptors, at most `nanoseconds` (negative: for ever). As poll(2).
int andon_poll(struct pollfd *descriptors, size_t count, int64_t nanoseconds);

// Blocks the given signals and returns a descriptor that reports them; -1 with errno.
//
// From the first signal on the process has `patience` nanoseconds left, from the second on half a
// second: then it exits with 128 and the signal's number, whatever it is doing.
int andon_watch_signals(const int *signals, size_t count, int64_t patience);

// The next reported signal, or 0 when there is none.
int andon_next_signal(int descriptor);

// How many signals have arrived since they are watched, reported or not; and the last one, 0 before
// the first.
int andon_caught_signals(void);
int andon_last_signal(void);

// All reports show this exit code: a later signal leaves half a second, and no other code.
void andon_settle(int exit_code);

// True when the caller had this signal ignored before andon started.
int andon_signal_is_ignored(int signal);

// Makes writing to a broken pipe, and beyond the limit of a file's size, an error of the call.
void andon_ignore_write_signals(void);

// Opens /dev/null as each standard descriptor that the caller has closed.
void andon_open_standard_descriptors(void);

// Keeps the limit of a file's size as it is now, and sets it to that again, as far as it may: a
// stage of the same user can change it.
void andon_keep_file_size_limit(void);
void andon_restore_file_size_limit(void);

// Allows this process as many descriptors as the system lets it have.
void andon_raise_descriptor_limit(void);

// Reads a file by path into a buffer of the caller, as much as fits; the bytes read, or -1 with
// errno.
ssize_t andon_read_file(const char *path, void *buffer, size_t capacity);

// O_PATH, which open(2) gives to programs with _GNU_SOURCE alone.
extern const int andon_o_path;

// Opens a path beneath a folder, which it cannot leave: not by `..`, not by an absolute path, not
// by a link. Links that stay inside are followed where `follows_links` says so and the kernel knows
// openat2(2). A descriptor that is closed on exec, or -1 with errno: EXDEV for a path that leads
// outside, ELOOP for a link.
int andon_open_beneath(int folder, const char *path, int flags, mode_t mode, int follows_links);

// Limits the memory that this process may write to, in bytes; not where a sanitizer watches it.
void andon_limit_memory(uint64_t bytes);

// Starts a thread that gets no signals; its number, or 0 if it cannot be started.
uintptr_t andon_start_thread(void (*work)(void *), void *context);

// Waits until a thread has ended.
void andon_join_thread(uintptr_t thread);

// Whether a folder is of procfs or sysfs, whose files the kernel makes up.
int andon_is_of_kernel(int folder);

// Renames from one folder to another, unless something has the new name. 0, or -1 with errno.
int andon_rename(int from, const char *name, int to, const char *new_name);

// Puts a finished file in the place of another one in its folder, or where nothing is. A reader
// sees one or the other, whole. 0, or -1 with errno.
int andon_replace(int folder, const char *name, const char *target);

// Copies the rest of one file to the end of another, sharing blocks where the file system can. 0,
// or -1 with errno.
int andon_copy_content(int from, int to);

// True when both processes share one memory, as between vfork and exec.
int andon_shares_memory(pid_t one, pid_t other);

// How many files a process may have open; -1 where that is not told.
long andon_open_file_limit(pid_t process);

// The monotonic clock, and the processor time of this thread, in nanoseconds.
int64_t andon_monotonic(void);
int64_t andon_thread_time(void);

// The processors that this process may use by affinity; 0 when the kernel does not say.
int andon_affinity(void);

// The width of the terminal on a descriptor; 0 when it is none.
int andon_terminal_width(int descriptor);

// SHA-256 by libcrypto, which is loaded by the first function, or when it is first used: a digest
// begins, takes bytes, has a value at any time, and is freed. Each aborts without memory.
void andon_sha256_load(void);
void *andon_sha256_begin(void);
void andon_sha256_add(void *digest, const void *bytes, size_t count);
void andon_sha256_value(void *digest, uint8_t result[32]);
void andon_sha256_free(void *digest);

#endif
