// The one seam to the machine: start processes, signal trees, wait for what happens.
// Two conformers: the real machine of each platform, and the scripted one of the tests. Decisions
// are not made here; a machine reports and obeys.

package import AndonModel

/// A process tree that a machine has been asked to start, known by a number of the caller's.
package struct TreeID: Hashable, Sendable {
  /// The caller's number.
  package let number: Int

  /// Takes a number that the caller has not used before.
  package init(_ number: Int) { self.number = number }
}

/// What to execute, and in which surroundings.
package struct LaunchRequest: Equatable, Sendable {
  /// The words; the first is looked up in the PATH of `environment`.
  package var arguments: [String]
  /// `NAME=VALUE` words, the whole environment, in the bytes that they came in.
  package var environment: [[UInt8]]
  /// The working folder.
  package var folder: String
  /// Whether its memory is to be counted even where that makes the start slower.
  package var countsMemory = false
  /// Whether it is one of andon's own commands, which finds andon-outputs at
  /// `OwnPrograms.outputsPath`.
  package var keepsOutputs = false

  /// Joins what is needed for a start.
  package init(arguments: [String], environment: [[UInt8]], folder: String) {
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
  }
}

/// Why a process did not start.
package enum StartError: Equatable, Sendable {
  /// The working folder could not be entered; the system's error number.
  case folder(Int32)
  /// The program was not found or cannot be executed; the system's error number.
  case program(Int32)
  /// The system gave no process; its error number.
  case system(Int32)
}

/// How a leader ended.
package enum LeaderEnd: Equatable, Sendable {
  case exited(Int32)
  case signalled(Int32)
}

/// How process trees are held together, the weakest first.
package enum Containment: Int32, Comparable, Sendable {
  /// By the leader's process group: what leaves it gets away.
  case group = 1
  /// By a reaper, which inherits whatever the tree loses and kills until nothing is left.
  case reaper
  /// The same, in a cgroup of its own, which is killed at once.
  case cgroup
  /// In a PID namespace, which the kernel ends with andon; in a cgroup as well where there can be
  /// one.
  case namespace

  /// Its name in files.
  package var name: String {
    switch self {
    case .group: "group"
    case .reaper: "reaper"
    case .cgroup: "cgroup"
    case .namespace: "namespace"
    }
  }

  /// Orders by strength.
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// What was killed, so that nothing is known of a tree any more.
package enum SupervisorFailure: Equatable, Sendable {
  /// The reaper that held it; the keeper has ended what was left.
  case reaper
  /// The keeper; andon has had everything ended.
  case keeper
}

/// One thing that happened.
package enum MachineEvent: Equatable, Sendable {
  /// The leader runs since that instant.
  case started(TreeID, at: Instant)
  /// Nothing was started, and nothing more will come of this tree.
  case notStarted(TreeID, StartError)
  /// The leader ended at that instant; descendants may live on.
  case leaderEnded(TreeID, LeaderEnd, at: Instant)
  /// No process of the tree is left, and nothing more will come of it.
  case gone(TreeID, TreeEnd)
  /// What watched over the tree was killed, and the tree was ended: nothing else is known of it.
  case lost(TreeID, TreeEnd, SupervisorFailure)
  /// A Unix signal arrived for andon itself.
  case signal(Int32)
}

/// A machine that runs process trees.
package protocol Machine {
  /// The present on the clock that does not jump.
  var now: Instant { get }

  /// How far other clocks have moved against that one.
  var drift: ClockDrift { get }

  /// Starts a tree; what becomes of it arrives as events.
  mutating func start(_ id: TreeID, _ launch: LaunchRequest)

  /// Sends a Unix signal to every process of a tree, once.
  mutating func signal(_ id: TreeID, _ signal: Int32)

  /// Sends a Unix signal to those processes of a tree that catch it, once.
  mutating func ask(_ id: TreeID, _ signal: Int32)

  /// Kills a tree until nothing of it is left.
  mutating func kill(_ id: TreeID)

  /// Gives a tree up that cannot be ended: closes what connects to it. Its last figures.
  mutating func abandon(_ id: TreeID) -> TreeEnd

  /// The living processes of a tree at this moment.
  func processes(of id: TreeID) -> [ProcessEntry<[UInt8]>]

  /// Who listens on a TCP port of the machine at this moment.
  func listeners(on port: Int) -> [LockHolder<[UInt8]>]

  /// File systems of the machine that have no room at this moment.
  var fullFileSystems: [FullFileSystem] { get }

  /// Something is to be done about a tree at that instant, at the next: a machine may get ready.
  mutating func expect(_ instant: Instant?)

  /// What a tree is doing at this moment; nothing is stopped for it.
  ///
  /// It takes at most about that many seconds of processor time.
  mutating func look(at id: TreeID, patience: Double) -> TreeSnapshot<[UInt8]>

  /// Waits until something happens or the deadline has passed; hands over output on the way.
  mutating func wait(until deadline: Instant?, output: (TreeID, Span<UInt8>) -> Void)
    throws -> [MachineEvent]
}
