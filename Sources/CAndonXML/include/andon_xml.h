// libxml2, loaded when it is first used: it brings ICU and libstdc++ with it, and most commands of
// andon read or write no XML.
#ifndef ANDON_XML_H
#define ANDON_XML_H

// Loads libxml2, if it is not loaded.
void andon_xml_load(void);

// Frees memory that libxml2 has given out.
void andon_xml_free(void *_Nullable pointer);

#endif
