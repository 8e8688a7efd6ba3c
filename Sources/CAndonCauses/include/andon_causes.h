// The catalogue of causes that the binary carries: causes.yaml.
#ifndef ANDON_CAUSES_H
#define ANDON_CAUSES_H

#include <stddef.h>

// The catalogue's text, `andon_causes_size` bytes without a NUL at the end.
extern const char *_Nonnull const andon_causes;
extern const size_t andon_causes_size;

#endif
