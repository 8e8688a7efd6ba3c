#ifndef ANDON_CMARK_GFM_SHIM_H
#define ANDON_CMARK_GFM_SHIM_H
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#endif
