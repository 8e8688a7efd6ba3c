#ifndef ANDON_LIBYAML_SHIM_H
#define ANDON_LIBYAML_SHIM_H
#include <yaml.h>
#endif
