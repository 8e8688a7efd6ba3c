// The evidence that a run collects: snapshots at deadlines, processes that outlive their leader,
// resources that an attempt may have run out of.

internal import AndonModel
internal import AndonSystem
internal import AndonText

extension Dispatcher {
  private static var tailLines: Int { 50 }
  private static var tailBytes: Int { 1 << 16 }
  private static var snapshotLines: Int { 10 }
  // Seconds of processor time for a snapshot; fewer just before a kill, so that it is not delayed.
  private static var snapshotBudget: Double { 0.15 }
  private static var finalSnapshotBudget: Double { 0.005 }

  /// A snapshot whose bytes are not yet texts.
  struct RawSnapshot {
    let moment: StageSnapshot.Moment
    let at: Instant
    let tree: TreeSnapshot<[UInt8]>
  }

  mutating func snapshot(of tree: TreeID, _ moment: StageSnapshot.Moment) -> RawSnapshot {
    let now = machine.now
    let budget = moment == .final ? Self.finalSnapshotBudget : Self.snapshotBudget
    return RawSnapshot(moment: moment, at: now, tree: machine.look(at: tree, patience: budget))
  }

  // Formats the snapshots after the signals have been sent.
  mutating func addSnapshots(_ snapshots: inout [RawSnapshot], of tree: TreeID) {
    guard !snapshots.isEmpty, let index = index(of: tree) else { return }
    let run = running[index]
    let tail = Array(tail(of: run).suffix(Self.snapshotLines))
    let begun = run.running?.control.startedAt ?? run.startedAt
    for raw in snapshots {
      let snapshot = running[index].evidence.addSnapshot(
        raw.tree, attempt: run.number, raw.moment, at: raw.at.seconds(since: begun), tail: tail)
      emit(.looked(run.planned.id, snapshot))
    }
    snapshots = []
  }

  mutating func addLeaked(_ tree: TreeID, _ index: Int, termination: String) {
    running[index].evidence.addLeaked(
      machine.processes(of: tree), termination: termination,
      isOfPrepare: running[index].command == .prepare)
  }

  // Resources that an attempt may have run out of, and the processes that hold them.
  mutating func addShortages(of index: Int, _ end: TreeEnd?, log: String) {
    running[index].evidence.addFullFileSystems(machine.fullFileSystems)
    if let files = end?.samples.openFiles { running[index].evidence.addOpenFiles(files) }
    for port in running[index].evidence.wantedPorts(log: log) {
      running[index].evidence.addListeners(machine.listeners(on: port), on: port)
    }
  }

  // Only an attempt that failed by itself can have run out of a resource.
  static func mayLackResources(_ outcome: Outcome) -> Bool {
    switch outcome {
    case .exited(let code): code != 0
    case .signalled, .couldNotStart: true
    case .stopped, .cancelled, .lost: false
    }
  }

  mutating func addSamples(_ samples: TreeSamples, of index: Int, attempt: Int) {
    if samples.memory.course.count > 1 {
      emit(
        .memory(
          running[index].planned.id, attempt: attempt, samples.memory.course.map(\.safe)))
    }
    running[index].evidence.addLocks(samples.locks)
  }

  // Through the descriptor of the log: a stage may have put a link in its place.
  func tail(of run: StageRun) -> [String] {
    let bytes = run.tail(Self.tailBytes)
    // Once more: a secret may have been hidden by the control sequences that are gone now.
    return OutputTail.lines(bytes, most: Self.tailLines).map(configuration.masker.masked)
  }
}

extension SupervisorFailure {
  /// The failure as the detail of an outcome.
  var detail: String {
    switch self {
    case .reaper: "its supervisor was killed; what it left was ended"
    case .keeper: "andon-keeper was killed; all of the stage was ended"
    }
  }
}

extension StartError {
  /// The error as the detail of an outcome; `program` is the name of the program.
  func detail(_ program: String) -> String {
    switch self {
    case .folder(let number): "its working folder: \(SystemError.text(of: number))"
    case .program(let number): "its program, \(program): \(SystemError.text(of: number))"
    case .system(let number): "no process: \(SystemError.text(of: number))"
    }
  }
}
