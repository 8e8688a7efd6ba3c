// Histories in real files: what is kept, what is found, what goes wrong.

import AndonModel
import AndonSystem
import AndonTestSupport
import CSQLite
import Testing

@testable import AndonHistory

@Suite("History") struct HistoryStoreTests {
  private let folder: TemporaryDirectory
  private var path: String { folder.path + "/history.sqlite" }

  init() throws { folder = try TemporaryDirectory() }

  private static let wall = IndicatorReference(stage: StageID("a"), name: .builtIn(.wall))

  private func entry(
    _ number: Int, branch: String? = "main", values: [Double] = [1], answer: String = "pass"
  ) -> HistoryEntry {
    var entry = HistoryEntry(
      id: "run-\(number)", startedAt: Timestamp(milliseconds: Int64(number) * 1000), seconds: 2.5,
      pipeline: "p", fingerprint: "linux", verdict: .green)
    entry.commit = String(repeating: "\(number % 10)", count: 40)
    entry.branch = branch
    entry.figures = [
      HistoryValues(Self.wall, unit: .seconds, values: values),
      HistoryValues(
        IndicatorReference(stage: StageID("a"), name: .metric("n")), unit: .count, values: [0.1]),
    ]
    entry.judgments = [HistoryJudgment(objective: "o", answer: answer, isWaived: answer == "fail")]
    return entry
  }

  private func question(branch: String? = "main", most: Int = 100) -> HistoryStore.Question {
    var question = HistoryStore.Question(Self.wall, pipeline: "p", unit: .seconds, most: most)
    question.branch = branch
    question.objective = "o"
    return question
  }

  @Test("a run is given back as it was kept, and kept once")
  func whole() throws {
    let store = try HistoryStore(path, canWrite: true)
    let entry = entry(7, values: [0.1, 1.0 / 3, 1e-300, 12_345_678.9])
    #expect(try store.add([entry]) == 1)
    #expect(try store.add([entry, entry]) == 0)
    #expect(try store.entry("run-7") == entry)
    #expect(try store.entry("run-8") == nil)
    #expect(try store.ids(beginning: "run-") == ["run-7"])
    var bare = self.entry(8, branch: nil)
    bare.commit = nil
    bare.figures = []
    #expect(try store.add([bare]) == 1)
    #expect(try store.entry("run-8") == bare)
    #expect(try store.keys() == ["run-7", "run-8"])
    #expect(try store.newest(1, branch: nil).map(\.id) == ["run-8"])
    #expect(try store.newest(5, branch: "main").map(\.id) == ["run-7"])
  }

