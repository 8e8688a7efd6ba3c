// Schemas that the binary carries, byte for byte the files of `schemas/`.
#ifndef ANDON_SCHEMAS_H
#define ANDON_SCHEMAS_H

#include <stddef.h>

// The schema of junit.xml, `andon_junit_schema_size` bytes without a NUL at the end.
extern const char *_Nonnull const andon_junit_schema;
extern const size_t andon_junit_schema_size;

#endif
