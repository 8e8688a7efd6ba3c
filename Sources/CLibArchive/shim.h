// libarchive as it is.
#ifndef ANDON_LIBARCHIVE_SHIM_H
#define ANDON_LIBARCHIVE_SHIM_H

#include <archive.h>
#include <archive_entry.h>

#endif
