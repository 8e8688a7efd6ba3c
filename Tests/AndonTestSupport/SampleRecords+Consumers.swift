// The five runs that real consumers are given: one of each verdict, and one that attacks them.

package import AndonModel

extension SampleRecords {
  /// A waived failure, a flaky pass, a warning: yellow.
  package static var yellow: RunRecord {
    var record = empty(.yellow, exitCode: 10, "1 failed (1 waived), 1 warning, 1 flaky")
    var flaky = stage("flaky", .succeeded, .exited(code: 0), wall: .exact(2))
    flaky.flaky = true
    flaky.attempts = attempts(of: flaky, [.measured, .retry])
    flaky.attempts[0].outcome = .exited(code: 1)
    let suite = stage("suite", .succeeded, .exited(code: 0), wall: .exact(31))
    record.stages = [flaky, suite]
    var waived = row("suite.wall", .fail, .yellow, .exact(31), line: 12)
    waived.onFail = .red
    waived.waiver = WaiverRecord(
      until: "2027-01-31", notAbove: "60s", owner: "@build-team", reason: "cache redesign",
      applied: true)
    var warned = row("suite-slow", .warn, .yellow, .exact(31), line: 20, indicator: "suite.wall")
    warned.unit = .seconds
    warned.warn = "> 30s"
    var capped = row("flaky.wall", .warn, .yellow, .exact(2), line: 8)
    capped.downgrade = .flaky
    record.objectives = [capped, waived, warned]
    record.reasons = [
      VerdictReason(.yellow, .objective, "suite.wall"),
      VerdictReason(.yellow, .objective, "suite-slow"), VerdictReason(.yellow, .stage, "flaky"),
    ]
    return record
  }

  /// Nothing could be judged: unknown, by everything that can lead there.
  package static var unknown: RunRecord {
    var record = empty(.unknown, exitCode: 30, "5 unknown")
    record.complete = false
    var lost = stage("lost", .lost, .lost(detail: "andon was killed"), wall: .atLeast(3))
    lost.reason = .lost
    var cancelled = stage("cancelled", .cancelled, nil, wall: nil)
    cancelled.reason = .cancelled
    var late = stage("late", .skipped, nil, wall: nil)
    late.reason = .budget
    var unmet = stage("unmet", .succeeded, .exited(code: 0), wall: .exact(1))
    unmet.reason = .precondition
    let silent = stage("silent", .succeeded, .exited(code: 0), wall: .exact(1))
    record.stages = [lost, cancelled, late, unmet, silent]
    let none = BoundedValue.missing(reason: "it did not run")
    record.objectives = [
      row("lost.wall", .unknown(.lost), .unknown, .atLeast(3), line: 6),
      row("cancelled.wall", .unknown(.cancelled), .unknown, none, line: 9),
      row("late.wall", .unknown(.budget), .unknown, none, line: 12),
      row("unmet.wall", .unknown(.precondition), .unknown, .exact(1), line: 15),
      row(
        "silent.rows", .unknown(.notMeasured), .unknown, .missing(reason: "no line matched"),
        line: 18, indicator: "silent.rows"),
    ]
    record.reasons = record.objectives.map { VerdictReason(.unknown, .objective, $0.id) }
    return record
  }

  /// 2,000 objectives with names and output that attack whoever reads the report.
  package static var many: RunRecord {
    let attacks = [
      "]]></failure>", "::error::", "##[error]", "##vso[task.complete]", "|']teamcity",
      "`<b>` & \" \\ '", "é 漢字 😀 \u{202E}abc", "$(id) ${{ x }} #{y}", "[[ATTACHMENT|/etc/passwd]]",
      String(repeating: "長", count: 60),
    ]
    var record = empty(.red, exitCode: 20, "1000 failed, 500 unknown, 250 warnings")
    record.run.pipeline = "many </testsuites> \u{1B}[2J #1"
    var first = stage("first", .failed, .exited(code: 1), wall: .exact(4.5))
    first.indicators[.metric("größe")] = Quantity(.exact(1e-9), unit: .count, source: .output)
    record.stages = [first, stage("zweite-größe", .succeeded, .exited(code: 0), wall: .exact(1))]
    record.objectives = (0..<2000).map { index in
      let id = "\(index) \(attacks[index % attacks.count])"
      let (judgment, colour): (Judgment, VerdictColor) =
        switch index % 8 {
        case 0...3: (.fail, .red)
        case 4, 5: (.unknown(.censored), .unknown)
        case 6: (.warn, .yellow)
        default: (.pass, .none)
        }
      return row(
        id, judgment, colour, .exact(Double(index)), line: index + 10,
        indicator: index % 2 == 0 ? "first.wall" : "zweite-größe.log-size")
    }
    record.reasons = record.objectives.compactMap {
      $0.colour == .none ? nil : VerdictReason($0.colour, .objective, $0.id)
    }
    var cause = Finding(
      .stageFailed, .cause, .error, "first exited with 1", stage: StageID("first"),
      evidence: attacks + ["\u{0}\u{8}\u{FFFE}\u{FFFF} \n", String(repeating: "x", count: 200_000)])
    cause.id = "f1"
    record.findings = [cause]
    return record
  }

  /// The five by name.
  package static var forConsumers: [(name: String, record: RunRecord)] {
    [
      ("green", green), ("yellow", yellow), ("red", red), ("unknown", unknown), ("many", many),
    ]
  }
}
