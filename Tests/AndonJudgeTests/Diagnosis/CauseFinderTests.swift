// Causes out of values: witnesses, lines, how both are weighed, and what would have been.

import AndonModel
import AndonTestSupport
import Testing

@testable import AndonJudge

@Suite("Weighing of causes") struct CauseFinderTests {
  private func quantity(_ value: Double, _ source: MeasureSource, _ unit: MeasureUnit = .seconds)
    -> Quantity
  {
    Quantity(.exact(value), unit: unit, source: source, samples: 1)
  }

  private func stage(
    _ outcome: Outcome = .exited(code: 0), wall: Double = 10, cpu: Double = 1
  ) -> StageRecord {
    var attempt = AttemptRecord(
      number: 1, role: .measured, outcome: outcome, startedAt: Timestamp(milliseconds: 0),
      log: "logs/s.1.log")
    attempt.indicators[.builtIn(.wall)] = quantity(wall, .monotonic)
    attempt.indicators[.builtIn(.cpu)] = quantity(cpu, .cgroup)
    let isWell = outcome == .exited(code: 0)
    var record = StageRecord(id: StageID("s"), required: true, state: isWell ? .succeeded : .failed)
    record.attempts = [attempt]
    record.indicators = attempt.indicators
    return record
  }

  private func hit(_ kind: CauseClass, _ weight: Int, line: Int = 1) -> LogMatch {
    LogMatch(
      rule: LogPattern(
        id: "r-\(kind)", kind: kind, weight: weight, regex: "", why: "why.", remedy: "do."),
      line: line, text: "a line")
  }

  private func causes(
    _ stage: StageRecord, logMatches: [LogMatch] = [], known: [String] = [], clockSet: Double = 0,
    _ edit: (inout StageEvidence) -> Void = { _ in }
  ) -> [Cause] {
    var limit = Samples.objective("wall", fail: (.greater, 5))
    limit.id = "slow"
    var evidence = StageEvidence()
    evidence.readings =
      logMatches.isEmpty
      ? [] : [LogDiagnosis(log: "logs/s.1.log", lines: 10, logMatches: logMatches)]
    edit(&evidence)
    var result = RunResult(.sample())
    result.stages = [stage]
    result.clockSet = clockSet
    result.evidence[stage.id] = evidence
    let deadlines = Deadlines(soft: nil, hard: 100, grace: 1)
    var planned = PlannedStage(
      Stage(id: stage.id, run: .words([]), deadlines: deadlines), arguments: [])
    planned.knownRules = known
    var plan = Plan(stages: [planned], jobs: 1)
    plan.objectives = [limit]
    return Diagnosis.diagnose(plan, result, RunJudge.judge(plan, result)).causes
  }

