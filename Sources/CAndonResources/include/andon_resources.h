// Files that the binary carries, byte for byte.
#ifndef ANDON_RESOURCES_H
#define ANDON_RESOURCES_H

#include <stddef.h>

// The schema of junit.xml (schemas/junit.xsd), without a NUL at the end.
extern const char *_Nonnull const andon_junit_schema;
extern const size_t andon_junit_schema_size;

// The catalog of causes (causes.yaml), without a NUL at the end.
extern const char *_Nonnull const andon_causes;
extern const size_t andon_causes_size;

#endif
