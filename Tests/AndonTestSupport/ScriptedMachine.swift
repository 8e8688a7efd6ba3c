// A machine without processes: trees do what a script says, and time passes only in `wait`.

package import AndonModel
package import AndonSystem

/// What a scripted tree does.
package struct TreeScript: Sendable {
  /// Seconds until its leader ends by itself; nil: never.
  package var ends: Double?
  /// How the leader ends by itself.
  package var end: LeaderEnd
  /// Seconds that descendants live on after the leader.
  package var lingers: Double
  /// Whether it ends on the polite signal.
  package var heedsTerm: Bool
  /// Whether not even the final signal ends it.
  package var isImmortal: Bool
  /// What it prints at its start.
  package var output: String
  /// Why it does not start.
  package var fault: StartError?
  /// Whether its supervisor dies at its end, so that nothing is known of it.
  package var isLost = false
  /// What the kernel counts of it.
  package var usage: TreeUsage? = TreeUsage(user: 0.5, system: 0.25, peakProcess: 4_000_000)
  /// What is seen of it.
  package var samples = TreeSamples(peak: 8_000_000, looks: 9)

  /// What is left of it.
  var treeEnd: TreeEnd { TreeEnd(usage: usage, samples: samples, output: 100) }

  /// A tree that ends like this after some seconds.
  package init(
    ends: Double?, _ end: LeaderEnd = .exited(0), lingers: Double = 0, heedsTerm: Bool = true,
    isImmortal: Bool = false, output: String = "", fault: StartError? = nil
  ) {
    self.ends = ends
    self.end = end
    self.lingers = lingers
    self.heedsTerm = heedsTerm
    self.isImmortal = isImmortal
    self.output = output
    self.fault = fault
  }
}

