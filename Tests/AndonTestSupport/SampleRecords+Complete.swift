// A record in which every field has a value.

package import AndonModel

extension SampleRecords {
  /// The stages of `red` and `mixed`, with everything else that a record can hold.
  package static var complete: RunRecord {
    var record = mixed
    record.stages += red.stages
    record.objectives += red.objectives
    record.findings = (red.findings + mixed.findings).numbered
    record.causes = red.causes
    record.causes[0].advice[0].high = 30
    record.causes[0].advice[0].judgment = "warn"
    record.run = completeRun(record.run)
    let last = record.stages.count - 2
    record.stages[last].left[0].isOfPrepare = true
    record.stages[last].changed = ["out/a"]
    record.stages[last].command = "make lint"
    record.stages[last].logMatches = ["network"]
    record.stages[last].attempts[0].indicators[.builtIn(.peakMemory)] = Quantity(
      .between(least: 1e6, most: 2e6), unit: .bytes, source: .sampled, samples: 3, period: 0.03)
    record.objectives[0].noise = 0.04
    record.objectives[0].comparison = comparison
    record.predictionResults = [PredictionResult(prediction, measured: 5)]
    return record
  }

  /// A prediction of an earlier run.
  package static var prediction: Prediction {
    Prediction(
      run: "0123", objective: "flaky.wall", kind: .network, change: "wait for the port", low: 4,
      high: 6, unit: .seconds)
  }

  /// A comparison with two earlier runs, confirmed.
  package static var comparison: ComparisonRecord {
    let runs = [
      BaselineRun(id: "a", commit: "c1", values: [1, 2], unit: .seconds),
      BaselineRun(id: "b", commit: nil, values: [3]),
    ]
    var comparison = ComparisonRecord(against: "main", baseline: .runs(runs))
    comparison.formerUnit = .bytes
    comparison.base = 2
    comparison.margin = 0.1
    var decision = MethodDecision(.inconclusive(.noise), runs: 3)
    decision.p = 0.2
    decision.estimate = 0.05
    decision.low = -0.1
    decision.high = 0.2
    decision.excludedPairs = 1
    decision.detectableChange = 0.14
    comparison.first = decision
    decision.isImproved = true
    comparison.decision = decision
    return comparison
  }

  private static func completeRun(_ run: RunIdentity) -> RunIdentity {
    var run = run
    run.branch = "main"
    run.mergeBase = String(repeating: "b", count: 40)
    run.commit = String(repeating: "a", count: 40)
    run.isDirty = true
    run.runsPerDay = 3.5
    run.machineClass = "fast"
    run.category = "linux"
    run.shard = "1/2"
    run.configFile = "ci/andon.yaml"
    run.configSha256 = String(repeating: "c", count: 64)
    run.machine.processorModel = "AMD EPYC"
    run.machine.jobs = 2
    run.machine.containment = "reaper"
    run.machine.containmentReason = "no cgroup can be made"
    return run
  }
}
