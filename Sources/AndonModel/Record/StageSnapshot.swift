// What a stage was doing at one moment: evidence of why it is slow, or will not end.
// All texts are safe to print and masked.

/// A stage at one moment.
package struct StageSnapshot: Equatable, Sendable {
  /// Why it was looked at.
  package enum Moment: String, Sendable {
    /// Its soft deadline had passed.
    case soft
    /// It was about to be stopped.
    case stop
    /// The final signal was about to be sent.
    case final
  }

  /// A process of the stage.
  package struct Process: Equatable, Sendable {
    /// Its process id.
    package var pid: Int
    /// Its parent's.
    package var parent: Int
    /// Its command line.
    package var command: String
    /// The kernel's letter for its state: R, S, D, T, Z.
    package var state: String
    /// The function of the kernel that it waits in; nil where it runs or that is not known.
    package var waitChannel: String?
    /// The number of the system call that it is in; nil where it runs or that is not known.
    package var systemCall: Int?
    /// Seconds of processor time.
    package var processor: Double
    /// Seconds that it was ready to run and had no processor.
    package var waited: Double
    /// Bytes of anonymous and shared memory.
    package var memory: Double
    /// Paths of open files that are locks.
    package var locks: [String]

    /// A process of which only that is known.
    package init(pid: Int, parent: Int, command: String, state: String) {
      self.pid = pid
      self.parent = parent
      self.command = command
      self.state = state
      waitChannel = nil
      systemCall = nil
      processor = 0
      waited = 0
      memory = 0
      locks = []
    }
  }

  /// The number of the attempt.
  package var attempt: Int
  /// Why it was looked at.
  package var moment: Moment
  /// Seconds since its start.
  package var at: Double
  /// Its processes, parents first.
  package var processes: [Process]
  /// Who of it waits for which file lock.
  package var locks: [LockedFile]
  /// The part of the last ten seconds, in per cent, in which something on the machine waited for a
  /// processor; nil where the kernel does not say.
  package var processorPressure: Double?
  /// The same for disks.
  package var diskPressure: Double?
  /// The same for memory.
  package var memoryPressure: Double?
  /// The last lines of output until then.
  package var tail: [String]
  /// Command lines of processes beside it that had a processor at that moment.
  package var others: [String]
  /// Whether the look took too long, so that processes are missing.
  package var isTruncated: Bool

  /// A look that saw nothing yet.
  package init(attempt: Int, moment: Moment, at: Double) {
    self.attempt = attempt
    self.moment = moment
    self.at = at
    processes = []
    locks = []
    processorPressure = nil
    diskPressure = nil
    memoryPressure = nil
    tail = []
    others = []
    isTruncated = false
  }
}

/// A file lock that a process of a stage waits for.
package struct LockedFile: Equatable, Sendable {
  /// A process that holds it.
  package struct Holder: Equatable, Sendable {
    /// Its process id; -1 where the kernel does not say.
    package var pid: Int
    /// Its command line; empty where it is gone or out of sight.
    package var command: String
    /// Whether it belongs to the stage itself.
    package var isOwn: Bool
    /// Seconds since it was started; nil where that is not known.
    package var age: Double?
    /// The command line of its parent; empty where that is gone or out of sight.
    package var parent = ""
    /// The stage of andon's, of this run or of another, that it was started by; nil for none.
    package var stage: String?

    /// Joins what is known of a holder.
    package init(pid: Int, command: String, isOwn: Bool, age: Double?) {
      self.pid = pid
      self.command = command
      self.isOwn = isOwn
      self.age = age
    }
  }

  /// The process that waits.
  package var waiter: Int
  /// Its short name.
  package var name: String
  /// The kind of lock: `FLOCK`, `POSIX`, `OFDLCK`.
  package var kind: String
  /// The file; nil where its path could not be found.
  package var path: String?
  /// Who holds it; empty where nobody could be found.
  package var holders: [Holder]

  /// Joins a waiter with what it waits for.
  package init(waiter: Int, name: String, kind: String, path: String?, holders: [Holder]) {
    self.waiter = waiter
    self.name = name
    self.kind = kind
    self.path = path
    self.holders = holders
  }

  /// The wait in one sentence, without a period.
  package var sentence: String {
    let waiter = "\(waiter) \(name) waits for the lock on \(path ?? "a file that is not known")"
    if holders.isEmpty { return waiter + ", whose holder is out of sight" }
    let parts = holders.map { holder in
      let age = holder.age.map { ", started \($0) s before" } ?? ""
      let whose = holder.isOwn ? "of the same stage" : "not of this stage"
      return "\(holder.pid) `\(holder.command)` (\(whose)\(age))"
    }
    return waiter + ", held by " + parts.joined(separator: " and ")
  }
}
