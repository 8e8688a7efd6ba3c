// The evidence of one stage while it runs. Bytes of the machine become texts here: masked, and safe
// to print.

internal import AndonModel
internal import AndonSystem
internal import AndonText

/// Collects the evidence of a stage.
struct EvidenceBuilder {
  private static let maxTests = 20
  private static let maxTestLength = 300
  private static let maxCommandLength = 1000

  private let masker: Masker
  /// The evidence until now.
  private(set) var evidence = StageEvidence()
  // By process id.
  private var leaked: [Int: LeakedProcess] = [:]

  init(_ masker: Masker) { self.masker = masker }

  /// The ids of the log patterns that matched, sorted.
  var logMatches: [String] {
    Set(evidence.readings.flatMap { $0.logMatches.map(\.rule.id) }).sorted()
  }

  /// Processes that had to be ended after their leader, by their ids.
  var leakedProcesses: [LeakedProcess] { leaked.sorted { $0.key < $1.key }.map(\.value) }

  /// Ports that a log says are taken.
  func wantedPorts(log: String) -> [Int] {
    evidence.readings.last { $0.log == log }.map(WantedPorts.of) ?? []
  }

  /// Adds what rules found in a log that has ended, and its problems.
  mutating func addOutput(_ output: AttemptOutput, log: String) {
    if let reading = output.reading(log: log) { evidence.readings.append(reading) }
    if let fault = output.fault { evidence.logFaults.append(.init(log: log, reason: fault)) }
    for name in output.scanner.exhausted where !evidence.exhaustedPatterns.contains(name) {
      evidence.exhaustedPatterns.append(name)
    }
  }

  /// Adds findings about results of other tools, each once.
  mutating func addFindings(_ findings: [ImportFinding]) {
    for finding in findings where !evidence.collected.contains(finding) {
      evidence.collected.append(finding)
    }
  }

  /// Adds a snapshot, `at` in seconds since the start of the attempt, and gives it.
  mutating func addSnapshot(
    _ tree: TreeSnapshot<[UInt8]>, attempt: Int, _ moment: StageSnapshot.Moment, at: Double,
    tail: [String]
  ) -> StageSnapshot {
    var snapshot = StageSnapshot(
      attempt: attempt, moment: moment, at: (at * 1000).rounded() / 1000)
    snapshot.tree = tree.map(text)
    snapshot.tail = tail
    evidence.snapshots.append(snapshot)
    return snapshot
  }

  /// Adds processes that waited for file locks.
  mutating func addLocks(_ locks: [BlockedLock<[UInt8]>]) {
    evidence.locks += locks.map { $0.map(text) }
  }

  /// Adds processes that listened on a port that was wanted.
  mutating func addListeners(_ holders: [LockHolder<[UInt8]>], on port: Int) {
    evidence.takenPorts += holders.map { .init(port: port, holder: $0.map(text)) }
  }

  /// Adds file systems that are full.
  mutating func addFullFileSystems(_ disks: [FullFileSystem]) {
    for disk in disks {
      let left = disk.inodes == 0 ? "no inode" : "\(Int(disk.bytes)) bytes"
      addShortage(.init(.disk, "\(SafeText.line(disk.path)) has \(left) left"))
    }
  }

  /// Adds a process that had about as many files open as it may.
  mutating func addOpenFiles(_ files: OpenFiles) {
    addShortage(
      .init(
        .files,
        "pid \(files.pid) \(SafeText.line(files.name)) had \(files.open) of its "
          + "\(files.limit) files open"))
  }

  private mutating func addShortage(_ shortage: StageEvidence.Shortage) {
    if !evidence.shortages.contains(shortage) { evidence.shortages.append(shortage) }
  }

  /// Replaces the failed tests by those of the last attempt, of which `count` are known.
  mutating func setFailedTests(_ tests: [FailedTest], count: Int) {
    func safe(_ text: String) -> String {
      SafeText.cut(SafeText.line(text), to: Self.maxTestLength)
    }
    evidence.brokenTestCount = count
    evidence.brokenTests = tests.prefix(Self.maxTests).map { test in
      FailedTest(
        safe(test.name), message: test.message.map(safe), file: SafeText.line(test.file))
    }
  }

  /// Sets the last lines of a stage that failed.
  mutating func setTail(_ lines: [String]) { evidence.tail = lines }

  /// Adds processes that are about to be ended after their leader, or that cannot be ended.
  mutating func addLeaked(
    _ processes: [ProcessEntry<[UInt8]>], termination: String, isOfPrepare: Bool
  ) {
    for process in processes {
      var row = LeakedProcess(
        pid: process.pid, command: SafeText.line(masker.masked(process.command)),
        termination: termination, detachment: process.relationship?.rawValue)
      row.waitChannel = process.waitChannel
      row.isOfPrepare = isOfPrepare
      leaked[process.pid] = row
    }
  }

  private func text(_ bytes: [UInt8]) -> String {
    SafeText.cut(SafeText.line(masker.masked(bytes)), to: Self.maxCommandLength)
  }
}
