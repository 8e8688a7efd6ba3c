// One stage's supervisor, a sub-reaper with one thread: poll, reap, report.
// Decides nothing: when to signal and when to kill is andon's. The one decision of its own is the
// end of file on the socket: andon is gone, so the tree goes too.
#define _GNU_SOURCE
#include "reaper.h"

#include "andon_keeper.h"
#include "start.h"
#include "tree.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct stage {
  int control;
  pid_t leader;
  bool leader_ended;
  bool killing;
};

static bool read_whole(int descriptor, void *buffer, size_t size) {
  char *at = buffer;
  while (size > 0) {
    ssize_t count = read(descriptor, at, size);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    at += count;
    size -= (size_t)count;
  }
  return true;
}

static void report(const struct stage *stage, struct andon_report message) {
  message.magic = ANDON_MAGIC;
  message.reaper = getpid();
  message.leader = stage->leader;
  // A lost report means that andon is gone; the end of file says the same.
  (void)!send(stage->control, &message, sizeof message, MSG_NOSIGNAL);
}

static void report_usage(const struct stage *stage, uint32_t kind, int status) {
  struct rusage usage;
  getrusage(RUSAGE_CHILDREN, &usage);
  report(stage, (struct andon_report){
                    .kind = kind,
                    .status = status,
                    .at = andon_now(),
                    .user = usage.ru_utime.tv_sec * 1000000LL + usage.ru_utime.tv_usec,
                    .system = usage.ru_stime.tv_sec * 1000000LL + usage.ru_stime.tv_usec,
                    .peak = usage.ru_maxrss * 1024LL,
                });
}

// Reads the request into one block and points `words` into it. NULL when it is not a request.
static char **read_request(int control, struct andon_request *request) {
  if (!read_whole(control, request, sizeof *request) || request->magic != ANDON_MAGIC) return NULL;
  size_t words = (size_t)request->arguments + request->variables + 1;
  if (request->arguments == 0 || words > request->bytes) return NULL;
  char *text = malloc(request->bytes);
  // Folder, arguments, NULL, variables, NULL.
  char **list = calloc(words + 2, sizeof *list);
  if (text == NULL || list == NULL || !read_whole(control, text, request->bytes)) return NULL;
  char *at = text, *end = text + request->bytes;
  for (size_t index = 0; index < words; index++) {
    char *stop = memchr(at, 0, (size_t)(end - at));
    if (stop == NULL) return NULL;
    list[index <= request->arguments ? index : index + 1] = at;
    at = stop + 1;
  }
  return list;
}

// Reaps what has ended. False when no child is left.
static bool reap(struct stage *stage) {
  for (;;) {
    int status;
    pid_t pid = waitpid(-1, &status, WNOHANG);
    if (pid == 0) return true;
    if (pid < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    if (pid == stage->leader && !stage->leader_ended) {
      stage->leader_ended = true;
      report_usage(stage, ANDON_ENDED, status);
    }
  }
}

// Carries out one order. False at end of file, or when the message is not an order.
static bool obey(struct stage *stage) {
  struct andon_order order;
  if (!read_whole(stage->control, &order, sizeof order) || order.magic != ANDON_MAGIC) return false;
  if (order.kind == ANDON_KILL) {
    stage->killing = true;
  } else if (order.kind == ANDON_SIGNAL) {
    // Each process once: a second TERM means "at once" to many programs. Where /proc lists no
    // children the group has to do; the leader is not reaped yet, so the number is its own.
    if (andon_signal_descendants(order.signal) == 0 && !stage->leader_ended)
      killpg(stage->leader, order.signal);
  } else {
    return false;
  }
  return true;
}

_Noreturn void andon_reap(int control, int output) {
  prctl(PR_SET_NAME, "andon-reaper");
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  sigset_t children;
  sigemptyset(&children);
  sigaddset(&children, SIGCHLD);
  sigprocmask(SIG_BLOCK, &children, NULL);
  struct sigaction keep = {.sa_handler = SIG_DFL, .sa_flags = SA_NOCLDSTOP};
  sigaction(SIGCHLD, &keep, NULL);
  int ended = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);

  struct stage stage = {.control = control};
  struct andon_request request;
  char **words = read_request(control, &request);
  if (words == NULL || ended < 0) _exit(1);
  struct andon_start start =
      andon_start(words[0], words + 1, words + 2 + request.arguments, output);
  close(output);
  if (start.leader == 0) {
    report(&stage, (struct andon_report){
                       .kind = ANDON_NOT_STARTED, .error = start.error, .step = start.step});
    _exit(0);
  }
  stage.leader = start.leader;
  report(&stage, (struct andon_report){.kind = ANDON_STARTED, .at = start.at});

  struct pollfd watched[2] = {{.fd = ended, .events = POLLIN}, {.fd = control, .events = POLLIN}};
  int pause = 1;
  for (;;) {
    if (stage.killing && andon_signal_descendants(SIGKILL) == 0 && !stage.leader_ended)
      killpg(stage.leader, SIGKILL);
    if (!reap(&stage)) break;
    // While killing, a short pause: what was born between two rounds must not wait. It grows for
    // what does not die.
    if (poll(watched, 2, stage.killing ? pause : -1) < 0 && errno != EINTR) _exit(1);
    pause = pause < 64 ? pause * 2 : 100;
    if (watched[0].revents != 0) {
      struct signalfd_siginfo drained[16];
      (void)!read(ended, drained, sizeof drained);
      pause = 1;
    }
    if (watched[1].revents != 0 && !obey(&stage)) {
      stage.killing = true;
      watched[1].fd = -1;
    }
  }
  report_usage(&stage, ANDON_GONE, 0);
  _exit(0);
}
