// libxml2, loaded when it is first used: it brings ICU and libstdc++ with it, and most commands of
// andon read or write no XML.
#ifndef ANDON_XML_H
#define ANDON_XML_H

// Begins to load libxml2 on a thread of its own, so that a run need not wait for it.
void andon_xml_preload(void);

// Frees memory that libxml2 has given out.
void andon_xml_free(void *_Nullable pointer);

#endif
