// Whether a variable that keeps a status is ever asked. Pure.

/// The variables of a script that decide something.
struct VariableUse {
  // The words of all commands but those that only show something.
  private var words: [String] = []
  // A test or another file may ask for any.
  private var isUnclear = true

  /// Nothing is known: every variable may decide something.
  init() {}

  /// Looks at a script.
  init(in lists: [ShellList]) {
    let simples = lists.flatMap(\.simples)
    isUnclear =
      lists.flatMap(\.pipelines).flatMap(\.commands).contains(where: Self.hasTest)
      || simples.contains { [".", "source", "export", "eval"].contains($0.name ?? "") }
    for simple in simples where !["echo", "printf"].contains(simple.name ?? "") {
      words += (simple.words + simple.assignments).map(\.text)
    }
  }

  /// Whether a pipeline only sets variables that decide nothing.
  func isIdle(_ pipeline: ShellPipeline) -> Bool {
    guard !isUnclear, pipeline.commands.count == 1,
      case .simple(let simple)? = pipeline.commands.first, simple.words.isEmpty,
      !simple.assignments.isEmpty
    else { return false }
    return simple.assignments.allSatisfy { assignment in
      let name = assignment.text.prefix { $0 != "=" && $0 != "+" }
      return !assignment.substitutions.contains { $0.contains(where: CommandStatus.canFail) }
        && !words.contains { $0.contains("$\(name)") || $0.contains("${\(name)") }
    }
  }

  private static func hasTest(_ command: ShellCommand) -> Bool {
    let has = { (lists: [ShellList]) in
      lists.flatMap(\.pipelines).flatMap(\.commands).contains(where: hasTest)
    }
    return switch command {
    case .test: true
    case .simple: false
    case .group(let lists): has(lists)
    case .choice(let parts, let otherwise):
      parts.contains { has($0.condition) || has($0.body) } || has(otherwise ?? [])
    case .loop(let condition, let body): has(condition) || has(body)
    case .cases(let bodies): bodies.contains(where: has)
    case .function(_, let body): hasTest(body)
    }
  }
}
