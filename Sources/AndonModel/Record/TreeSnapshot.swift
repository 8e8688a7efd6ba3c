// The processes of a stage at one moment. `Text` is bytes as the kernel gives them, or text that is
// masked and safe to print.

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

/// A living process.
package struct ProcessEntry<Text: Equatable & Sendable>: Equatable, Sendable {
  /// Its process id.
  package var pid: Int
  /// Its parent's process id.
  package var parent: Int
  /// Its command line, words separated by blanks.
  package var command: Text
  /// How it is related to the leader; nil where that was not looked at.
  package var relationship: Relationship?
  /// The kernel's letter for its state: R, S, D, T, Z.
  package var state: Character = "?"
  /// The function of the kernel that it waits in; nil where it runs or that is not known.
  package var waitChannel: String?
  /// The number of the system call that it is in; nil where it runs or that is not known.
  package var systemCall: Int?
  /// Seconds of processor time.
  package var processor = 0.0
  /// Seconds that it was ready to run and had no processor.
  package var waited = 0.0
  /// Bytes of anonymous and shared memory.
  package var memory = 0.0
  /// Paths of open files that are locked, or look like locks by their names.
  package var locks: [Text] = []

  /// A process of which little is known yet.
  package init(pid: Int, parent: Int, command: Text) {
    self.pid = pid
    self.parent = parent
    self.command = command
  }

  /// The same process with other texts.
  package func map<Other>(_ text: (Text) -> Other) -> ProcessEntry<Other> {
    var entry = ProcessEntry<Other>(pid: pid, parent: parent, command: text(command))
    entry.relationship = relationship
    entry.state = state
    entry.waitChannel = waitChannel
    entry.systemCall = systemCall
    entry.processor = processor
    entry.waited = waited
    entry.memory = memory
    entry.locks = locks.map(text)
    return entry
  }
}

/// A process that holds what another one wants: a lock, a port.
package struct LockHolder<Text: Equatable & Sendable>: Equatable, Sendable {
  /// Its process id; -1 where the kernel does not say.
  package var pid: Int
  /// Its command line; empty where it is gone or not visible.
  package var command: Text
  /// Whether it belongs to the same stage.
  package var isOwn: Bool
  /// Seconds since it was started; nil where that is not known.
  package var age: Double?
  /// The command line of its parent; nil where that is gone or not visible.
  package var parent: Text?
  /// The stage, of this run or of another, that it was started by; nil for none.
  package var stage: Text?

  /// A holder whose parent and stage are not known.
  package init(pid: Int, command: Text, isOwn: Bool, age: Double?) {
    self.pid = pid
    self.command = command
    self.isOwn = isOwn
    self.age = age
  }

  /// The same holder with other texts, its age rounded to tenths of a second.
  package func map<Other>(_ text: (Text) -> Other) -> LockHolder<Other> {
    var holder = LockHolder<Other>(
      pid: pid, command: text(command), isOwn: isOwn, age: age.map { ($0 * 10).rounded() / 10 })
    holder.parent = parent.map(text)
    holder.stage = stage.map(text)
    return holder
  }
}

/// A process that waits for a file lock, and the processes that hold it.
package struct BlockedLock<Text: Equatable & Sendable>: Equatable, Sendable {
  /// The process id of the process that waits.
  package var waiter: Int
  /// Its short name.
  package var name: Text
  /// The kind of lock: `FLOCK`, `POSIX`, `OFDLCK`.
  package var kind: String
  /// The file; nil where its path could not be found.
  package var path: Text?
  /// The processes that hold it; empty where none could be found.
  package var holders: [LockHolder<Text>]

  /// Joins a waiter with the lock that it waits for.
  package init(
    waiter: Int, name: Text, kind: String, path: Text?, holders: [LockHolder<Text>]
  ) {
    self.waiter = waiter
    self.name = name
    self.kind = kind
    self.path = path
    self.holders = holders
  }

  /// The same wait with other texts.
  package func map<Other>(_ text: (Text) -> Other) -> BlockedLock<Other> {
    BlockedLock<Other>(
      waiter: waiter, name: text(name), kind: kind, path: path.map(text),
      holders: holders.map { $0.map(text) })
  }
}

extension BlockedLock<String> {
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

/// The part of the last ten seconds, in per cent, in which something on the machine waited for a
/// resource; nil where the kernel does not say.
package struct Pressure: Equatable, Sendable {
  /// For processors.
  package var processor: Double?
  /// For disks.
  package var disk: Double?
  /// For memory.
  package var memory: Double?

  /// Nothing is known.
  package init() {}
}

/// A process tree at one moment.
package struct TreeSnapshot<Text: Equatable & Sendable>: Equatable, Sendable {
  /// Its processes, parents first.
  package var processes: [ProcessEntry<Text>] = []
  /// The file locks that its processes wait for.
  package var locks: [BlockedLock<Text>] = []
  /// The command lines of other processes that had a processor at that moment.
  package var others: [Text] = []
  /// The pressure on the machine.
  package var pressure = Pressure()
  /// Whether the snapshot took too long, so that processes are missing.
  package var isTruncated = false

  /// A snapshot without processes.
  package init() {}

  /// The same snapshot with other texts.
  package func map<Other>(_ text: (Text) -> Other) -> TreeSnapshot<Other> {
    var snapshot = TreeSnapshot<Other>()
    snapshot.processes = processes.map { $0.map(text) }
    snapshot.locks = locks.map { $0.map(text) }
    snapshot.others = others.map(text)
    snapshot.pressure = pressure
    snapshot.isTruncated = isTruncated
    return snapshot
  }
}
