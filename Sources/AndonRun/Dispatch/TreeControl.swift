// What is to be done about one process tree, from its start until nothing of it is left.
// A pure state machine: events and instants in, actions out. supervision.md, section 3a.

internal import AndonModel
internal import AndonSystem

/// Watches over one process tree.
struct TreeControl {
  /// What is to be done.
  enum Action: Equatable {
    case signal(UnixSignal)
    /// Send a signal to those who catch it.
    case ask(UnixSignal)
    case kill
    /// Look at what it is doing.
    case look(StageSnapshot.Moment)
    /// The soft deadline has passed.
    case reportSlow
    /// It is being stopped for that reason.
    case reportStopping(Outcome.StopReason, limit: Double)
    /// Note which processes are still there: they are about to be ended.
    case listLeft
    /// Give the tree up: it cannot be ended.
    case abandon
  }

  /// When the run's budget ends, for one tree.
  struct Budget: Equatable {
    /// Its length in seconds.
    let seconds: Double
    /// When the tree has to be stopped.
    let stop: Instant
    /// When the final signal is due.
    let final: Instant
  }

  /// What a tree is held to.
  struct Limits: Equatable {
    var deadlines: Deadlines
    /// Whether it is stopped at its soft deadline, to be started again.
    var restarts = false
    /// The end of the run, where there is one.
    var budget: Budget?
    /// A signal for those who catch it, before it is stopped.
    var asks: UnixSignal?
  }

  /// Why andon ends a tree.
  private enum Stop: Equatable {
    /// A limit of andon's passed; noticed at that instant.
    case limit(Outcome.StopReason, at: Instant)
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

  private let limits: Limits
  private var hasRaisedPriority = false
  private var phase = Phase.starting
  private var stop: Stop?
  /// When the leader was executed; before that, when its start was asked for.
  private(set) var startedAt: Instant
  private var leader: (end: LeaderEnd, at: Instant)?
  /// Whether the soft deadline has passed.
  private(set) var isSlow = false

  /// Begins with a start that was asked for.
  init(_ limits: Limits, at now: Instant) {
    self.limits = limits
    startedAt = now
  }

  /// When this machine has to be asked again, if no event comes before.
  var due: Instant? {
    let end = hasRaisedPriority ? nil : limits.budget?.stop
    return [phaseDue, end].compactMap { $0 }.min()
  }

  private var phaseDue: Instant? {
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
    case .limit(.hard, _) where instant < hardDeadline: stop = .leftBehind
    case .limit(.rerun, _) where instant < softDeadline ?? hardDeadline: stop = .leftBehind
    case .limit(.budget, let at) where instant < at: stop = .leftBehind
    case .cancelled(_, let at) where instant < at: stop = .leftBehind
    case .none where instant >= hardDeadline: stop = .limit(.hard, at: instant)
    case .none where limits.restarts && instant >= softDeadline ?? hardDeadline:
      stop = .limit(.rerun, at: instant)
    case .limit, .cancelled, .leftBehind, .none: break
    }
    if phase == .running {
      phase = .settling(until: instant.advanced(bySeconds: Self.settling))
    }
  }

  /// What is due by now.
  mutating func act(at now: Instant) -> [Action] {
    if let budget = limits.budget, !hasRaisedPriority, now >= budget.stop {
      hasRaisedPriority = true
      return endForBudget(budget, at: now)
    }
    switch phase {
    case .starting, .running:
      if now >= hardDeadline { return halt(.hard, limits.deadlines.hard, at: now) }
      if phase == .running, !isSlow, let soft = limits.deadlines.soft, let softDeadline,
        now >= softDeadline
      {
        isSlow = true
        return [.reportSlow, .look(.soft)] + (limits.restarts ? halt(.rerun, soft, at: now) : [])
      }
      return []
    case .settling(let until):
      return now < until ? [] : endRest(grace: min(limits.deadlines.grace, Self.cancelGrace), now)
    case .stopping(var escalation):
      let steps = escalation.nextSteps(at: now)
      phase = .stopping(escalation)
      return steps.flatMap { step -> [Action] in
        switch step {
        case .signal(let signal): [.signal(signal)]
        case .ask(let signal): [.ask(signal)]
        case .kill where leader != nil: [.listLeft, .kill]
        // Without a grace period it has just been looked at.
        case .kill: steps.count > 1 ? [.kill] : [.look(.final), .kill]
        case .giveUp: [.abandon]
        }
      }
    }
  }

