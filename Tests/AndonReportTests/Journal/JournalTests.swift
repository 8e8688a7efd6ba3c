// The journal at any point of a run.

import AndonModel
import AndonSystem
import AndonTestSupport
import Testing

@testable import AndonReport

@Suite("Journal") struct JournalTests {
  private static var run: RunIdentity {
    var run = SampleRecords.red.run
    run.seconds = 0
    return run
  }

  /// A plan with everything that an objective can have, as far as a journal holds it.
  private static var plan: Plan {
    let stages = SampleRecords.red.stages.map { record in
      let deadlines = Deadlines(soft: record.softCrossed ? 30 : nil, hard: .infinity, grace: 0)
      var stage = Stage(id: record.id, run: .words([]), deadlines: deadlines)
      stage.required = record.required
      stage.place = record.place
      return PlannedStage(stage, arguments: [])
    }
    var plan = Plan(stages: stages, jobs: 1)
    plan.yellowExit = 33
    plan.budget = 90
    let wall = IndicatorReference(stage: StageID("build"), name: .builtIn(.wall))
    var objective = Objective(
      id: "build.wall", indicator: wall,
      fail: Comparison(.greater, 15, unit: .seconds, thresholdText: "15s"), warn: nil)
    objective.given = Precondition(
      IndicatorReference(stage: StageID("lint"), name: .metric("a.b")), .greaterOrEqual,
      .value(3, .count),
      text: "lint.a.b >= 3")
    var waiver = Waiver(
      until: CalendarDay(year: 2027, month: 1, day: 31), owner: "@me", reason: "é")
    waiver.notAbove = 60
    waiver.notAboveText = "1m"
    waiver.place = FileLocation(file: "andon.yaml", line: 3, column: 5)
    objective.waiver = waiver
    objective.place = FileLocation(file: "andon.yaml", line: 9, column: 5)
    var other = Objective(
      id: "other", indicator: wall, fail: nil,
      warn: Comparison(.different, 0.5, unit: .seconds, thresholdText: "500ms"))
    other.given = Precondition(wall, .less, .indicator(wall), text: "x")
    other.required = false
    other.onFail = .yellow
    other.severity = .critical
    plan.objectives = [objective, other]
    var lint = Finding(.missingLock, .notice, .warning, "odd", stage: StageID("lint"))
    lint.place = FileLocation(file: "andon.yaml", line: 7, column: 3)
    plan.lint = [lint]
    return plan
  }

  /// The events of the sample run, in order.
  private static var events: [RunEvent] {
    var all: [RunEvent] = []
    for stage in SampleRecords.red.stages {
      for attempt in stage.attempts {
        all.append(.started(stage.id, attempt: attempt.number, role: attempt.role))
        if stage.softCrossed { all.append(.slow(stage.id, soft: 30, restarts: false)) }
        all.append(.stopping(stage.id, .hard, limit: 120))
        all += evidence(of: stage).snapshots.map { .looked(stage.id, $0) }
        if let peak = attempt.peak {
          all.append(.memory(stage.id, attempt: attempt.number, [peak, peak]))
        }
        all.append(.attempted(stage.id, attempt))
      }
      all.append(.tick([], finished: 0, total: 1))
      all.append(.ended(stage, evidence(of: stage)))
    }
    return all
  }

  private static func evidence(of stage: StageRecord) -> StageEvidence {
    var evidence = StageEvidence()
    guard stage.state == .stopped else { return evidence }
    var snapshot = StageSnapshot(attempt: 1, moment: .stop, at: 120.001)
    var process = ProcessEntry(pid: 7, parent: 1, command: "cargo build")
    process.state = "S"
    process.waitChannel = "locks_lock_inode_wait"
    process.systemCall = 73
    process.processor = 0.25
    process.memory = 4e6
    process.locks = ["/x/.cargo-lock"]
    snapshot.tree.processes = [process]
    snapshot.tree.locks = [
      BlockedLock(
        waiter: 7, name: "cargo", kind: "FLOCK", path: "/x/.cargo-lock",
        holders: [.init(pid: 5, command: "cargo check", isOwn: false, age: 41.5)])
    ]
    snapshot.tree.pressure.processor = 12.5
    snapshot.tail = ["Blocking"]
    evidence.snapshots = [snapshot]
    evidence.locks = snapshot.tree.locks
    evidence.tail = ["last \"line\"", "\u{2400}"]
    evidence.exhaustedPatterns = ["n"]
    evidence.logFaults = [.init(log: "logs/build.1.log", reason: "full")]
    return evidence
  }

