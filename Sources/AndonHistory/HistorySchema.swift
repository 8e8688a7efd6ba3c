// The tables of a history, and the steps that make them. Values of one indicator lie together,
// newest last, so that a baseline is one walk over neighbours however many runs there are. SQLite,
// "WITHOUT ROWID"; "PRAGMA application_id"; "PRAGMA user_version".

/// Makes the tables.
enum HistorySchema {
  /// What says that a file is a history of andon's: `andn`.
  static let mark = 0x616E_646E

  private static let steps = [
    """
    CREATE TABLE run(
      id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, startedAt INTEGER NOT NULL,
      seconds REAL NOT NULL, pipeline TEXT NOT NULL, commitId TEXT, branch TEXT,
      mergeBase TEXT, machineClass TEXT, fingerprint INTEGER NOT NULL,
      verdict TEXT NOT NULL);
    CREATE INDEX runByTime ON run(startedAt);
    CREATE INDEX runByBranch ON run(pipeline, branch, startedAt);
    CREATE TABLE label(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
    CREATE TABLE series(
      id INTEGER PRIMARY KEY, pipeline TEXT NOT NULL, branch TEXT NOT NULL,
      machineClass TEXT NOT NULL, indicator TEXT NOT NULL, unit TEXT NOT NULL,
      UNIQUE(indicator, pipeline, branch, machineClass, unit));
    CREATE INDEX seriesByBranch ON series(pipeline, branch, machineClass);
    CREATE TABLE figure(
      series INTEGER NOT NULL, startedAt INTEGER NOT NULL,
      run INTEGER NOT NULL, measured TEXT NOT NULL,
      PRIMARY KEY(series, startedAt, run)) WITHOUT ROWID;
    CREATE TABLE judgment(
      run INTEGER NOT NULL,
      objective INTEGER NOT NULL, answer TEXT NOT NULL,
      waived INTEGER NOT NULL, PRIMARY KEY(run, objective)) WITHOUT ROWID;
    """,
    """
    CREATE TABLE hit(
      run INTEGER NOT NULL, stage INTEGER NOT NULL, rule INTEGER NOT NULL,
      PRIMARY KEY(run, stage, rule)) WITHOUT ROWID;
    CREATE TABLE advice(
      run INTEGER NOT NULL, objective INTEGER NOT NULL, kind INTEGER NOT NULL,
      change TEXT NOT NULL, low REAL NOT NULL, high REAL, unit TEXT NOT NULL,
      measured REAL, settledBy TEXT, PRIMARY KEY(run, objective, kind)) WITHOUT ROWID;
    CREATE INDEX openAdvice ON advice(run) WHERE measured IS NULL;
    """,
    """
    CREATE TABLE receipt(run INTEGER PRIMARY KEY, sha256 TEXT NOT NULL);
    """,
  ]

  /// Checks that the file is a history: an empty one may become one, any other has to bear the mark
  /// and to hold the tables that the steps make, and nothing else: a view or a trigger would be
  /// carried out.
  static func check(_ connection: borrowing Connection) throws {
    let mark = try number("application_id", connection)
    let tables: Int =
      try connection.first("SELECT count(*) FROM sqlite_master") { row in
        try row.value(0)
      } ?? 0
    if tables == 0 && mark == 0 { return }
    if mark != Self.mark { throw HistoryError(.foreign, "it is not a history of andon's") }
    let version = try version(connection)
    if version > steps.count { throw HistoryError(.newer, "a newer andon has written it") }
    // An index that SQLite makes for a UNIQUE column has no text. A text that is stored as bytes is
    // run as well.
    let made: [String] = try connection.all(
      """
      SELECT CASE typeof(sql) WHEN 'text' THEN sql ELSE '' END FROM sqlite_master
      WHERE NOT coalesce(type = 'index' AND sql IS NULL AND typeof(name) = 'text'
        AND name GLOB 'sqlite_autoindex_*', FALSE)
      """
    ) { row in try row.value(0) }
    if version < 1 || made.sorted() != statements(version).sorted() {
      throw HistoryError(.foreign, "its tables are not those of a history of andon's")
    }
  }

  // SQLite keeps the text of each statement as it was written.
  private static func statements(_ version: Int) -> [String] {
    steps.prefix(version).flatMap { $0.split(separator: ";") }
      .map { String($0.drop(while: \.isWhitespace)) }.filter { !$0.isEmpty }
  }

  /// Brings the file to the present form.
  ///
  /// In one transaction with the check: of two programs that begin one file together, the second
  /// finds it complete.
  static func migrate(_ connection: borrowing Connection) throws {
    if try version(connection) == steps.count { return }
    try connection.transaction(canWrite: true) {
      try check(connection)
      for (number, step) in steps.enumerated().dropFirst(try version(connection)) {
        try connection.execute(
          """
          PRAGMA application_id = \(mark);
          \(step)
          PRAGMA user_version = \(number + 1);
          """)
      }
    }
  }

  private static func version(_ connection: borrowing Connection) throws -> Int {
    try number("user_version", connection)
  }

  private static func number(
    _ pragma: String, _ connection: borrowing Connection
  ) throws -> Int {
    try connection.first("PRAGMA \(pragma)") { row in try row.value(0) } ?? 0
  }
}
