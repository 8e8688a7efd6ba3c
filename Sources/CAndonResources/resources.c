// Data only. Embedded by the C compiler: SwiftPM's own embedding takes minutes and gigabytes.
#include "andon_resources.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const char junit_schema[] = {
#embed "../../schemas/junit.xsd"
};

const char *const andon_junit_schema = junit_schema;
const size_t andon_junit_schema_size = sizeof junit_schema;

static const char causes[] = {
#embed "causes.yaml"
};

const char *const andon_causes = causes;
const size_t andon_causes_size = sizeof causes;
