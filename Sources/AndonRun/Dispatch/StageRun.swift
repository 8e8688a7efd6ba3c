// One stage on its way: of each attempt `prepare` first, then the attempt itself.
// Holds what is known so far; what to do is asked of TreeControl, and whether to go on of the
// judge.

internal import AndonModel
internal import AndonSystem
internal import AndonText

/// A stage that has been started and has not come to its end.
struct StageRun {
  /// Which of the stage's commands is running.
  enum Command: Equatable {
    case prepare
    case attempt
    /// andon's own, which looks at the files that the attempt has left.
    case measuring
    /// andon's own, which digests what the stage has made.
    case digesting
    /// One of andon's own, between two runs whose outputs are compared.
    case ownCommand(ReproducibilityCheck.OwnCommand)
  }

  /// How the present command came to its end.
  struct End {
    /// What the machine said last; nil when nothing ran.
    var tree: TreeEnd?
    /// How it ended.
    var outcome: Outcome
  }

  /// The present command's process tree, and what is known of it.
  struct Running {
    let tree: TreeID
    /// Its limits, and what was done about them.
    var control: TreeControl
    /// What it prints.
    var output: CommandOutput
    /// The files that were there before it.
    let before: FileMeasurement.Before
  }

  /// What would have started another attempt, and cannot.
  enum BlockReason {
    case cancelled
    case budget
  }

  /// The stage's position in the plan.
  let stage: Int
  /// What it is.
  let planned: PlannedStage
  /// When it was started.
  let startedAt: Instant
  /// Seconds that it waited for its slot and its locks.
  private let queued: Double
  /// The attempts that have ended.
  private(set) var attempts: [AttemptRecord] = []
  // Later runs that have ended.
  private var variations: [AttemptRecord] = []
  /// The folders for its outputs, as they were before it ran.
  private(set) var folders = OutputDirectoryState()
  /// The later runs of a reproducible stage, while there are any.
  var reproduction: ReproducibilityCheck?
  // Whether a later run's outputs are in the place of the first one's.
  private var isChanged = false
  // What came of them.
  private var reproduced: ReproducibilityResult?
  // The attempt whose files are being looked at.
  private var ended: (running: Running, end: End)?
  /// The digests of its outputs.
  private(set) var digests: OutputDigests?
  /// The logs of its commands as they were written.
  private(set) var logs: [(name: String, content: LogTrace)] = []
  // The reason why another attempt could not start, while the digests are made.
  private(set) var blockReason: BlockReason?
  // That of the last command that was the stage's own.
  private var lastOutput: AttemptOutput?
  /// When the next run may begin; nil while nothing is waited for.
  var notBefore: Instant?
  /// What is known beside the record.
  var evidence: EvidenceBuilder
  /// What the present attempt is for.
  private(set) var role: AttemptRole
  /// The present command.
  private(set) var command: Command
  /// The present command's tree.
  var running: Running?

  /// A stage whose first attempt is to begin.
  init(
    _ stage: Int, _ planned: PlannedStage, role: AttemptRole, readySince: Instant,
    at now: Instant, _ masker: Masker
  ) {
    evidence = EvidenceBuilder(masker)
    self.stage = stage
    self.planned = planned
    self.role = role
    startedAt = now
    queued = now.seconds(since: readySince)
    command = Self.first(of: planned)
  }

  /// Looks at what is there before its first attempt, in its folder (absolute).
  mutating func look(in directory: Directory) {
    if planned.stage.reproducible != nil {
      folders = OutputDirectoryState(of: planned.stage.outputs, in: directory)
    }
  }

  /// The number of the present attempt, from 1.
  var number: Int { attempts.count + variations.count + 1 }

  /// `prepare` is done.
  mutating func proceed() { command = .attempt }

  /// Another attempt is to begin.
  mutating func begin(_ next: AttemptRole) {
    role = next
    command = Self.first(of: planned)
    notBefore = nil
  }

  /// One of andon's own commands is to begin.
  mutating func begin(_ ownCommand: ReproducibilityCheck.OwnCommand) {
    command = .ownCommand(ownCommand)
  }

  /// The files that the present attempt has left are looked at.
  mutating func measure(after end: End) {
    guard let running else { return }
    ended = (running, end)
    command = .measuring
  }

  /// The files that were there before the attempt whose files are looked at.
  var before: FileMeasurement.Before? { ended?.running.before }

  /// They have been; the end of the attempt, which is the present command again.
  mutating func endMeasuring() -> End? {
    guard let (running, end) = ended else { return nil }
    self.running = running
    command = .attempt
    ended = nil
    return end
  }

