// libxml2 without ICU's names, which clash with Foundation's.
#ifndef ANDON_LIBXML2_SHIM_H
#define ANDON_LIBXML2_SHIM_H

#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlwriter.h>

// xmlFree is a mutable global, which Swift 6 refuses.
static inline void andon_xml_free(void *pointer) { xmlFree(pointer); }

#endif
