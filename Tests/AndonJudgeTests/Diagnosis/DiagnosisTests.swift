import AndonJudge
import AndonModel
import AndonTestSupport
import Testing

@Suite("Diagnosis") struct DiagnosisTests {
  private func findings(
    _ stages: [StageRecord], tails: [StageID: [String]] = [:], interruption: UnixSignal? = nil
  ) -> [Finding] {
    var result = RunResult(.sample())
    result.stages = stages
    result.interruption = interruption
    for (stage, tail) in tails { result.evidence[stage, default: StageEvidence()].tail = tail }
    if let first = stages.first {
      result.evidence[first.id, default: StageEvidence()].logFaults = [
        .init(log: "logs/a.1.log", reason: "full")
      ]
    }
    let planned = stages.map { record in
      let deadlines = Deadlines(soft: 1, hard: 10, grace: 1)
      return PlannedStage(
        Stage(id: record.id, run: .words([]), deadlines: deadlines), arguments: [])
    }
    let plan = Plan(stages: planned, jobs: 1)
    return Diagnosis.diagnose(plan, result, RunJudge.judge(plan, result)).findings
  }

  @Test("causes come first, with the end of the output, then notices; ids count up")
  func order() {
    var left = Samples.stage(.succeeded, id: "left")
    left.left = [LeakedProcess(pid: 7, command: "sleep 9", termination: "ended by SIGTERM")]
    left.softCrossed = true
    let all = findings(
      [left, Samples.stage(.failed, id: "bad"), Samples.stage(.stopped, id: "slow")],
      tails: [StageID("bad"): ["last line"]], interruption: .interrupt)
    #expect(
      all.map(\.code) == [
        .stageFailed, .hardDeadline, .runCanceled, .softDeadline, .leakedProcesses, .reportFailure,
      ])
    #expect(all.map(\.id) == (1...6).map { "f\($0)" })
    #expect(all[0].evidence == ["last line"])
    #expect(all[0].message == "bad exited with 1")
    #expect(all[1].message == "slow was stopped at its hard deadline of 10 s")
    #expect(all[4].evidence == ["7 sleep 9: ended by SIGTERM"])
  }

  @Test("a run in which all went well has no finding but what was handed in")
  func quiet() {
    #expect(findings([Samples.stage(.succeeded)]).map(\.code) == [.reportFailure])
  }

  @Test("an optional failure is a warning")
  func optional() {
    var record = Samples.stage(.failed)
    record.required = false
    #expect(findings([record])[0].level == .warning)
  }
}
