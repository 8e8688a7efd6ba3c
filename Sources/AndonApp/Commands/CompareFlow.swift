// `andon compare`: base and head in pairs, A B B A, until the rule knows. The two sides are one
// stage in the work trees of two commits, or two commands.

internal import AndonConfig
internal import AndonImport
internal import AndonJudge
package import AndonModel
internal import AndonReport
internal import AndonRun
internal import AndonSystem
internal import AndonText

/// The steps of `andon compare`.
package struct CompareFlow {
  /// The two sides of a comparison.
  package enum Sides {
    /// A stage, and the commits in which it is run.
    case commits(base: String, head: String, stage: StageID)
    /// Two commands in the working folder.
    case commands(base: String, head: String)
  }

  /// The options of a comparison.
  package struct Request {
    /// The two sides.
    var sides: Sides
    /// The pipeline file; nil to search for one.
    package var config: String?
    /// The indicator to compare.
    var indicator: IndicatorName
    /// How much worse the head may be.
    var tolerance: Margin
    /// The maximum number of pairs.
    package var pairs = 30
    /// Whether the result is printed as JSON.
    package var asJSON = false

    /// A comparison of two sides.
    package init(_ sides: Sides, _ indicator: IndicatorName, _ tolerance: Margin) {
      self.sides = sides
      self.indicator = indicator
      self.tolerance = tolerance
    }
  }

  /// One side, ready to be run.
  private struct Side {
    let plan: Plan
    let folder: String
    let masker: Masker
  }

  private let request: Request
  private let surroundings: ProcessEnvironment
  private let facts = MachineFacts()
  private let machine: LinuxMachine
  private let scratch: String

  /// Compares and shows the result; the exit code.
  package static func run(_ request: Request) -> Int {
    do {
      let comparison = try CompareFlow(request).compare()
      if request.asJSON {
        StandardStream.output.write(bytes: PairedFile.write(comparison))
      } else {
        StandardStream.output.show(PairedText.result(comparison))
      }
      return comparison.exitCode
    } catch {
      return ErrorReporter.exit(for: error, config: request.config).code
    }
  }

  private init(_ request: Request) throws {
    self.request = request
    surroundings = try ProcessEnvironment()
    // git is a child of this process as well.
    machine = try StartingMachine.forComparison(facts)
    scratch =
      "\(surroundings.variable("TMPDIR") ?? "/tmp")/andon-compare-\(ProcessEnvironment.freshID())"
  }

  private func compare() throws -> PairedComparison {
    try Files.createFolder(scratch + "/logs")
    defer { Files.removeTree(scratch) }
    switch request.sides {
    case .commands(let base, let head): return try commands(base, head)
    case .commits(let base, let head, let stage): return try commits(base, head, stage)
    }
  }

  // MARK: Sides

  private func commands(_ base: String, _ head: String) throws -> PairedComparison {
    let side = { (command: String) throws -> Side in
      var pipeline = Pipeline(name: "compare")
      pipeline.stages = [
        Stage(
          id: CommandPipeline.stage, run: .text(command), deadlines: CommandPipeline.deadlines)
      ]
      return try self.side(pipeline, in: surroundings.folder)
    }
    let comparison = try comparison(
      of: CommandPipeline.stage, unit: unit(of: nil), base: .init(name: base, commit: nil),
      head: .init(name: head, commit: nil))
    return try pairs(comparison, try side(base), try side(head))
  }

  private func commits(
    _ baseName: String, _ headName: String, _ stage: StageID
  ) throws -> PairedComparison {
    guard let repository = Repository(around: surroundings.folder) else {
      throw AndonError(
        .usage, "\(surroundings.folder) lies in no git repository",
        hint: "compare two commands with --base-run and --head-run")
    }
    let source = try PipelineSource(config: request.config, surroundings)
    let pipeline = try source.pipeline(surroundings, repository)
    guard let configured = pipeline.stages.first(where: { $0.id == stage }) else {
      throw AndonError(
        .usage, "there is no stage `\(stage)`",
        hint: "the stages are \(pipeline.stages.map(\.id.text).joined(separator: ", "))")
    }
    let places = WorkTrees(of: repository)
    let (base, head) = (try places.commit(baseName), try places.commit(headName))
    let comparison = try comparison(
      of: stage, unit: unit(of: configured), base: .init(name: baseName, commit: base),
      head: .init(name: headName, commit: head))
    defer { places.remove() }
    if repository.checkout.isDirty == true {
      StandardStream.error.show("what is not committed is left out\n")
    }
    let below = Paths.relative(surroundings.folder, to: repository.root) ?? ""
    let trees = (base: try places.add(base, as: "base"), head: try places.add(head, as: "head"))
    let side = { (tree: String) throws -> Side in
      try self.side(pipeline, in: below.isEmpty ? tree : "\(tree)/\(below)")
    }
    let sides = (try side(trees.base), try side(trees.head))
    if let ending = try blockReason([trees.base, trees.head], below) {
      var ended = comparison
      ended.ending = ending
      return ended
    }
    for (side, isHead) in [(sides.0, false), (sides.1, true)] {
      if let ending = try prepare(side, stage, isHead: isHead) {
        var ended = comparison
        ended.ending = ending
        return ended
      }
    }
    return try pairs(comparison, sides.0, sides.1)
  }

  // A signal that came while git was at work, or a commit that lacks the working folder, or has a
  // link in its place. `trees`: those of base and head.
  private func blockReason(
    _ trees: [String], _ below: String
  ) throws -> PairedComparison.Ending? {
    var machine = machine
    for case .signal(let number) in try machine.wait(until: machine.now, output: { _, _ in }) {
      return .interrupted(UnixSignal(number))
    }
    for (tree, isHead) in zip(trees, [false, true]) {
      do throws(SystemError) {
        _ = try Directory(tree).directory(Array(below.utf8))
      } catch {
        let name = below.isEmpty ? tree : below
        return .broken("\(isHead ? "head" : "base") has no folder \(name)", isHead: isHead)
      }
    }
    return nil
  }

  private func comparison(
    of stage: StageID, unit: MeasureUnit?, base: PairedComparison.Side,
    head: PairedComparison.Side
  ) throws(AndonError) -> PairedComparison {
    guard let unit else {
      throw AndonError(
        .usage, "\(stage) has no indicator `\(request.indicator)`",
        hint: "name one of andon's own, such as cpu or wall, or one of the stage's metrics")
    }
    return PairedComparison(
      IndicatorReference(stage: stage, name: request.indicator), unit: unit, request.tolerance,
      base: base, head: head)
  }

  private func unit(of stage: Stage?) -> MeasureUnit? {
    if let stage { return stage.unit(of: request.indicator) }
    if case .builtIn(let indicator) = request.indicator { return indicator.unit }
    return nil
  }

  private func side(_ pipeline: Pipeline, in folder: String) throws -> Side {
    var offer = PlanRequest(facts, surroundings, jobs: nil)
    if case .commits(_, _, let stage) = request.sides { offer.selection = .only([stage]) }
    return Side(
      plan: try Planner.plan(pipeline, offer), folder: folder,
      masker: Masker(hiding: Secrets.values(of: pipeline, surroundings.environment)))
  }

  // MARK: Running

  // What the stage needs runs once in each tree, and is not measured.
  private func prepare(
    _ side: Side, _ stage: StageID, isHead: Bool
  ) throws -> PairedComparison.Ending? {
    var plan = side.plan
    for index in plan.stages.indices
    where plan.stages[index].id == stage || plan.stages[index].stage.always {
      plan.stages[index].isSelected = false
    }
    guard plan.stages.contains(where: \.isSelected) else { return nil }
    let result = try carryOut(plan, side)
    if let signal = result.interruption { return .interrupted(signal) }
    let unmet = result.stages.first { !$0.satisfiesNeeds && $0.reason != .notSelected }
    guard let unmet else { return nil }
    let reason = PairedText.broken(unmet, result.evidence[unmet.id])
    // What means nothing is no fault of the head.
    return .broken(
      "\(isHead ? "head" : "base"), before the first pair: \(reason)",
      isHead: isHead && unmet.state.isBroken)
  }

  private func pairs(
    _ begun: PairedComparison, _ base: Side, _ head: Side
  ) throws -> PairedComparison {
    var comparison = begun
    // Pairs behind the last look decide nothing.
    let most = PairedMethod.looks.last { $0 <= request.pairs } ?? request.pairs
    for number in 1...most {
      // A B B A: what the first run of a pair warms up helps both sides alike.
      for isHead in number.isMultiple(of: 2) ? [true, false] : [false, true] {
        switch try attempt(isHead ? head : base, comparison.indicator) {
        case .success(let value) where isHead: comparison.head.values.append(value)
        case .success(let value): comparison.base.values.append(value)
        case .failure(.interrupted(let signal)): comparison.ending = .interrupted(signal)
        case .failure(.broken(let reason)):
          comparison.ending = .broken("\(isHead ? "head" : "base"): \(reason)", isHead: isHead)
        }
        if comparison.ending != .whole { return decided(comparison) }
      }
      StandardStream.error.show(PairedText.pair(number, comparison))
      guard PairedMethod.looks.contains(number) else { continue }
      comparison = decided(comparison)
      if comparison.decision.answer == .pass || comparison.decision.answer == .fail { break }
    }
    return decided(comparison)
  }

  private func decided(_ comparison: PairedComparison) -> PairedComparison {
    var decided = comparison
    let question = PairedQuestion(
      base: comparison.base.values, head: comparison.head.values, comparison.tolerance,
      maxRuns: request.pairs)
    if case .decided(let decision) = DecisionMethods.answer(.paired(question)) {
      decided.decision = decision
    }
    return decided
  }

  private enum BlockReason: Error {
    case interrupted(UnixSignal)
    case broken(String)
  }

  private func attempt(
    _ side: Side, _ indicator: IndicatorReference
  ) throws -> Result<Double?, BlockReason> {
    guard var stage = side.plan.stages.first(where: { $0.id == indicator.stage }) else {
      preconditionFailure("the plan has the stage that is compared")
    }
    stage.needs = []
    stage.stage.attempts = .single
    stage.countsMemory = indicator.name == .builtIn(.peakMemory)
    var plan = side.plan
    plan.stages = [stage]
    let result = try carryOut(plan, side)
    if let signal = result.interruption { return .failure(.interrupted(signal)) }
    let record = result.stages[0]
    guard record.state == .succeeded, record.reason == nil else {
      return .failure(.broken(PairedText.broken(record, result.evidence[stage.id])))
    }
    guard case .exact(let value) = record.indicators[indicator.name]?.reading else {
      return .success(nil)
    }
    return .success(value)
  }

  private func carryOut(_ plan: Plan, _ side: Side) throws -> RunResult {
    let run = RunIdentity(
      id: "", pipeline: "", startedAt: Timestamp(milliseconds: surroundings.startedAt),
      host: .plain, machine: MachineIdentity(facts))
    let configuration = RunnerConfiguration(
      run, environment: surroundings.environment, directory: side.folder,
      reportDirectory: scratch, pulse: 1, masker: side.masker, retries: RetryPolicy(plan),
      causes: [LogPattern]())
    return try Dispatcher.run(plan, on: machine, configuration) { _ in }.result
  }
}