  @Test("a kernel's word and a line prove each other; one of them alone is likely")
  func confidence() throws {
    let waited = stage().with((.lockWait, 8, .sampled))
    let lock = BlockedLock(
      waiter: 7, name: "cargo", kind: "FLOCK", path: "/t/target/.cargo-lock",
      holders: [.init(pid: 9, command: "cargo build", isOwn: false, age: 41)])
    let both = causes(waited, logMatches: [hit(.lockContention, 80)]) { $0.locks = [lock] }
    #expect(both.map(\.confidence) == [.proven] && both[0].objectives == ["slow"])
    #expect(causes(waited) { $0.locks = [lock] }.map(\.confidence) == [.likely])
    #expect(causes(waited).map(\.rule) == ["lock-wait"])
    // Of two seconds in ten hours nobody speaks.
    #expect(causes(stage(wall: 36_000).with((.lockWait, 2, .sampled))).isEmpty)
    let chain = both[0].causalChain.map(\.text).joined(separator: "|")
    #expect(
      chain.contains("/t/target/.cargo-lock|held by pid 9 `cargo build`, started 41 s before"))
    let advice = try #require(both[0].advice.first)
    #expect(advice.low == 1.6 && advice.high == 2.4 && advice.judgment == "pass", "\(advice)")
  }

  @Test("a physical witness comes before a line, and the line becomes a rival")
  func witnessesFirst() {
    let failed = stage(.signalled(UnixSignal(name: "SIGSEGV") ?? .kill))
    let found = causes(failed, logMatches: [hit(.network, 85)])
    #expect(found.first?.kind == .crash && found.first?.confidence == .likely)
    #expect(found.first?.alternatives.map(\.kind) == [.network])
    #expect(found.first?.alternatives.allSatisfy { !$0.ruledOutIf.isEmpty } == true)
  }

  @Test(
    "among lines the specific one counts, then the earlier; green runs' lines count for nothing")
  func lines() {
    let failed = stage(.exited(code: 2), wall: 1)
    #expect(
      causes(failed, logMatches: [hit(.network, 60), hit(.diskFull, 92, line: 9)]).first?.kind
        == .diskFull)
    let near = causes(failed, logMatches: [hit(.network, 80), hit(.tls, 80, line: 9)])
    #expect(near.first?.kind == .network && near.first?.confidence == .possible)
    #expect(causes(failed, logMatches: [hit(.network, 80)], known: ["r-network"]).isEmpty)
    #expect(
      causes(failed, logMatches: [hit(.testFailure, 40), hit(.network, 30)]).map(\.kind) == [
        .network
      ])
  }

  @Test("an echo comes behind what it echoes, and only behind what was told of before it")
  func echoes() {
    let failed = stage(.exited(code: 1), wall: 1)
    var echo = hit(.missingDependency, 80, line: 5)
    echo.rule.follows = [.network]
    #expect(causes(failed, logMatches: [hit(.network, 60), echo]).first?.kind == .network)
    #expect(
      causes(failed, logMatches: [hit(.network, 60, line: 9), echo]).first?.kind
        == .missingDependency)
    #expect(causes(failed, logMatches: [echo]).first?.kind == .missingDependency)
  }

  @Test("who keeps all processors busy starves nobody but itself")
  func starvation() {
    let starved = stage(cpu: 2).with((.cpuWait, 6, .pressure))
    #expect(causes(starved).map(\.kind) == [.processorStarvation])
    #expect(causes(stage(cpu: 18).with((.cpuWait, 6, .pressure))).isEmpty)
    #expect(causes(stage().with((.ioWait, 6, .pressure))).map(\.kind) == [.diskStall])
  }

  @Test("who has all the files open that it may have explains a failure only with a line about it")
  func openFiles() {
    let failed = stage(.exited(code: 1), wall: 1)
    func kinds(_ logMatches: [LogMatch]) -> [CauseClass] {
      causes(failed, logMatches: logMatches) {
        $0.shortages = [.init(.files, "60 of its 60 files open")]
      }
      .map(\.kind)
    }
    #expect(kinds([]) == [])
    #expect(kinds([hit(.testFailure, 40)]) == [.testFailure])
    #expect(kinds([hit(.testFailure, 40), hit(.descriptors, 80)]) == [.descriptors])
  }

  @Test("a clock that was set, and a port that is taken, count only with a line about it")
  func onlyWithLine() throws {
    let failed = stage(.exited(code: 2), wall: 1)
    let skew = hit(.clockSkew, 70)
    #expect(causes(failed, clockSet: 30).isEmpty)
    let found = try #require(causes(failed, logMatches: [skew], clockSet: 30).first)
    #expect(found.kind == .clockSkew && found.confidence == .proven)
    #expect(found.evidence.first?.text.contains("forward by 30") == true)
    #expect(causes(failed, logMatches: [skew]).first?.confidence == .possible)
    func holding(_ age: Double, _ stage: String?) -> (inout StageEvidence) -> Void {
      {
        var holder = LockHolder(pid: 9, command: "srv", isOwn: false, age: age)
        holder.stage = stage
        $0.takenPorts = [.init(port: 80, holder: holder)]
      }
    }
    #expect(causes(failed, holding(1, nil)).isEmpty)
    let texts = [(99.0, "dev"), (0.5, "s"), (9, nil), (0.5, "dev")].map { age, stage in
      causes(failed, logMatches: [hit(.portConflict, 92)], holding(age, stage))
        .flatMap(\.causalChain).map(\.text).joined(separator: "|")
    }
    #expect(texts[0].contains("left by stage dev of an earlier run"))
    #expect(texts[1].contains("of stage s") && !texts[1].contains("another run"))
    #expect(texts[2].contains("not of this run"))
    // A stage that this run does not have is one of another andon's.
    #expect(texts[3].contains("of stage dev of another run"))
  }

  @Test("what would not die is a witness, and what was ended is none")
  func stuckForGood() {
    var stopped = stage(.stopped(.hard, limit: 10, ending: .survived))
    stopped.state = .stopped
    stopped.left = [LeakedProcess(pid: 5, command: "cp", termination: "ended by SIGTERM")]
    #expect(causes(stopped).isEmpty)
    stopped.left.append(LeakedProcess(pid: 6, command: "cp", termination: LeakedProcess.unkillable))
    stopped.left[1].waitChannel = "nfs_wait"
    #expect(causes(stopped).map(\.kind) == [.leftOver])
    #expect(causes(stopped).first?.evidence.first?.text.contains("in nfs_wait") == true)
  }

  @Test("who is ready to run all the time is busy, with and without a processor for a moment")
  func busy() {
    func spinning(_ used: Double, _ waited: Double, own: Double = 0) -> [CauseClass] {
      causes(stage(cpu: used).with((.cpuWait, waited, .schedstat))) {
        var look = StageSnapshot(attempt: 1, moment: .stop, at: 10)
        var process = ProcessEntry(pid: 1, parent: 0, command: "spin")
        process.state = "R"
        process.processor = used
        process.waited = own
        look.tree.processes = [process]
        $0.snapshots = [look]
      }.map(\.kind)
    }
    #expect(spinning(9, 0) == [.busyLoop] && spinning(6, 2.5) == [.busyLoop])
    #expect(spinning(5, 4) == [.processorStarvation] && spinning(5, 1) == [])
    // Of one that goes from one processor to another the process itself tells more.
    #expect(spinning(5, 2, own: 4.5) == [.busyLoop] && spinning(5, 2, own: 2) == [])
  }

  @Test("what was cut off has only the lower end of a gain")
  func cutOff() throws {
    var stopped = stage(.stopped(.hard, limit: 10, ending: .signalled(.kill)))
      .with((.lockWait, 8, .sampled))
    stopped.state = .stopped
    stopped.attempts[0].indicators[.builtIn(.wall)]?.reading = .atLeast(10)
    stopped.indicators = stopped.attempts[0].indicators
    let advice = try #require(causes(stopped).first?.advice.first)
    #expect(advice.low == 1.6 && advice.high == nil && advice.judgment == nil)
  }

  @Test("advice is settled when its cause is gone, by exact figures only")
  func predictionResults() {
    let said = Prediction(
      run: "r", objective: "slow", kind: .lockContention, change: "c", low: 1, high: 3,
      unit: .seconds)
    func settle(_ measured: BoundedValue, _ causes: [Cause] = []) -> [PredictionResult] {
      var limit = Samples.objective("wall", fail: (.greater, 5))
      limit.id = "slow"
      let row = ObjectiveRecord(
        of: limit, judgment: .pass, colour: .none, measured: measured, unit: .seconds)
      return PredictionLog.settle([said], [row], causes)
    }
    #expect(settle(.exact(2)).map(\.outcome) == ["hit"])
    #expect(settle(.exact(4)).map(\.outcome) == ["miss"])
    #expect(settle(.atLeast(2)).isEmpty)
    var cause = Cause(kind: .lockContention, .likely, rule: "x", why: "", remedy: "")
    cause.objectives = ["slow"]
    #expect(settle(.exact(2), [cause]).isEmpty)
  }
}

extension StageRecord {
  // The same with another figure of its one attempt.
  fileprivate func with(_ figure: (BuiltInIndicator, Double, MeasureSource)) -> StageRecord {
    var record = self
    record.attempts[0].indicators[.builtIn(figure.0)] = Quantity(
      .exact(figure.1), unit: .seconds, source: figure.2, samples: 9)
    record.indicators = record.attempts[0].indicators
    return record
  }
}
