// What is to be done about one process tree, from its start until nothing of it is left.
// A pure state machine: events and instants in, actions out. supervision.md, section 3a.

internal import AndonModel
internal import AndonSystem

/// Watches over one process tree.
struct TreeControl {
  /// What is to be done.
  enum Action: Equatable {
    case signal(UnixSignal)
    case kill
    /// The soft deadline has passed.
    case reportSlow
    /// The hard deadline has passed.
    case reportStopping
    /// Note which processes are still there: they are about to be ended.
    case listLeft
    /// Give the tree up: it cannot be ended.
    case abandon
  }

  /// Why andon ends a tree.
  private enum Stop: Equatable {
    /// The hard deadline passed; noticed at that instant.
    case hard(at: Instant)
    case cancelled(UnixSignal, at: Instant)
    /// The leader has ended and descendants did not follow.
    case leftBehind
  }

  private enum Phase: Equatable {
    case starting
    case running
    /// The leader has ended; descendants may be about to end by themselves.
    case settling(until: Instant)
    case stopping(Escalation)
  }

  /// Seconds that descendants get to end after their leader, such as the reader of a pipe.
  static let settling = 0.1
  /// The longest grace period once andon itself has been asked to end; hosts kill after 7.5 s.
  static let cancelGrace = 2.0

  private let deadlines: Deadlines
  private var phase = Phase.starting
  private var stop: Stop?
  /// When the leader was executed; before that, when its start was asked for.
  private(set) var startedAt: Instant
  private var leader: (end: LeaderEnd, at: Instant)?
  /// Whether the soft deadline has passed.
  private(set) var isSlow = false

  /// Begins with a start that was asked for.
  init(_ deadlines: Deadlines, at now: Instant) {
    self.deadlines = deadlines
    startedAt = now
  }

  /// When this machine has to be asked again, if no event comes before.
  var due: Instant? {
    switch phase {
    case .starting: hardDeadline
    case .running: isSlow ? hardDeadline : min(softDeadline ?? hardDeadline, hardDeadline)
    case .settling(let until): until
    case .stopping(let escalation): escalation.due
    }
  }

  /// The leader runs since that instant.
  mutating func started(at instant: Instant) {
    startedAt = instant
    if phase == .starting { phase = .running }
  }

  /// The leader has ended at that instant.
  ///
  /// The instants decide, not the order in which andon came to know of them: what ended in time is
  /// not stopped because andon noticed late, and what ran over its hard deadline is stopped even if
  /// andon was not there to stop it.
  mutating func leaderEnded(_ end: LeaderEnd, at instant: Instant) {
    leader = (end, instant)
    switch stop {
    case .hard where instant < hardDeadline: stop = .leftBehind
    case .cancelled(_, let at) where instant < at: stop = .leftBehind
    case .none where instant >= hardDeadline: stop = .hard(at: instant)
    case .hard, .cancelled, .leftBehind, .none: break
    }
    if phase == .running {
      phase = .settling(until: instant.advanced(bySeconds: Self.settling))
    }
  }

  /// What is due by now.
  mutating func act(at now: Instant) -> [Action] {
    switch phase {
    case .starting, .running:
      if now >= hardDeadline {
        stop = .hard(at: now)
        phase = .stopping(Escalation(grace: deadlines.grace, at: now))
        return [.reportStopping] + act(at: now)
      }
      if phase == .running, !isSlow, let softDeadline, now >= softDeadline {
        isSlow = true
        return [.reportSlow]
      }
      return []
    case .settling(let until):
      if now < until { return [] }
      stop = stop ?? .leftBehind
      let grace = min(deadlines.grace, Self.cancelGrace)
      phase = .stopping(Escalation(grace: grace, at: now))
      return [.listLeft] + act(at: now)
    case .stopping(var escalation):
      let steps = escalation.take(at: now)
      phase = .stopping(escalation)
      return steps.flatMap { step -> [Action] in
        switch step {
        case .signal(let signal): [.signal(signal)]
        case .kill: leader == nil ? [.kill] : [.listLeft, .kill]
        case .giveUp: [.abandon]
        }
      }
    }
  }

  /// andon itself has been asked to end.
  ///
  /// A second time: at once.
  mutating func cancel(by signal: UnixSignal, isSecond: Bool, at now: Instant) -> [Action] {
    let grace = isSecond ? 0 : min(deadlines.grace, Self.cancelGrace)
    if case .stopping(var escalation) = phase {
      escalation.hurry(grace: grace, at: now)
      phase = .stopping(escalation)
    } else {
      stop = stop ?? (leader == nil ? .cancelled(signal, at: now) : .leftBehind)
      phase = .stopping(Escalation(grace: grace, at: now))
      if leader != nil { return [.listLeft] + act(at: now) }
    }
    return act(at: now)
  }

  /// How the attempt ended, once its tree is gone or given up.
  var outcome: Outcome {
    switch stop {
    case .hard: .stopped(.hard, limit: deadlines.hard, ending: ending)
    case .cancelled(let signal, _): .cancelled(by: signal, ending: ending)
    case .leftBehind, .none:
      switch leader?.end {
      case .exited(let code): .exited(code: Int(code))
      case .signalled(let number): .signalled(UnixSignal(number))
      case .none: .lost(detail: "the leader's end was not reported")
      }
    }
  }

  /// Seconds from exec to the leader's exit; of an attempt that was cut off, to that moment.
  var wall: Reading {
    switch stop {
    case .hard(let at), .cancelled(_, let at): .atLeast(at.seconds(since: startedAt))
    case .leftBehind, .none:
      leader.map { .exact($0.at.seconds(since: startedAt)) }
        ?? .missing(reason: "the leader's end was not reported")
    }
  }

  /// Whether the attempt went over its soft deadline; also when that was noticed at its end only.
  var crossedSoft: Bool {
    guard let soft = deadlines.soft else { return false }
    return isSlow || (wall.value ?? 0) > soft
  }

  /// Whether it is known how the attempt ended, although its supervisor is gone.
  var isDecided: Bool { stop != nil || leader != nil }

  /// Whether the final signal was needed.
  var wasKilled: Bool {
    if case .stopping(let escalation) = phase { escalation.isFinal } else { false }
  }

  private var ending: Outcome.Ending {
    switch leader?.end {
    case .exited(let code): .exited(code: Int(code))
    case .signalled(let number): .signalled(UnixSignal(number))
    case .none: .survived
    }
  }

  // A nanosecond later than the limit: what is stopped has run for longer than it.
  private var hardDeadline: Instant {
    Instant(nanoseconds: startedAt.advanced(bySeconds: deadlines.hard).nanoseconds + 1)
  }

  private var softDeadline: Instant? {
    deadlines.soft.map { Instant(nanoseconds: startedAt.advanced(bySeconds: $0).nanoseconds + 1) }
  }
}
