// The tables of a history. Values of one indicator lie together, newest last, so that a baseline is
// one walk over neighbours however many runs there are.
// SQLite, "WITHOUT ROWID"; "PRAGMA application_id".

internal import GRDB

/// Makes the tables.
enum HistorySchema {
  /// What says that a file is a history of andon's: `andn`.
  static let mark = 0x616E_646E

  /// The steps that bring an older file to the present form.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.execute(
        sql: """
          PRAGMA application_id = \(mark);
          CREATE TABLE run(
            id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, startedAt INTEGER NOT NULL,
            seconds REAL NOT NULL, pipeline TEXT NOT NULL, commitId TEXT, branch TEXT,
            mergeBase TEXT, machineClass TEXT, fingerprint INTEGER NOT NULL,
            verdict TEXT NOT NULL);
          CREATE INDEX runByTime ON run(startedAt);
          CREATE TABLE label(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
          CREATE TABLE series(
            id INTEGER PRIMARY KEY, pipeline TEXT NOT NULL, branch TEXT NOT NULL,
            machineClass TEXT NOT NULL, indicator TEXT NOT NULL, unit TEXT NOT NULL,
            UNIQUE(indicator, pipeline, branch, machineClass, unit));
          CREATE TABLE figure(
            series INTEGER NOT NULL, startedAt INTEGER NOT NULL,
            run INTEGER NOT NULL, measured TEXT NOT NULL,
            PRIMARY KEY(series, startedAt, run)) WITHOUT ROWID;
          CREATE TABLE judgment(
            run INTEGER NOT NULL,
            objective INTEGER NOT NULL, answer TEXT NOT NULL,
            waived INTEGER NOT NULL, PRIMARY KEY(run, objective)) WITHOUT ROWID;
          """)
    }
    return migrator
  }
}