  @Test("figures come from runs of the branch, the class and the unit, without failed ones")
  func figures() throws {
    let store = try HistoryStore(path, canWrite: true)
    var other = entry(4)
    other.machineClass = "large"
    var bytes = entry(5)
    bytes.figures[0].unit = .bytes
    let entries = [
      entry(3), entry(1), entry(2, answer: "fail"), other, bytes, entry(6, branch: "x"),
      entry(8, answer: "warn"), entry(7, branch: nil),
    ]
    #expect(try store.add(entries) == 8)
    // However they were added: the oldest first.
    #expect(try store.figures(question()).map(\.run.id) == ["run-1", "run-3", "run-8"])
    #expect(try store.figures(question(most: 2)).map(\.run.id) == ["run-3", "run-8"])
    #expect(try store.figures(question(branch: "x")).map(\.run.id) == ["run-6"])
    #expect(
      try store.figures(question(branch: nil)).map(\.run.id)
        == ["run-1", "run-3", "run-6", "run-7", "run-8"])
    var large = question()
    large.machineClass = "large"
    #expect(try store.figures(large).map(\.run.id) == ["run-4"])
    let found = try #require(try store.figures(question()).last)
    #expect(found.run.commit == entry(8).commit && found.fingerprint == "linux")
    let units = try store.series(of: Self.wall, branch: "main").map(\.unit.rawValue)
    #expect(units.sorted() == ["B", "s", "s"])
  }

  @Test("two histories become one without duplicates")
  func merging() throws {
    let store = try HistoryStore(path, canWrite: true)
    let other = try HistoryStore(folder.path + "/other.sqlite", canWrite: true)
    _ = try store.add([entry(1), entry(2)])
    _ = try other.add([entry(2), entry(3, values: [5, 6])])
    #expect(try store.merge(other) == 1)
    #expect(try store.merge(other) == 0)
    #expect(try store.entry("run-3") == entry(3, values: [5, 6]))
  }

  @Test("pruning keeps the newest of each branch, and what is young enough")
  func pruning() throws {
    let store = try HistoryStore(path, canWrite: true)
    _ = try store.add((1...10).map { entry($0, branch: $0 == 1 ? "x" : "main") })
    #expect(try store.prune(.init(runs: 4, since: nil)) == 5)
    #expect(try store.keys() == ["run-1", "run-7", "run-8", "run-9", "run-10"])
    #expect(try store.figures(question()).count == 4)
    #expect(try store.prune(.init(runs: nil, since: Timestamp(milliseconds: 9000))) == 3)
    #expect(try store.keys() == ["run-9", "run-10"])
    #expect(try store.prune(.init(runs: 0, since: nil)) == 2)
    let left: Int? = try store.read { connection in
      try connection.first(
        "SELECT (SELECT count(*) FROM figure) + (SELECT count(*) FROM judgment)"
      ) { row in try row.value(0) }
    }
    #expect(left == 0)
  }

  private func execute(_ sql: String, in path: String) throws {
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    try Connection(path, flags: flags, patience: 1).execute(sql)
  }

  @Test("a damaged file, somebody else's, and a newer andon's are told apart")
  func faults() throws {
    try folder.write("history.sqlite", String(repeating: "no database ", count: 1000))
    #expect(throws: HistoryError(.damaged, "file is not a database")) {
      try HistoryStore(path, canWrite: true)
    }
    let other = folder.path + "/other.sqlite"
    try execute("CREATE TABLE t(x)", in: other)
    let bytes = try Files.read(other)
    #expect(throws: HistoryError(.foreign, "it is not a history of andon's")) {
      try HistoryStore(other, canWrite: true)
    }
    // What is not andon's stays as it is, byte for byte.
    #expect(try Files.read(other) == bytes)
    let newer = folder.path + "/newer.sqlite"
    _ = try HistoryStore(newer, canWrite: true)
    try execute("PRAGMA user_version = 999", in: newer)
    #expect(throws: HistoryError(.newer, "a newer andon has written it")) {
      try HistoryStore(newer, canWrite: true)
    }
    do throws(HistoryError) {
      _ = try HistoryStore(folder.path + "/none/history.sqlite", canWrite: true)
      Issue.record("it was opened")
    } catch {
      #expect(error.kind == .unusable)
    }
    do throws(HistoryError) {
      _ = try HistoryStore(folder.path + "/none.sqlite", canWrite: false)
      Issue.record("it was opened")
    } catch {
      #expect(error.kind == .unusable)
    }
  }

  @Test("what begins a file together finds it whole")
  func togetherBegun() async throws {
    for round in 0..<10 {
      let path = folder.path + "/\(round).sqlite"
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<6 {
          let entry = entry(number)
          group.addTask { _ = try HistoryStore(path, canWrite: true).add([entry]) }
        }
        try await group.waitForAll()
      }
      #expect(try HistoryStore(path, canWrite: false).keys().count == 6)
    }
  }

  @Test("lines of green runs are known, and advice is open until somebody has looked")
  func causes() throws {
    let store = try HistoryStore(path, canWrite: true)
    func said(_ run: Int, low: Double = 1, high: Double? = 2) -> Prediction {
      Prediction(
        run: "run-\(run)", objective: "a.wall", kind: .lockContention, change: "wait", low: low,
        high: high, unit: .seconds)
    }
    var first = entry(1)
    first.logMatches = [HistoryMatch(stage: StageID("a"), rule: "command-not-found")]
    var second = entry(2)
    second.verdict = .red
    second.logMatches = [HistoryMatch(stage: StageID("a"), rule: "enospc")]
    second.advice = [HistoryAdvice(said(2))]
    var third = entry(3)
    third.verdict = .red
    third.advice = [HistoryAdvice(said(3, high: nil))]
    _ = try store.add([first, second, third])
    #expect(try store.entry("run-2") == second && store.entry("run-3") == third)
    #expect(try store.knownRules("p") == [StageID("a"): ["command-not-found"]])
    #expect(try store.knownRules("other").isEmpty)
    // The newest advice about an objective is the one that counts.
    #expect(try store.openAdvice("p") == [said(3, high: nil)])
    var fourth = entry(4)
    fourth.predictionResults = [PredictionResult(said(3, high: nil), measured: 0.5)]
    _ = try store.add([fourth])
    #expect(try store.openAdvice("p") == [said(2)])
    let rows = try store.predictionResults(5)
    #expect(rows.map(\.measured) == [0.5, nil] && rows.map(\.settledBy) == ["run-4", nil])
    #expect(try store.prune(.init(runs: 1, since: nil)) == 3)
    #expect(try store.predictionResults(5).isEmpty && store.knownRules("p").isEmpty)
  }

  @Test("pruning counts runs, also those that began at the same time")
  func sameTime() throws {
    let store = try HistoryStore(path, canWrite: true)
    let entries = (1...5).map { number in
      var entry = entry(number)
      entry.startedAt = Timestamp(milliseconds: 7)
      return entry
    }
    _ = try store.add(entries)
    #expect(try store.prune(.init(runs: 3, since: nil)) == 2)
    #expect(try store.keys() == ["run-3", "run-4", "run-5"])
    #expect(try store.figures(question()).map(\.run.id) == ["run-3", "run-4", "run-5"])
  }

  @Test("a figure that meant nothing is no baseline, nor is that of another machine")
  func meaningless() throws {
    let store = try HistoryStore(path, canWrite: true)
    var unmet = entry(2)
    unmet.judgments = [
      HistoryJudgment(
        objective: "o", answer: "unknown", reason: "precondition", isWaived: false)
    ]
    var moved = entry(3)
    moved.fingerprint = "elsewhere"
    _ = try store.add([entry(1), unmet, moved])
    #expect(try store.entry("run-2") == unmet)
    #expect(try store.figures(question()).map(\.run.id) == ["run-1", "run-3"])
    var own = question()
    own.fingerprint = "linux"
    #expect(try store.figures(own).map(\.run.id) == ["run-1"])
  }

  @Test("a file of which a part is overwritten is found damaged when it is asked")
  func overwritten() throws {
    do {
      let store = try HistoryStore(path, canWrite: true)
      _ = try store.add((1...300).map { entry($0, values: (0..<20).map(Double.init)) })
    }
    var bytes = try Files.read(path)
    for index in 8192..<bytes.count { bytes[index] = 0xA5 }
    try Files.replace(path, with: bytes)
    let store = try HistoryStore(path, canWrite: true)
    do throws(HistoryError) {
      _ = try store.figures(question())
      Issue.record("it was read")
    } catch {
      #expect(error.kind == .damaged)
    }
  }

  @Test("who writes while another one writes waits for it")
  func busy() throws {
    let store = try HistoryStore(path, canWrite: true)
    let holder = try Child(
      [
        "/usr/bin/python3", "-c",
        """
        import sqlite3
        base = sqlite3.connect("history.sqlite", isolation_level=None)
        base.execute("BEGIN IMMEDIATE")
        open("held", "w").close()
        base.execute("CREATE TABLE work AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
            "SELECT i + 1 FROM n WHERE i < 3000000) SELECT i FROM n")
        base.execute("DROP TABLE work")
        base.execute("COMMIT")
        """,
      ], in: folder.path)
    let deadline = ProcessEnvironment.wallClock() + 30_000
    while !Files.isFile(folder.path + "/held"), ProcessEnvironment.wallClock() < deadline {}
    #expect(try store.figures(question()).isEmpty)
    #expect(try store.add([entry(1)]) == 1)
    #expect(try holder.end().exitCode == 0)
  }
}
