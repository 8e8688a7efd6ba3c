// The functions of libxml2 that andon calls, found in the library when it is first used.
// The library is that of the headers: its file name changed with version 2.14.
#include "andon_xml.h"

#include <dlfcn.h>
#include <libxml/parser.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlwriter.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#if LIBXML_VERSION >= 21400
static const char library_name[] = "libxml2.so.16";
#else
static const char library_name[] = "libxml2.so.2";
#endif

static pthread_once_t once = PTHREAD_ONCE_INIT;
static void *library;

// Without its library andon cannot write what it promises: exit code 70, an internal fault.
static void fail(void) {
  fprintf(stderr, "andon: error: libxml2 cannot be loaded: %s\n", dlerror());
  fputs("  help: install libxml2\n", stderr);
  _Exit(70);
}

static void load(void) {
  library = dlopen(library_name, RTLD_LAZY | RTLD_LOCAL);
  if (library == NULL) fail();
}

static void *symbol(const char *name) {
  pthread_once(&once, load);
  void *found = dlsym(library, name);
  if (found == NULL) fail();
  return found;
}

void andon_xml_load(void) { xmlInitParser(); }

void andon_xml_free(void *pointer) {
  xmlFreeFunc *release = symbol("xmlFree");
  (*release)(pointer);
}

// Defines a function of libxml2 that calls the one of the library.
#define FORWARD(result, name, parameters, arguments)                    \
  __attribute__((visibility("hidden"))) result name parameters {        \
    static _Atomic(__typeof__(&name)) known;                            \
    __typeof__(&name) function = known;                                 \
    if (function == NULL) known = function = symbol(#name);             \
    return function arguments;                                          \
  }

FORWARD(const xmlChar *, xmlBufferContent, (const xmlBuffer *buf), (buf))
FORWARD(xmlBufferPtr, xmlBufferCreate, (void), ())
FORWARD(void, xmlBufferEmpty, (xmlBufferPtr buf), (buf))
FORWARD(void, xmlBufferFree, (xmlBufferPtr buf), (buf))
FORWARD(int, xmlBufferLength, (const xmlBuffer *buf), (buf))
FORWARD(xmlNodePtr, xmlDocGetRootElement, (const xmlDoc *doc), (doc))
FORWARD(void, xmlFreeTextReader, (xmlTextReaderPtr reader), (reader))
FORWARD(void, xmlFreeTextWriter, (xmlTextWriterPtr writer), (writer))
FORWARD(long, xmlGetLineNo, (const xmlNode *node), (node))
FORWARD(void, xmlInitParser, (void), ())
FORWARD(xmlTextWriterPtr, xmlNewTextWriterMemory,
        (xmlBufferPtr buf, int compression),
        (buf, compression))
FORWARD(xmlTextReaderPtr, xmlReaderForIO,
        (xmlInputReadCallback ioread, xmlInputCloseCallback ioclose, void *ioctx,
         const char *URL, const char *encoding, int options),
        (ioread, ioclose, ioctx, URL, encoding, options))
FORWARD(xmlTextReaderPtr, xmlReaderForMemory,
        (const char *buffer, int size, const char *URL, const char *encoding, int options),
        (buffer, size, URL, encoding, options))
FORWARD(void, xmlSchemaFree, (xmlSchemaPtr schema), (schema))
FORWARD(void, xmlSchemaFreeParserCtxt, (xmlSchemaParserCtxtPtr ctxt), (ctxt))
FORWARD(xmlSchemaParserCtxtPtr, xmlSchemaNewMemParserCtxt,
        (const char *buffer, int size),
        (buffer, size))
FORWARD(xmlSchemaPtr, xmlSchemaParse, (xmlSchemaParserCtxtPtr ctxt), (ctxt))
FORWARD(void, xmlSchemaSetParserStructuredErrors,
        (xmlSchemaParserCtxtPtr ctxt, xmlStructuredErrorFunc serror, void *ctx),
        (ctxt, serror, ctx))
FORWARD(int, xmlStrEqual, (const xmlChar *str1, const xmlChar *str2), (str1, str2))
FORWARD(const xmlChar *, xmlTextReaderConstLocalName, (xmlTextReaderPtr reader), (reader))
FORWARD(const xmlChar *, xmlTextReaderConstName, (xmlTextReaderPtr reader), (reader))
FORWARD(const xmlChar *, xmlTextReaderConstValue, (xmlTextReaderPtr reader), (reader))
FORWARD(xmlNodePtr, xmlTextReaderCurrentNode, (xmlTextReaderPtr reader), (reader))
FORWARD(int, xmlTextReaderDepth, (xmlTextReaderPtr reader), (reader))
FORWARD(xmlChar *, xmlTextReaderGetAttribute,
        (xmlTextReaderPtr reader, const xmlChar *name),
        (reader, name))
FORWARD(int, xmlTextReaderGetParserLineNumber, (xmlTextReaderPtr reader), (reader))
FORWARD(int, xmlTextReaderMoveToNextAttribute, (xmlTextReaderPtr reader), (reader))
FORWARD(int, xmlTextReaderNodeType, (xmlTextReaderPtr reader), (reader))
FORWARD(int, xmlTextReaderRead, (xmlTextReaderPtr reader), (reader))
FORWARD(xmlChar *, xmlTextReaderReadString, (xmlTextReaderPtr reader), (reader))
FORWARD(int, xmlTextReaderSetSchema,
        (xmlTextReaderPtr reader, xmlSchemaPtr schema),
        (reader, schema))
FORWARD(void, xmlTextReaderSetStructuredErrorHandler,
        (xmlTextReaderPtr reader, xmlStructuredErrorFunc f, void *arg),
        (reader, f, arg))
FORWARD(int, xmlTextWriterEndDocument, (xmlTextWriterPtr writer), (writer))
FORWARD(int, xmlTextWriterEndElement, (xmlTextWriterPtr writer), (writer))
FORWARD(int, xmlTextWriterFlush, (xmlTextWriterPtr writer), (writer))
FORWARD(int, xmlTextWriterSetIndent, (xmlTextWriterPtr writer, int indent), (writer, indent))
FORWARD(int, xmlTextWriterSetIndentString,
        (xmlTextWriterPtr writer, const xmlChar *str),
        (writer, str))
FORWARD(int, xmlTextWriterStartDocument,
        (xmlTextWriterPtr writer, const char *version, const char *encoding,
         const char *standalone),
        (writer, version, encoding, standalone))
FORWARD(int, xmlTextWriterStartElement,
        (xmlTextWriterPtr writer, const xmlChar *name),
        (writer, name))
FORWARD(int, xmlTextWriterWriteAttribute,
        (xmlTextWriterPtr writer, const xmlChar *name, const xmlChar *content),
        (writer, name, content))
FORWARD(int, xmlTextWriterWriteString,
        (xmlTextWriterPtr writer, const xmlChar *content),
        (writer, content))