  /// The outputs of the stage are digested; `blockReason` waits meanwhile.
  mutating func digest(_ blockReason: BlockReason?) {
    self.blockReason = blockReason
    command = .digesting
  }

  /// The digests are made; nil where that could not be done.
  mutating func endDigesting(_ digests: OutputDigests?) { self.digests = digests }

  /// The later runs are over.
  mutating func end(_ reproduction: ReproducibilityResult) {
    reproduced = reproduction
    isChanged = self.reproduction?.isPutBack == false
    self.reproduction = nil
  }

  private static func first(of planned: PlannedStage) -> Command {
    planned.prepare == nil ? .attempt : .prepare
  }

  /// The present command's output has ended.
  mutating func finishOutput(log: String) {
    running?.output.finish()
    guard let output = running?.output.log else { return }
    if let trace = output.trace { logs.append((log, trace)) }
    if case .ownCommand = command { return }
    lastOutput = output
    evidence.addOutput(output, log: log)
  }

  /// The last bytes of the log of the present command, or of the last one that was the stage's own.
  func tail(_ count: Int) -> [UInt8] {
    (running?.output.log ?? lastOutput)?.tail(count) ?? []
  }

  /// Adds the present attempt to those that have ended.
  ///
  /// `startedAt` is the calendar's time of its start, `files` what its files showed.
  mutating func record(
    _ end: End, log: String, startedAt: Timestamp, _ files: FileMeasurement
  ) -> AttemptRecord {
    // An attempt whose `prepare` came to no good end never ran.
    let hasRun = command == .attempt
    let outcome = hasRun ? end.outcome : end.outcome.ofFailedPrepare
    if case .stopped(.rerun, _, _) = outcome { role = .rerun }
    var attempt = AttemptRecord(
      number: number, role: role, outcome: outcome, startedAt: startedAt, log: log)
    attempt.queued = attempts.isEmpty ? queued : 0
    attempt.logTruncated = running?.output.log?.isTruncated ?? false
    attempt.softCrossed = hasRun && running?.control.crossedSoft == true
    if hasRun, outcome.isOwnEnd {
      attempt.expectMet = running?.output.log?.scanner.isExpectationMet
    }
    let wall = hasRun ? running?.control.wall : nil
    let measured = AttemptMeasurement(
      outcome: outcome, wall: wall ?? .missing(reason: "it never ran"),
      queued: attempt.queued, end: hasRun ? end.tree : nil, rules: planned.stage.metrics,
      output: running?.output.log?.scanner ?? OutputScanner([]), files: files)
    attempt.indicators = measured.measurements
    evidence.addFindings(files.collected.findings)
    attempt.peak = measured.peak
    attempt.memoryKills = hasRun ? end.tree?.account?.memoryKills : nil
    if role == .variation {
      attempt.varied = reproduction?.change.varied ?? []
      variations.append(attempt)
    } else {
      attempts.append(attempt)
    }
    return attempt
  }

  /// The stage's record, when no attempt is to come.
  func record(_ blockReason: BlockReason?) -> StageRecord {
    let last = attempts.last?.outcome ?? .lost(detail: "no attempt was made")
    var record = StageRecord(
      planned, StageState(of: last, exits: planned.stage.expectation.exits))
    switch (blockReason, last) {
    case (.cancelled, _): (record.state, record.reason) = (.cancelled, .cancelled)
    case (.budget, _): (record.state, record.reason) = (.stopped, .budget)
    case (nil, .stopped(.budget, _, _)): record.reason = .budget
    case (nil, .cancelled): record.reason = .cancelled
    case (nil, .lost): record.reason = .lost
    case (nil, _): record.reason = isExpectationMet ? nil : .precondition
    }
    record.flaky = record.state == .succeeded && attempts.contains { $0.role == .retry }
    record.softCrossed = attempts.contains { $0.role != .warmup && $0.softCrossed }
    record.attempts = attempts
    record.variations = variations
    record.reproduction = reproduced
    if isChanged { record.changed = planned.stage.outputs }
    record.indicators = StageMeasurement.measurements(
      of: attempts, planned.stage.attempts, isCutOff: record.isCutOff)
    record.indicators[.builtIn(.identicalOutputs)] = StageMeasurement.identicalOutputs(
      planned.stage.reproducible, reproduced)
    record.logMatches = evidence.logMatches
    record.left = evidence.leakedProcesses
    return record
  }

  // In a series every attempt that is judged has to show it, else the last one.
  private var isExpectationMet: Bool {
    switch planned.stage.attempts {
    case .once: attempts.last?.expectMet != false
    case .series: !attempts.contains { $0.role == .measured && $0.expectMet == false }
    }
  }
}