  // A leader that runs is stopped.
  private mutating func halt(
    _ cause: Outcome.StopReason, _ limit: Double, grace: Double? = nil, at now: Instant
  ) -> [Action] {
    stop = .limit(cause, at: now)
    phase = .stopping(
      Escalation(grace: grace ?? limits.deadlines.grace, asks: limits.asks, at: now))
    // Who climbs has just been looked at.
    let report: [Action] =
      cause == .rerun ? [] : [.reportStopping(cause, limit: limit), .look(.stop)]
    return report + act(at: now)
  }

  // The leader has ended; what it left is ended too.
  private mutating func endRest(grace: Double, _ now: Instant) -> [Action] {
    stop = stop ?? .leftBehind
    phase = .stopping(Escalation(grace: grace, at: now))
    return [.listLeft] + act(at: now)
  }

  // Whatever is going on has to be over in time.
  private mutating func endForBudget(_ budget: Budget, at now: Instant) -> [Action] {
    let grace = max(0, budget.final.seconds(since: now))
    switch phase {
    case .starting, .running: return halt(.budget, budget.seconds, grace: grace, at: now)
    case .settling:
      return endRest(grace: min(grace, limits.deadlines.grace, Self.cancelGrace), now)
    case .stopping(var escalation):
      escalation.raisePriority(grace: grace, at: now)
      phase = .stopping(escalation)
      return act(at: now)
    }
  }

  /// andon itself has been asked to end.
  ///
  /// A second time: at once.
  mutating func cancel(by signal: UnixSignal, isSecond: Bool, at now: Instant) -> [Action] {
    let grace = isSecond ? 0 : min(limits.deadlines.grace, Self.cancelGrace)
    if case .stopping(var escalation) = phase {
      escalation.raisePriority(grace: grace, at: now)
      phase = .stopping(escalation)
      // Whoever asks twice does not want to wait for evidence.
      return isSecond ? act(at: now).filter { $0 != .look(.final) } : act(at: now)
    }
    if leader != nil { return endRest(grace: grace, now) }
    stop = stop ?? .cancelled(signal, at: now)
    phase = .stopping(Escalation(grace: grace, asks: isSecond ? nil : limits.asks, at: now))
    return [.look(.stop)] + act(at: now)
  }

  /// How the attempt ended, once its tree is gone or given up.
  var outcome: Outcome {
    switch stop {
    case .limit(let cause, _): .stopped(cause, limit: limit(of: cause), ending: ending)
    case .cancelled(let signal, _): .cancelled(by: signal, ending: ending)
    case .leftBehind, .none:
      switch leader?.end {
      case .exited(let code): .exited(code: Int(code))
      case .signalled(let number): .signalled(UnixSignal(number))
      case .none: .lost(detail: "the leader's end was not reported")
      }
    }
  }

  /// Seconds from exec to the leader's exit; of an attempt that was cut off, to that moment, which
  /// may lie before exec.
  var wall: BoundedValue {
    switch stop {
    case .limit(_, let at), .cancelled(_, let at): .atLeast(max(0, at.seconds(since: startedAt)))
    case .leftBehind, .none:
      leader.map { .exact($0.at.seconds(since: startedAt)) }
        ?? .missing(reason: "the leader's end was not reported")
    }
  }

  /// Whether the attempt went over its soft deadline; also when that was noticed at its end only.
  var crossedSoft: Bool {
    guard let soft = limits.deadlines.soft else { return false }
    return isSlow || (wall.value ?? 0) > soft
  }

  /// Whether it is stopped at its soft deadline.
  var restarts: Bool { limits.restarts }

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

  // A climbing tree always has a soft deadline, and one that ran out of budget has one.
  private func limit(of cause: Outcome.StopReason) -> Double {
    switch cause {
    case .hard: limits.deadlines.hard
    case .rerun: limits.deadlines.soft ?? limits.deadlines.hard
    case .budget: limits.budget?.seconds ?? limits.deadlines.hard
    }
  }

  // A nanosecond later than the limit: what is stopped has run for longer than it.
  private var hardDeadline: Instant {
    Instant(nanoseconds: startedAt.advanced(bySeconds: limits.deadlines.hard).nanoseconds + 1)
  }

  private var softDeadline: Instant? {
    limits.deadlines.soft.map {
      Instant(nanoseconds: startedAt.advanced(bySeconds: $0).nanoseconds + 1)
    }
  }
}
