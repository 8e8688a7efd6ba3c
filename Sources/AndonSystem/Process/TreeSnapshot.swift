// What a tree is doing at one moment: the raw material of evidence. Bytes are as they came.

/// How a process is related to the leader of its tree.
package enum Relationship: String, Sendable {
  /// It is the leader, or in its process group.
  case group
  /// It is in a process group of its own.
  case ownGroup = "own-group"
  /// It is in a session of its own.
  case ownSession = "own-session"
  /// Its parent has ended.
  case orphan
}

/// A living process of a tree.
package struct ProcessEntry: Equatable, Sendable {
  /// Its process id.
  package var pid: Int32
  /// Its parent's.
  package var parent: Int32
  /// Its command line as the kernel gives it, words separated by blanks.
  package var command: [UInt8]
  /// How it is related to the leader.
  package var kinship: Relationship
  /// The kernel's letter for its state: R, S, D, T, Z.
  package var state: Character
  /// The function of the kernel that it waits in; nil where it runs or the kernel does not say.
  package var waitChannel: String?
  /// The system call that it is in, by number; nil where it runs or the kernel does not say.
  package var systemCall: Int?
  /// Seconds of processor time.
  package var processor: Double
  /// Seconds that it was ready to run and had no processor.
  package var waited: Double
  /// Bytes of anonymous and shared memory.
  package var memory: Double
  /// Paths of open files that are locked, or look like locks by their names.
  package var locks: [String]

  /// A process of which little is known yet.
  package init(pid: Int32, parent: Int32 = 0, command: [UInt8], kinship: Relationship = .group) {
    self.pid = pid
    self.parent = parent
    self.command = command
    self.kinship = kinship
    state = "?"
    waitChannel = nil
    systemCall = nil
    processor = 0
    waited = 0
    memory = 0
    locks = []
  }
}

/// A process that holds what another one wants: a lock, a port.
package struct LockHolder: Equatable, Sendable {
  /// Its process id; -1 where the kernel does not say.
  package var pid: Int32
  /// Its command line; empty where it is gone or out of sight.
  package var command: [UInt8]
  /// Whether it belongs to the same tree.
  package var isOwn: Bool
  /// Seconds since it was started; nil where that is not known.
  package var age: Double?
  /// The command line of its parent; empty where that is gone or out of sight.
  package var parent: [UInt8] = []
  /// The stage of andon's, of this run or of another, that it was started by; nil for none.
  package var stage: [UInt8]?

  /// Joins what is known of a holder.
  package init(pid: Int32, command: [UInt8], isOwn: Bool, age: Double?) {
    self.pid = pid
    self.command = command
    self.isOwn = isOwn
    self.age = age
  }
}

/// A process that waits for a file lock, and who holds it.
package struct BlockedLock: Equatable, Sendable {
  /// Who waits.
  package var waiter: Int32
  /// Its short name.
  package var name: String
  /// The kind of lock: `FLOCK`, `POSIX`, `OFDLCK`.
  package var kind: String
  /// The file; nil where its path could not be found.
  package var path: String?
  /// Who holds it; empty where nobody could be found.
  package var holders: [LockHolder]

  /// Joins a waiter with what it waits for.
  package init(waiter: Int32, name: String, kind: String, path: String?, holders: [LockHolder]) {
    self.waiter = waiter
    self.name = name
    self.kind = kind
    self.path = path
    self.holders = holders
  }
}

/// How much the whole machine waited for one of its resources.
package struct Pressure: Equatable, Sendable {
  /// `cpu`, `io` or `memory`.
  package var resource: String
  /// The part of the last ten seconds in which something waited, in per cent.
  package var share: Double

  /// Joins a resource with its pressure.
  package init(resource: String, share: Double) {
    self.resource = resource
    self.share = share
  }
}

/// A tree at one moment.
package struct TreeSnapshot: Equatable, Sendable {
  /// Its processes, parents first.
  package var processes: [ProcessEntry] = []
  /// Who of it waits for which file lock.
  package var locks: [BlockedLock] = []
  /// The command lines of processes beside it that had a processor at that moment.
  package var others: [[UInt8]] = []
  /// How much the machine waited.
  package var pressure: [Pressure] = []
  /// Whether the look took too long and was cut short.
  package var isTruncated = false

  /// Nothing was seen.
  package init() {}
}

/// How far other clocks have moved against the monotonic one since a machine was started.
package struct ClockDrift: Equatable, Sendable {
  /// Seconds that the machine was asleep.
  package var asleep: Double
  /// Seconds that the calendar's clock was set forward (negative: back), beside the sleep.
  package var set: Double

  /// No drift.
  package static let none = ClockDrift(asleep: 0, set: 0)

  /// Joins both.
  package init(asleep: Double, set: Double) {
    self.asleep = asleep
    self.set = set
  }
}
