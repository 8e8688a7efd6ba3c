// `timeout`, key by key: built-in values, over them the pipeline's defaults, over those a stage's.

internal import AndonModel

/// The keys of `timeout`, each where it was written.
struct LimitsReader {
  /// Built-in values of the design, section 3.
  static let hard = 120.0
  static let grace = 10.0

  private var soft: Double?
  private var hard: Double?
  private var grace: Double?
  private(set) var onSoft: OnSoft?

  /// Nothing written.
  init() {}

  /// Reads `defaults`.
  init(defaults node: YAMLNode?, _ faults: inout ConfigProblems) {
    self.init()
    guard let node, let fields = Fields(node, "`defaults`", keys: ["timeout"], &faults) else {
      return
    }
    read(fields, &faults)
  }

  /// Takes over the keys that a `timeout` gives.
  mutating func read(_ fields: Fields, _ faults: inout ConfigProblems) {
    guard let node = fields["timeout"] else { return }
    if case .scalar(let text, _) = node.content {
      faults.add(
        node, "`timeout: \(text)` does not say which one",
        hint: "write `timeout: { soft: …, hard: … }`")
      return
    }
    let keys = ["soft", "hard", "grace", "on-soft"]
    guard let given = Fields(node, "`timeout`", keys: keys, &faults) else { return }
    soft = given.quantity("soft", .seconds, &faults) ?? soft
    hard = given.quantity("hard", .seconds, &faults) ?? hard
    grace = given.quantity("grace", .seconds, zero: true, &faults) ?? grace
    onSoft = given.choice("on-soft", &faults) ?? onSoft
  }

  /// Whether a hard deadline was written down.
  var isHardWritten: Bool { hard != nil }

  /// The limits with every value filled in.
  var deadlines: Deadlines {
    let hard = hard ?? Self.hard
    return Deadlines(soft: soft ?? hard / 4, hard: hard, grace: grace ?? Self.grace)
  }
}
