// SQLITE_TRANSIENT is a macro that Swift cannot see: SQLite copies the text before this returns.
#ifndef ANDON_SQLITE_SHIM_H
#define ANDON_SQLITE_SHIM_H
#include <sqlite3.h>

static inline int andon_sqlite_bind_text(sqlite3_stmt *statement, int index, const char *text,
                                         int length) {
  return sqlite3_bind_text(statement, index, length == 0 ? "" : text, length, SQLITE_TRANSIENT);
}

#endif