  private static var whole: [UInt8] {
    JournalFile.head(plan, of: run) + events.flatMap { JournalFile.line($0, at: run.startedAt) }
      + JournalFile.end(seconds: 130.25, at: run.startedAt)
  }

  @Test("a whole journal is the run that it was written from")
  func roundTrip() throws {
    let content = try JournalFile.read(Self.whole)
    #expect(content.plan == Self.plan && !content.isTruncated)
    #expect(content.result.stages == SampleRecords.red.stages)
    #expect(content.result.run.seconds == 130.25 && content.result.ending == .whole)
    #expect(
      content.result.evidence == [StageID("build"): Self.evidence(of: SampleRecords.red.stages[0])])
  }

  @Test("sleep and a clock that was set are known")
  func drift() throws {
    let at = Self.run.startedAt
    let drifted = JournalFile.line(.drifted(asleep: 5, set: -1.5), at: at)
    let result = try JournalFile.read(JournalFile.head(Self.plan, of: Self.run) + drifted).result
    #expect(result.asleep == 5 && result.clockSet == -1.5)
  }

  @Test("what ended a run early is known")
  func endings() throws {
    let head = JournalFile.head(Self.plan, of: Self.run)
    let at = Self.run.startedAt
    let end = JournalFile.end(seconds: 1, at: at)
    func ending(_ event: RunEvent) throws -> RunResult.Ending {
      try JournalFile.read(head + JournalFile.line(event, at: at) + end).result.ending
    }
    #expect(try ending(.interrupted(.terminate)) == .cancelled)
    #expect(try ending(.overBudget(5)) == .overBudget)
    #expect(try JournalFile.read(head).result.ending == .cutOff)
  }

  @Test("cut off at any byte, it is read as far as it goes")
  func anyByte() throws {
    let whole = Self.whole
    let firstLine = try #require(whole.firstIndex(of: 0x0A))
    let all = Self.plan.stages.count
    for count in firstLine + 1..<whole.count {
      let content = try JournalFile.read(Array(whole.prefix(count)))
      #expect(content.isTruncated == (whole[count - 1] != 0x0A))
      #expect(!content.result.isWhole && content.result.stages.count <= all)
      for stage in content.result.stages where stage.state == .lost {
        #expect(!stage.attempts.isEmpty)
      }
    }
    for count in 0...firstLine {
      #expect(throws: VerdictFile.StoredFormatError.self) {
        try JournalFile.read(Array(whole.prefix(count)))
      }
    }
  }

  @Test(
    "a stage in flight is lost with the attempts that it had; one that had not begun is skipped")
  func inFlight() throws {
    let at = Self.run.startedAt
    let bytes =
      JournalFile.head(Self.plan, of: Self.run)
      + JournalFile.line(
        .attempted(StageID("build"), SampleRecords.red.stages[0].attempts[0]), at: at)
      + JournalFile.line(
        .started(StageID("build"), attempt: 2, role: .retry), at: at.advanced(bySeconds: 7))
    let result = try JournalFile.read(bytes).result
    #expect(result.stages.map(\.state) == [.lost, .skipped, .skipped, .skipped])
    #expect(result.stages[0].attempts.map(\.role) == [.measured, .retry])
    #expect(result.stages[1].reason == .lost && result.run.seconds == 7)
  }

  @Test(
    "what a stage in flight had proven is kept: that it was slow, and for how long at the least")
  func slowInFlight() throws {
    let at = Self.run.startedAt
    let id = StageID("build")
    let begun =
      JournalFile.head(Self.plan, of: Self.run)
      + JournalFile.line(.started(id, attempt: 1, role: .measured), at: at)
      + JournalFile.line(.slow(id, soft: 30, restarts: false), at: at)
    let slow = try JournalFile.read(begun).result.stages[0]
    #expect(slow.state == .lost && slow.softCrossed)
    #expect(slow.indicators[.builtIn(.wall)]?.reading == .atLeast(30))
    let stopping = begun + JournalFile.line(.stopping(id, .hard, limit: 120), at: at)
    let stopped = try JournalFile.read(stopping).result.stages[0]
    #expect(stopped.indicators[.builtIn(.wall)]?.reading == .atLeast(120))
  }

  @Test("a damaged line in the middle is refused with its number; later events are passed over")
  func damage() throws {
    let lines = Self.whole.split(separator: 0x0A).map { Array($0) }
    var broken = lines
    broken[3] = Array("{\"event\":".utf8)
    let fault = #expect(throws: VerdictFile.StoredFormatError.self) {
      try JournalFile.read(Array(broken.joined(separator: [0x0A])) + [0x0A])
    }
    #expect(fault?.message.hasPrefix("line 4: ") == true)
    var later = lines
    later.insert(
      Array("{\"event\":\"later\",\"at\":\"\(Self.run.startedAt)\",\"x\":1}".utf8), at: 9)
    let content = try JournalFile.read(Array(later.joined(separator: [0x0A])) + [0x0A])
    #expect(content.result.stages == SampleRecords.red.stages)
  }

  /// Every event, each with everything that it can hold.
  private static var everything: [UInt8] {
    let at = run.startedAt
    let events: [RunEvent] = [
      .interrupted(.hangUp), .overBudget(3), .drifted(asleep: 5, set: -1.5),
      .changed(StageID("lint"), ["out/a"]),
      .ended(SampleRecords.complete.stages[SampleRecords.complete.stages.count - 2], allEvidence),
    ]
    var plan = plan
    plan.objectives[1].relative = relative
    plan.objectives[1].sequence = Repetition(runs: 7, warmup: 1, use: .median, end: .sequential)
    plan.objectives[1].noise = 0.02
    plan.predictions = [SampleRecords.prediction]
    plan.stages[0].command = "make"
    plan.stages[0].knownRules = ["network"]
    return JournalFile.head(plan, of: run)
      + (Self.events + events).flatMap { JournalFile.line($0, at: at) }
      + JournalFile.end(seconds: 130.25, at: at)
  }

  private static var relative: RelativeTerms {
    let threshold = RelativeThreshold(
      part: 0.1, difference: 0.2, unit: .seconds, .higher, text: "> +10%")
    var relative = RelativeTerms(
      BaselineSelector(branch: "main", history: "base.sqlite"), fail: threshold, warn: threshold,
      unit: .seconds)
    relative.confirm = 3
    relative.baseline = SampleRecords.comparison.baseline
    return relative
  }

  private static var allEvidence: StageEvidence {
    var evidence = evidence(of: SampleRecords.red.stages[0])
    var holder = LockHolder(pid: 9, command: "srv", isOwn: false, age: 3)
    holder.parent = "systemd"
    holder.stage = "db"
    evidence.takenPorts = [.init(port: 5432, holder: holder)]
    evidence.shortages = [.init(.disk, "/ has 0 bytes left")]
    evidence.brokenTests = [FailedTest("a", message: "b", file: "c.xml")]
    evidence.brokenTestCount = 4
    evidence.collected = [ImportFinding(.testFailed, "odd")]
    var rule = LogPattern(
      id: "r", kind: .network, weight: 80, regex: "", why: "down", remedy: "start it")
    rule.follows = [.timeout]
    var match = LogMatch(rule: rule, line: 3, text: "refused")
    match.count = 2
    match.before = ["x"]
    match.after = ["y"]
    match.isOvercome = true
    evidence.readings = [LogDiagnosis(log: "logs/a.1.log", lines: 9, logMatches: [match])]
    return evidence
  }

  @Test("the journal and its schema have the same fields")
  func schema() throws {
    let folder = try TemporaryDirectory()
    let path = folder.path + "/journal.jsonl"
    try Files.replace(path, with: Self.everything)
    let differences = try StoredFormat.differences([path], from: "journal.schema.json")
    try #require(differences != nil, "python3-jsonschema is missing: ci/check installs it")
    #expect(differences == "")
  }
}
