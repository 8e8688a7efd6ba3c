// Plans on a machine without processes.

import AndonJudge
import AndonModel
import AndonSystem
import AndonTestSupport
import AndonText

@testable import AndonRun

/// Makes plans and runs them.
enum ScriptedRun {
  /// A plan of stages named by their position.
  static func plan(
    _ needs: [[Int]], jobs: Int = 100, locks: [Int: [String]] = [:], always: Set<Int> = []
  ) -> Plan {
    let stages = needs.enumerated().map { index, needs in
      var stage = Stage(
        id: StageID("s\(index)"), run: .words(["s\(index)"]),
        deadlines: Deadlines(soft: nil, hard: 100, grace: 1))
      stage.locks = locks[index] ?? []
      stage.always = always.contains(index)
      var planned = PlannedStage(stage, arguments: ["s\(index)"])
      planned.needs = needs
      return planned
    }
    return Plan(stages: stages, jobs: jobs)
  }

  /// Runs a plan on a scripted machine.
  static func run(
    _ plan: Plan, _ machine: ScriptedMachine, watch: @escaping (RunEvent) -> Void = { _ in }
  ) throws -> RunResult {
    let folder = try TemporaryDirectory()
    let configuration = RunnerConfiguration(
      .sample(), environment: [Array("A=1".utf8)], directory: "/", reportDirectory: folder.path,
      pulse: 30, masker: Masker([]), retries: RetryPolicy(plan), causes: [LogPattern]())
    return try Dispatcher.run(plan, on: machine, configuration) { $0.forEach(watch) }.result
  }
}
