// What andon asks a reaper to start, read from its socket.
#ifndef ANDON_REQUEST_H
#define ANDON_REQUEST_H

#include "start.h"

#include <stdbool.h>
#include <stddef.h>

struct andon_asked {
  struct andon_words words;
  bool counts_memory;
  int output;   // where standard output and standard error go
  char *text;   // owns the words
  char **list;  // owns the lists
};

// Waits for the next request; orders that came too late are passed over. False at end of file, or
// when what came is no message.
bool andon_next_request(int control, struct andon_asked *asked);

void andon_forget_request(struct andon_asked *asked);

// Reads exactly that many bytes; false at end of file.
bool andon_read_whole(int descriptor, void *buffer, size_t size);

// The next bytes of a socket, at most so many, and the descriptor that came with them, or -1. As
// read(2).
ssize_t andon_receive(int control, void *buffer, size_t size, int *descriptor);

#endif
