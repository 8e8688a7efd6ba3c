// The parent of all stages: receives descriptors, forks a reaper for each.
// Exec'd once, static and small, so that a fork costs little and no stage inherits andon's memory
// figures. Knows nothing of what a stage is; the protocol is in andon_keeper.h.
#define _GNU_SOURCE
#include "reaper.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { control = 3 };

// Receives one byte and two descriptors. 1, 0 at end of file, -1 when the message is not ours.
static int receive(int descriptors[2]) {
  char byte;
  struct iovec piece = {.iov_base = &byte, .iov_len = 1};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(2 * sizeof(int))];
  } ancillary;
  struct msghdr message = {.msg_iov = &piece,
                           .msg_iovlen = 1,
                           .msg_control = ancillary.space,
                           .msg_controllen = sizeof ancillary.space};
  ssize_t count;
  do count = recvmsg(control, &message, MSG_CMSG_CLOEXEC);
  while (count < 0 && errno == EINTR);
  if (count <= 0) return 0;
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  if (header == NULL || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS ||
      header->cmsg_len != CMSG_LEN(2 * sizeof(int)))
    return -1;
  memcpy(descriptors, CMSG_DATA(header), 2 * sizeof(int));
  return 1;
}

int main(void) {
  // Reapers that have ended need no farewell from their parent.
  struct sigaction forget = {.sa_handler = SIG_DFL, .sa_flags = SA_NOCLDWAIT};
  sigaction(SIGCHLD, &forget, NULL);
  prctl(PR_SET_NAME, "andon-keeper");
  // A signal to a whole tree, as an outer andon sends it, is meant for the andon in that tree: it
  // ends its stages through us. Reapers inherit this, stages do not.
  int polite[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
  for (size_t index = 0; index < sizeof polite / sizeof *polite; index++)
    signal(polite[index], SIG_IGN);
  int descriptors[2];
  while (receive(descriptors) == 1) {
    pid_t reaper = fork();
    if (reaper == 0) {
      close(control);
      andon_reap(descriptors[0], descriptors[1]);
    }
    // A failed fork closes the reaper's end, which andon reads as a reaper that is gone.
    close(descriptors[0]);
    close(descriptors[1]);
  }
  return 0;
}
