// The ladder from polite to final, as data.
// TERM to the tree, CONT so that stopped processes can die, grace, KILL, and a bounded wait for
// what cannot die. Pure: says what is due; who sends it is not known here.

internal import AndonModel
internal import AndonSystem

/// The steps by which a tree is ended.
struct Escalation: Equatable {
  /// One step.
  enum Step: Equatable {
    case signal(UnixSignal)
    /// Send a signal to those who catch it: they say what they are doing.
    case ask(UnixSignal)
    case kill
    /// What is still there cannot be ended.
    case giveUp
  }

  /// Seconds that the kernel gets to carry out the final signal.
  static let patience = 2.0
  /// Seconds that those who are asked get to answer, at the most.
  static let answer = 0.25

  private var steps: [(at: Instant, step: Step)]
  /// Whether the final signal was due.
  private(set) var isFinal = false

  /// Begins now; with `asks` the polite signal waits for an answer, for at most half of the grace
  /// period.
  init(grace: Double, asks: UnixSignal? = nil, at now: Instant) {
    let final = now.advanced(bySeconds: grace)
    let polite = asks == nil ? now : now.advanced(bySeconds: min(Self.answer, grace / 2))
    steps = asks.map { [(now, .ask($0))] } ?? []
    steps += [
      (polite, .signal(.terminate)), (polite, .signal(.continue)), (final, .kill),
      (final.advanced(bySeconds: Self.patience), .giveUp),
    ]
  }

  /// When the next step is due.
  var due: Instant? { steps.first?.at }

  /// Takes the steps that are due.
  mutating func nextSteps(at now: Instant) -> [Step] {
    let taken = steps.prefix { $0.at <= now }.map(\.step)
    steps.removeFirst(taken.count)
    if taken.contains(.kill) { isFinal = true }
    return taken
  }

  /// Skips what is left of the grace period, when it is longer than `grace` seconds from now.
  mutating func raisePriority(grace: Double, at now: Instant) {
    guard !isFinal else { return }
    let final = min(now.advanced(bySeconds: grace), steps.first { $0.step == .kill }?.at ?? now)
    steps = steps.filter { $0.at <= now && $0.step != .kill && $0.step != .giveUp }
    steps += [(final, .kill), (final.advanced(bySeconds: Self.patience), .giveUp)]
  }

  static func == (left: Self, right: Self) -> Bool {
    left.isFinal == right.isFinal && left.steps.elementsEqual(right.steps, by: ==)
  }
}
