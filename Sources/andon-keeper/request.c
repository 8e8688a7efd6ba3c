// Checks a request word by word: nothing is executed that did not arrive whole.
#define _GNU_SOURCE
#include "request.h"

#include "andon_keeper.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// The kernel takes no more than 6 MiB of words (execve(2)); what is far above is no request.
enum { most_bytes = 64 << 20 };

bool andon_read_whole(int descriptor, void *buffer, size_t size) {
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

ssize_t andon_receive(int control, void *buffer, size_t size, int *descriptor) {
  struct iovec piece = {.iov_base = buffer, .iov_len = size};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int))];
  } ancillary;
  struct msghdr message = {.msg_iov = &piece,
                           .msg_iovlen = 1,
                           .msg_control = ancillary.space,
                           .msg_controllen = sizeof ancillary.space};
  ssize_t count;
  do count = recvmsg(control, &message, MSG_CMSG_CLOEXEC);
  while (count < 0 && errno == EINTR);
  *descriptor = -1;
  if (count <= 0) return count;
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
      header->cmsg_len == CMSG_LEN(sizeof(int)))
    memcpy(descriptor, CMSG_DATA(header), sizeof(int));
  return count;
}

// The text of a request, cut into its words.
static bool read_words(int control, const struct andon_request *request,
                       struct andon_asked *asked) {
  size_t words = (size_t)request->arguments + request->variables + 1;
  if (request->arguments == 0 || request->bytes > most_bytes || words > request->bytes)
    return false;
  asked->text = malloc(request->bytes);
  // Folder, arguments, NULL, variables, NULL.
  asked->list = calloc(words + 2, sizeof *asked->list);
  if (asked->text == NULL || asked->list == NULL ||
      !andon_read_whole(control, asked->text, request->bytes))
    return false;
  asked->counts_memory = request->counts_memory == 1;
  asked->words.keeps_outputs = request->keeps_outputs == 1;
  char *at = asked->text, *end = at + request->bytes;
  for (size_t index = 0; index < words; index++) {
    char *stop = memchr(at, 0, (size_t)(end - at));
    if (stop == NULL) return false;
    asked->list[index <= request->arguments ? index : index + 1] = at;
    at = stop + 1;
  }
  asked->words.folder = asked->list[0];
  asked->words.arguments = asked->list + 1;
  asked->words.variables = asked->list + 2 + request->arguments;
  return at == end;
}

bool andon_next_request(int control, struct andon_asked *asked) {
  union {
    struct andon_order order;
    struct andon_request request;
  } first;
  for (;;) {
    *asked = (struct andon_asked){.output = -1};
    // An order is shorter than a request; both begin with the magic number.
    ssize_t count = andon_receive(control, &first, sizeof first.order, &asked->output);
    if (count <= 0 ||
        !andon_read_whole(control, (char *)&first + count, sizeof first.order - (size_t)count) ||
        first.order.magic != ANDON_MAGIC)
      return false;
    if (asked->output >= 0) break;
  }
  size_t rest = sizeof first.request - sizeof first.order;
  return andon_read_whole(control, (char *)&first + sizeof first.order, rest) &&
         read_words(control, &first.request, asked);
}

void andon_forget_request(struct andon_asked *asked) {
  if (asked->output >= 0) close(asked->output);
  free(asked->text);
  free(asked->list);
  *asked = (struct andon_asked){.output = -1};
}
