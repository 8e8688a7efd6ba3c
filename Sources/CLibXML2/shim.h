// The headers of libxml2; its functions are in CAndonXML, which loads the library.
#ifndef ANDON_LIBXML2_SHIM_H
#define ANDON_LIBXML2_SHIM_H

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlwriter.h>

// Whether the parser that reports an error has read the root to its end.
static inline int andon_xml_root_has_ended(const xmlError *error) {
  const xmlParserCtxt *parser = (const xmlParserCtxt *)error->ctxt;
  return parser != NULL && parser->nameNr == 0 && parser->node == NULL &&
         parser->myDoc != NULL && xmlDocGetRootElement(parser->myDoc) != NULL;
}

#endif
