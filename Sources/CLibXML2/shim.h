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

// Whether the parser that reports an error has read the root to its end.
static inline int andon_xml_root_has_ended(const xmlError *error) {
  const xmlParserCtxt *parser = (const xmlParserCtxt *)error->ctxt;
  return parser != NULL && parser->nameNr == 0 && parser->node == NULL &&
         parser->myDoc != NULL && xmlDocGetRootElement(parser->myDoc) != NULL;
}

#endif
