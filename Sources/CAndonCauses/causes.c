// Data only. Embedded by the C compiler: SwiftPM's own embedding takes minutes and gigabytes.
#include "andon_causes.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const char causes[] = {
#embed "causes.yaml"
};

const char *const andon_causes = causes;
const size_t andon_causes_size = sizeof causes;
