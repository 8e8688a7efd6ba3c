// Run records that all report tests share. Nothing in them comes from a clock or a machine.

package import AndonModel

/// Records of runs that might have been.
package enum SampleRecords {
  /// A record without rows, on a fixed machine at a fixed time.
  package static func empty(_ verdict: Verdict, exitCode: Int, _ headline: String) -> RunRecord {
    let machine = MachineIdentity(
      system: "linux", kernel: "6.1.0", architecture: "x86_64", hostname: "builder", processors: 2,
      memory: 8_000_000_000, jobs: 2, containment: "reaper")
    var run = RunIdentity(
      id: "0123456789abcdef0123456789abcdef", pipeline: "workspace-slo",
      startedAt: Timestamp(milliseconds: 1_801_387_800_000), host: .plain, machine: machine)
    run.seconds = 130.25
    run.configFile = "ci/andon.yaml"
    run.configSha256 = String(repeating: "ab", count: 32)
    run.commit = String(repeating: "12", count: 20)
    var record = RunRecord(
      tool: ToolIdentity(version: "0.1.0"), run: run, verdict: verdict, exitCode: exitCode,
      headline: headline)
    record.complete = true
    return record
  }

  /// Everything well.
  package static var green: RunRecord {
    var record = empty(.green, exitCode: 0, "1 passed")
    record.stages = [stage("build", .succeeded, .exited(code: 0), wall: .exact(12.5))]
    record.objectives = [row("build.wall", .pass, .none, .exact(12.5), line: 9)]
    return record
  }

  /// One of each: passed, warned, failed, unknown for two reasons, slow, left behind.
  package static var red: RunRecord {
    var record = empty(.red, exitCode: 20, "2 failed, 3 unknown (2 because of them), 1 warning")
    var build = stage(
      "build", .stopped, .stopped(.hard, limit: 120, ending: .signalled(.kill)),
      wall: .atLeast(120.001))
    build.softCrossed = true
    build.attempts[0].peak = MemorySample(
      at: 12.4,
      holders: [
        ProcessMemory(name: "rustc", count: 4, bytes: 1.9e9),
        ProcessMemory(name: "cargo", count: 1, bytes: 5e7),
      ])
    build.attempts[0].memoryKills = 0
    build.attempts[0].indicators[.builtIn(.peakMemory)] = Quantity(
      .atLeast(1.95e9), unit: .bytes, source: .cgroup, samples: 4000, period: 0.03)
    var test = stage("test", .skipped, nil, wall: nil)
    test.blockedBy = [StageID("build")]
    test.root = StageID("build")
    test.reason = .blocked
    var lint = stage("lint", .succeeded, .exited(code: 0), wall: .exact(31))
    lint.softCrossed = true
    lint.left = [
      LeakedProcess(
        pid: 4711, command: "sleep 99", termination: "ended by SIGTERM", detachment: "orphan")
    ]
    lint.left[0].waitChannel = "hrtimer_nanosleep"
    lint.indicators[.metric("warnings")] = Quantity(
      .missing(reason: "no line matched"), unit: .count, source: .output, samples: 0)
    var docs = stage("docs", .failed, .exited(code: 2), wall: .exact(0.25))
    docs.required = false
    record.stages = [build, test, lint, docs]
    var blocked = row(
      "test.wall", .unknown(.blocked), .unknown, .missing(reason: "skipped"), line: 14)
    blocked.blockedBy = [StageID("build")]
    blocked.root = StageID("build")
    var warned = row("lint.wall", .warn, .yellow, .exact(31), line: 20)
    warned.warn = "> 30s"
    warned.severity = .low
    var optional = row("docs.wall", .unknown(.stageFailed), .none, .exact(0.25), line: 27)
    optional.required = false
    record.objectives = [
      row("build.wall", .fail, .red, .atLeast(120.001), line: 9), blocked, warned,
      row(
        "few warnings", .unknown(.notMeasured), .unknown, .missing(reason: "no line matched"),
        line: 22, indicator: "lint.warnings"),
      row("small log", .fail, .yellow, .exact(5), line: 24, indicator: "lint.log-size"), optional,
    ]
    record.reasons = [
      VerdictReason(.red, .objective, "build.wall"), VerdictReason(.red, .stage, "build"),
      VerdictReason(.unknown, .objective, "test.wall"),
      VerdictReason(.yellow, .stage, "lint"),
    ]
    var cause = Finding(
      .hardDeadline, .cause, .error, "build was stopped at its hard deadline of 120 s",
      stage: StageID("build"), evidence: ["    Blocking waiting for file lock on package cache"])
    cause.id = "f1"
    var left = Finding(
      .leakedProcesses, .notice, .warning, "lint left a process behind", stage: StageID("lint"),
      evidence: ["4711 sleep 99: ended by SIGTERM"])
    left.id = "f2"
    var blockedTest = Finding(
      .stageBlocked, .symptom, .note, "test did not run because of build", stage: StageID("test"))
    blockedTest.id = "f3"
    blockedTest.cause = "f1"
    record.findings = [cause, left, blockedTest]
    record.causes = [lockCause]
    return record
  }

  private static var lockCause: Cause {
    var cause = Cause(
      kind: .lockContention, .proven, rule: "lock-table",
      why: "Another cargo process holds the package cache.", remedy: "Find the other cargo.")
    cause.id = "c1"
    cause.stage = StageID("build")
    cause.objectives = ["build.wall"]
    cause.line = 7
    cause.text = "    Blocking waiting for file lock on package cache"
    cause.ruledOutIf = "it takes as long when nothing else holds the lock"
    let wait = Fact("it waited 96 s for a file lock", at: "build.lock-wait, attempt 1, sampled")
    cause.evidence = [wait, Fact(cause.text ?? "", at: "logs/build.1.log:7")]
    cause.alternatives = [
      AlternativeCause(
        kind: .network, rule: "dns-failure", line: 3, ruledOutIf: "the address answers")
    ]
    cause.causalChain = [
      Fact("build.wall is at least 120 s and fails > 15s", at: "ci/andon.yaml:9"), wait,
      Fact("held by pid 23447 `cargo build`, not of this run", at: "/proc/locks"),
    ]
    cause.unknown = "who started that process is not known"
    var advice = Advice(
      "give it a folder of its own", assumption: "the rest takes as long as it did")
    advice.objective = "build.wall"
    advice.measured = 120.001
    advice.low = 24
    cause.advice = [advice]
    return cause
  }

  /// One of each that several attempts, waivers and limits of the whole run lead to.
  package static var mixed: RunRecord {
    var record = empty(
      .unknown, exitCode: 30, "over budget: 1 failed (1 waived), 2 unknown, 2 warnings")
    var flaky = stage("flaky", .succeeded, .exited(code: 0), wall: .exact(2))
    flaky.flaky = true
    flaky.attempts = attempts(of: flaky, [.measured, .retry])
    flaky.attempts[0].outcome = .exited(code: 1)
    var ladder = stage("ladder", .succeeded, .exited(code: 0), wall: .exact(12))
    ladder.softCrossed = true
    ladder.attempts = attempts(of: ladder, [.rerun, .measured])
    ladder.attempts[0].outcome = .stopped(.rerun, limit: 10, ending: .signalled(.terminate))
    ladder.attempts[0].softCrossed = true
    var unmet = stage("unmet", .succeeded, .exited(code: 0), wall: .exact(1))
    unmet.required = false
    unmet.reason = .precondition
    unmet.attempts[0].expectMet = false
    var left = stage("left", .skipped, nil, wall: nil)
    left.reason = .notSelected
    var late = stage("late", .skipped, nil, wall: nil)
    late.reason = .budget
    ladder = reproduced(ladder, differing: "in /builds/andon")
    record.stages = [flaky, ladder, unmet, left, late]
    var waived = row("flaky.wall", .fail, .yellow, .exact(20), line: 8)
    waived.onFail = .red
    waived.waiver = WaiverRecord(
      until: "2027-01-31", notAbove: "60s", owner: "@build-team", reason: "cache redesign",
      applied: true)
    var capped = row("ladder.wall", .warn, .yellow, .exact(12), line: 12)
    capped.downgrade = .rerun
    var presumed = row("unmet.wall", .unknown(.precondition), .none, .exact(1), line: 16)
    presumed.required = false
    presumed.given = "unmet.triples >= 1000"
    record.objectives = [
      waived, capped, presumed,
      row("left.wall", .unknown(.notSelected), .none, .missing(reason: "it did not run"), line: 20),
      row("late.wall", .unknown(.budget), .unknown, .missing(reason: "it did not run"), line: 24),
    ]
    record.reasons = [VerdictReason(.unknown, .stage, "late")]
    var lint = Finding(
      .missingLock, .notice, .warning, "ladder and flaky may use cargo side by side",
      stage: StageID("ladder"))
    lint.id = "f1"
    lint.place = FileLocation(file: "ci/andon.yaml", line: 11, column: 3)
    record.findings = [lint]
    return record
  }

  static func attempts(of stage: StageRecord, _ roles: [AttemptRole]) -> [AttemptRecord] {
    roles.enumerated().flatMap { index, role in
      stage.attempts.prefix(1).map { attempt in
        var attempt = attempt
        attempt.number = index + 1
        attempt.role = role
        attempt.log = "logs/\(stage.id).\(index + 1).log"
        return attempt
      }
    }
  }

  /// Before the first stage.
  package static var provisional: RunRecord {
    var record = empty(.unknown, exitCode: 74, "the run has not ended, or andon was killed")
    record.complete = false
    record.reasons = [VerdictReason(.unknown, .run, "run")]
    return record
  }

  /// Names and output that attack whoever reads the report.
  package static var hostile: RunRecord {
    let attack =
      "]]> </a> \u{0}\u{1B}[31m\u{8}\u{FFFE} ::error::x ##[error]y | `<b>` & \" \\ \n é 漢 😀"
    var record = empty(.red, exitCode: 20, "1 failed")
    record.run.pipeline = attack
    let failed = stage("a", .failed, .exited(code: 1), wall: .exact(1e-7))
    record.stages = [reproduced(failed, differing: attack)]
    var broken = row(attack, .fail, .red, .exact(1.7e308), line: 1, indicator: "a.log-size")
    broken.fail = attack
    record.objectives = [broken]
    var cause = Finding(
      .stageFailed, .cause, .error, attack, stage: StageID("a"),
      evidence: [attack, String(repeating: "x", count: 200_000)])
    cause.id = "f1"
    record.findings = [cause]
    return record
  }

  /// All of them by name.
  package static var all: [(name: String, record: RunRecord)] {
    [
      ("green", green), ("red", red), ("mixed", mixed), ("provisional", provisional),
      ("hostile", hostile),
    ]
  }

  static func stage(
    _ id: String, _ state: StageState, _ outcome: Outcome?, wall: BoundedValue?
  ) -> StageRecord {
    var stage = StageRecord(id: StageID(id), required: true, state: state)
    stage.place = FileLocation(file: "ci/andon.yaml", line: 5, column: 3)
    guard let outcome, let wall else { return stage }
    var attempt = AttemptRecord(
      number: 1, role: .measured, outcome: outcome,
      startedAt: Timestamp(milliseconds: 1_801_387_801_500), log: "logs/\(id).1.log")
    attempt.queued = 0.5
    attempt.indicators[.builtIn(.wall)] = Quantity(wall, unit: .seconds, source: .monotonic)
    attempt.indicators[.builtIn(.exitCode)] = Quantity(
      .missing(reason: "andon ended it"), unit: .count, source: .waitStatus, samples: 0)
    stage.attempts = [attempt]
    stage.indicators = attempt.indicators
    return stage
  }

  static func row(
    _ id: String, _ judgment: Judgment, _ colour: VerdictColor, _ measured: BoundedValue, line: Int,
    indicator: String? = nil
  ) -> ObjectiveRecord {
    let parts = (indicator ?? id).split(separator: ".", maxSplits: 1)
    var row = ObjectiveRecord(
      id: id,
      indicator: IndicatorReference(
        stage: StageID(String(parts[0])), name: IndicatorName(String(parts[1]))),
      required: true, severity: .high, onFail: colour == .yellow ? .yellow : .red,
      judgment: judgment, colour: colour, measured: measured,
      unit: indicator == nil ? .seconds : .count)
    row.fail = "> 15s"
    row.ratio = measured.value.map { $0 / 15 }
    row.place = FileLocation(file: "ci/andon.yaml", line: line, column: 5)
    return row
  }
}
