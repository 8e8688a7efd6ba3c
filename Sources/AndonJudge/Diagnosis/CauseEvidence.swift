// What was seen of a stage that speaks for a cause: figures, processes, signals. Each with the
// place that it can be looked up at. What they weigh together is decided in CauseWeighing.

internal import AndonModel

/// Something that speaks for a cause.
struct CauseEvidence {
  /// How much it can be relied on.
  enum Strength: Double {
    /// The kernel says so.
    case kernel = 100
    /// It was seen at intervals, or follows from what was.
    case sampled = 85
    /// It fits, as other things do.
    case weak = 40
  }

  /// What it speaks for.
  let kind: CauseClass
  /// Its name, such as `lock-table`.
  let rule: String
  let strength: Strength
  /// What was seen.
  let fact: Fact
  /// What lies behind it, one why after the other.
  var causalChain: [Fact] = []
  /// What is not known where that ends; nil where it ends at something that can be changed.
  var unknown: String?
  /// Whether it speaks for a cause only together with a line of the log: it need not have done any
  /// harm.
  var needsLine = false
  /// A kind whose lines tell the effect of this cause; nil for none.
  var effect: CauseClass?
}

extension CauseEvidence {
  /// Goes on with who holds what is wanted, and where that process came from.
  mutating func add(_ holder: LockHolder<String>, _ seen: TroubledStage, at place: String) {
    let age = holder.age.map { ", started \(Format.duration($0)) before" } ?? ""
    causalChain.append(
      Fact(
        "held by pid \(holder.pid) `\(holder.command)`\(age), \(seen.owner(of: holder))",
        at: place))
    if holder.isOwn || holder.stage != nil { return }
    if let parent = holder.parent {
      causalChain.append(Fact("whose parent is `\(parent)`", at: "/proc/\(holder.pid)"))
    } else {
      unknown = "who started that process is not known"
    }
  }
}

/// Whose a process is.
enum Owner: CustomStringConvertible {
  case own
  /// Of another stage of the same run.
  case stage(String)
  /// A stage of an earlier run left it behind.
  case earlierRun(String)
  /// A stage of another run that goes on beside this one.
  case otherRun(String)
  case stranger

  var description: String {
    switch self {
    case .own: "a process of the same stage"
    case .stage(let stage): "of stage \(stage)"
    case .earlierRun(let stage): "left by stage \(stage) of an earlier run"
    case .otherRun(let stage): "of stage \(stage) of another run"
    case .stranger: "not of this run"
    }
  }
}

/// A stage that is in trouble, with what was seen of it.
struct TroubledStage {
  let stage: StageRecord
  let attempt: AttemptRecord
  let evidence: StageEvidence
  /// Processors of the machine; nil where they are not known.
  let processors: Int?
  /// The start of the run.
  let startedAt: Timestamp
  /// Rules that its log matches when all is well.
  let knownRules: Set<String>
  /// The names of the run's stages.
  let stages: Set<String>
  /// Processes that andon had ended before the attempt began.
  let endedBefore: [EndedProcess]
  /// Limits that cannot be kept together, and ended it; nil where there are none.
  let contradiction: Fact?
  /// What became of the clocks while the run went on, in words; nil where nothing did.
  let clock: String?

  /// A figure of the attempt: its value, bound or not.
  func figure(_ name: BuiltInIndicator) -> Double? {
    attempt.indicators[.builtIn(name)]?.reading.value
  }

  /// Where a figure of the attempt is to be found.
  func place(_ name: BuiltInIndicator) -> String {
    let source = attempt.indicators[.builtIn(name)].map { ", \($0.source.rawValue)" } ?? ""
    return "\(stage.id).\(name.rawValue), attempt \(attempt.number)\(source)"
  }

  /// The last look at what it was doing, while it was too slow or had to be stopped.
  var look: StageSnapshot? {
    let own = evidence.snapshots.filter { $0.attempt == attempt.number }
    return own.last { $0.moment == .stop } ?? own.first { $0.moment == .soft }
  }

  /// Whose a process is that holds what the stage wants.
  func owner(of holder: LockHolder<String>) -> Owner {
    if holder.isOwn { return .own }
    guard let stage = holder.stage else { return .stranger }
    // When it was looked at is known to a second or so: what is older than the run is not its own.
    let reached = attempt.startedAt.seconds(since: startedAt) + (figure(.wall) ?? 0)
    if let age = holder.age, age > reached + 1 { return .earlierRun(stage) }
    return stages.contains(stage) ? .stage(stage) : .otherRun(stage)
  }

  /// Who waited for which lock.
  var locks: [BlockedLock<String>] {
    let seen = evidence.snapshots.filter { $0.attempt == attempt.number }.flatMap(\.tree.locks)
    let all = evidence.locks + seen
    return all.filter { !$0.holders.isEmpty } + all.filter { $0.holders.isEmpty }
  }
}