/// A machine that follows scripts by the first word of what it launches.
package struct ScriptedMachine: Machine {
  /// What was asked of it, in order, shared by its copies.
  package final class Log {
    /// Lines such as `start a`, `signal 15 a`, `kill a`.
    package var lines: [String] = []
  }

  /// What was asked of it.
  package let log = Log()
  /// The present, in seconds since its start.
  package private(set) var now = Instant(nanoseconds: 0)

  /// Who listens on which port.
  package var listening: [Int: LockHolder<[UInt8]>] = [:]

  /// Who listens on a port.
  package func listeners(on port: Int) -> [LockHolder<[UInt8]>] {
    listening[port].map { [$0] } ?? []
  }

  /// A scripted disk is never full.
  package var fullFileSystems: [FullFileSystem] { [] }

  /// How far the clocks have moved by an instant, in seconds.
  package var drifts: [(at: Double, drift: ClockDrift)] = []

  /// The last that was scripted.
  package var drift: ClockDrift {
    drifts.last { Instant(nanoseconds: 0).advanced(bySeconds: $0.at) <= now }?.drift ?? .none
  }

  private let scripts: [String: [TreeScript]]
  // How often each was started, and what a tree's script is.
  private var starts: [String: Int] = [:]
  private var chosen: [TreeID: TreeScript] = [:]
  private var signals: [(at: Instant, number: Int32)]
  private var names: [TreeID: String] = [:]
  private var coming: [(at: Instant, event: MachineEvent)] = []
  private var leaderless: Set<TreeID> = []
  private var printed: [(TreeID, String)] = []

  /// Scripts by the first word of a launch; Unix signals for andon by their second.
  package init(_ scripts: [String: TreeScript], signals: [(at: Double, number: Int32)] = []) {
    self.init(scripts.mapValues { [$0] }, signals: signals)
  }

  /// Scripts of one start after the other by the first word of a launch, the last one for all that
  /// follow.
  package init(_ scripts: [String: [TreeScript]], signals: [(at: Double, number: Int32)] = []) {
    self.scripts = scripts
    self.signals = signals.map { (Instant(nanoseconds: 0).advanced(bySeconds: $0.at), $0.number) }
  }

  /// Starts what its first word names.
  package mutating func start(_ id: TreeID, _ launch: LaunchRequest) {
    let name = launch.arguments[0]
    let number = starts[name, default: 0]
    guard let all = scripts[name], let last = all.last else {
      preconditionFailure("no script for \(name)")
    }
    let script = number < all.count ? all[number] : last
    starts[name] = number + 1
    chosen[id] = script
    names[id] = name
    log.lines.append("start \(name)")
    if let fault = script.fault {
      coming.append((now, .notStarted(id, fault)))
      return
    }
    coming.append((now, .started(id, at: now)))
    if !script.output.isEmpty { printed.append((id, script.output)) }
    if let ends = script.ends { end(id, script.end, at: now.advanced(bySeconds: ends)) }
  }

  /// Ends a tree that heeds it.
  package mutating func signal(_ id: TreeID, _ signal: Int32) {
    let name = names[id] ?? "?"
    log.lines.append("signal \(signal) \(name)")
    if signal == 15, chosen[id]?.heedsTerm == true { end(id, by: 15) }
  }

  /// There is nothing to get ready.
  package mutating func expect(_ instant: Instant?) {}

  /// Nobody catches a signal here.
  package mutating func ask(_ id: TreeID, _ signal: Int32) {
    log.lines.append("ask \(signal) \(names[id] ?? "?")")
  }

  /// The same processes.
  package mutating func look(at id: TreeID, patience: Double) -> TreeSnapshot<[UInt8]> {
    log.lines.append("look \(names[id] ?? "?")")
    var look = TreeSnapshot<[UInt8]>()
    look.processes = processes(of: id)
    return look
  }

  /// Ends a tree that can be ended.
  package mutating func kill(_ id: TreeID) {
    let name = names[id] ?? "?"
    log.lines.append("kill \(name)")
    if chosen[id]?.isImmortal == false { end(id, by: 9) }
  }

  /// Forgets a tree.
  package mutating func abandon(_ id: TreeID) -> TreeEnd {
    log.lines.append("abandon \(names[id] ?? "?")")
    forget(id)
    return treeEnd(id)
  }

  /// One process of each tree.
  package func processes(of id: TreeID) -> [ProcessEntry<[UInt8]>] {
    let command = Array((names[id] ?? "?").utf8)
    return [ProcessEntry(pid: 1000 + id.number, parent: 0, command: command)]
  }

  /// Lets time pass to the next event or the deadline.
  package mutating func wait(
    until deadline: Instant?, output: (TreeID, Span<UInt8>) -> Void
  ) throws -> [MachineEvent] {
    for (id, text) in printed { output(id, Array(text.utf8).span) }
    printed = []
    coming.sort { $0.at < $1.at }
    let next = [coming.first?.at, signals.first?.at].compactMap { $0 }.min()
    guard let until = [next, deadline].compactMap({ $0 }).min() else {
      preconditionFailure("the machine would wait for ever")
    }
    now = max(now, until)
    let events = coming.prefix { $0.at <= now }.map(\.event)
    coming.removeFirst(events.count)
    for case .leaderEnded(let id, _, _) in events { leaderless.insert(id) }
    let arrived = signals.prefix { $0.at <= now }.map { MachineEvent.signal($0.number) }
    signals.removeFirst(arrived.count)
    return events + arrived
  }

  // At once, with all that is left of the tree.
  private mutating func end(_ id: TreeID, by signal: Int32) {
    forget(id)
    if !leaderless.contains(id) {
      coming.append((now, .leaderEnded(id, .signalled(signal), at: now)))
    }
    coming.append((now, .gone(id, treeEnd(id))))
  }

  private mutating func end(_ id: TreeID, _ how: LeaderEnd, at instant: Instant) {
    if chosen[id]?.isLost == true {
      coming.append((instant, .lost(id, treeEnd(id), .reaper)))
      return
    }
    let lingers = chosen[id]?.lingers ?? 0
    coming.append((instant, .leaderEnded(id, how, at: instant)))
    coming.append((instant.advanced(bySeconds: lingers), .gone(id, treeEnd(id))))
  }

  private mutating func forget(_ id: TreeID) {
    coming.removeAll { item in
      switch item.event {
      case .leaderEnded(id, _, _), .gone(id, _), .lost(id, _, _): true
      default: false
      }
    }
  }

  private func treeEnd(_ id: TreeID) -> TreeEnd {
    chosen[id]?.treeEnd
      ?? TreeEnd(usage: nil, samples: TreeSamples(), output: 0)
  }
}
