// How often a stage is started, and what its attempts must show: `on-soft`, `retry`, `repeat`,
// `expect`. Design, section 3: `repeat` goes together with neither of the first two.

internal import AndonModel
internal import AndonText

/// Reads what is said about a stage's attempts.
enum AttemptReader {
  /// Numbers beyond it are nobody's wish.
  private static let most = 1000

  /// `on-soft`, `retry` and `repeat`.
  static func policy(
    _ fields: Fields, onSoft: OnSoft?, _ faults: inout ConfigProblems
  ) -> AttemptPolicy {
    let retries = fields.integer("retry", 0...100, &faults)
    guard let node = fields["repeat"] else {
      return .once(retries: retries ?? 0, onSoft: onSoft ?? .extend)
    }
    if let key = fields.key("retry") {
      faults.add(
        key, "`retry` and `repeat` do not go together",
        hint: "the first failure ends a series; remove one of them")
    }
    if onSoft == .rerun, let key = fields.key("repeat") {
      faults.add(
        key, "`repeat` and `on-soft: rerun` do not go together",
        hint: "write `on-soft: extend` for this stage, or remove `repeat`")
    }
    let keys = ["runs", "warmup", "use", "decide"]
    guard let series = Fields(node, "`repeat`", keys: keys, &faults) else { return .single }
    let statistic: Statistic? = series.choice("use", &faults)
    var repetition = Repetition(
      runs: 1, warmup: series.integer("warmup", 0...most, &faults) ?? 0, use: statistic ?? .median)
    let decision: Decision? = series.choice("decide", &faults)
    if decision == .sequential { repetition.end = .sequential }
    if repetition.end == .runs { series.require("runs", &faults) }
    let runs = series.integer("runs", 1...most, &faults)
    repetition.runs = runs ?? (repetition.end == .sequential ? fewestRuns(repetition.use) : 1)
    if repetition.end == .sequential { checkSequence(repetition, series, &faults) }
    return .series(repetition)
  }

  // What `decide` says.
  private enum Decision: String, CaseIterable {
    case all
    case sequential
  }

  // statistics.md, section 1: seven runs for the median; fewer than 59 cannot show that 95 of 100
  // keep a limit.
  private static func fewestRuns(_ use: Statistic) -> Int { use == .p95 ? 59 : 7 }

  private static func checkSequence(
    _ repetition: Repetition, _ series: Fields, _ faults: inout ConfigProblems
  ) {
    let place = series["use"] ?? series.node
    switch repetition.use {
    case .median: break
    case .p95:
      let fewest = fewestRuns(.p95)
      if repetition.runs < fewest {
        faults.add(
          series["runs"] ?? place,
          "\(Format.count(repetition.runs, "run")) cannot show that a p95 keeps "
            + "its limit",
          hint: "write `runs: \(fewest)` or more, or `use: median`")
      }
    case .min, .max, .mean:
      faults.add(
        place, "`decide: sequential` knows no rule for `use: \(repetition.use.rawValue)`",
        hint: "write `use: median` or `use: p95`")
    }
  }

  /// `expect`.
  static func expectation(_ fields: Fields, _ faults: inout ConfigProblems) -> Expectation {
    guard let node = fields["expect"],
      let expect = Fields(node, "`expect`", keys: ["matches", "exit"], &faults)
    else { return .success }
    if !expect.has("matches"), !expect.has("exit") {
      faults.add(node, "`expect` expects nothing", hint: "add `matches: …` or `exit: [0]`")
    }
    let matches = expect.text("matches", &faults)
    if let matches, let place = expect["matches"] { checkPattern(matches, place, &faults) }
    return Expectation(exits: exits(expect, &faults), matches: matches)
  }

  private static func exits(_ expect: Fields, _ faults: inout ConfigProblems) -> [Int] {
    guard let listed = expect.texts("exit", &faults) else { return [0] }
    if listed.isEmpty, let node = expect["exit"] {
      faults.add(node, "`exit` lists no exit code", hint: "write, for example, exit: [0, 1]")
    }
    return listed.compactMap { code in
      if let number = Int(code.text), String(number) == code.text, (0...255).contains(number) {
        return number
      }
      faults.add(
        code.node, "`\(code.text)` is no exit code", hint: "exit codes are 0 to 255")
      return nil
    }
  }

  /// Adds a fault for a pattern that cannot be compiled, where it cannot.
  static func checkPattern(_ pattern: String, _ node: YAMLNode, _ faults: inout ConfigProblems) {
    if pattern.isEmpty {
      faults.add(
        node, "the pattern is empty: it would match every line", hint: "write what to look for")
      return
    }
    do throws(Pattern.PatternError) {
      _ = try Pattern(pattern)
    } catch {
      faults.add(
        node, offset: error.offset, "the pattern cannot be compiled: \(error.message)",
        hint: "patterns are PCRE2")
    }
  }
}
