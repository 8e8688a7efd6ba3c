// Stages that use one tool known to lock, may run side by side, and share no lock of andon's: they
// wait for each other inside their measured time. Roots of such waits: cargo, apt, gradle, git.

internal import AndonModel

/// Rule AND036.
enum UnsharedLock {
  private static let tools: [String: String] = [
    "cargo": "cargo", "apt": "apt", "apt-get": "apt", "gradle": "gradle", "gradlew": "gradle",
    "git": "git",
  ]

  /// One finding for each stage that may meet an earlier one.
  static func findings(_ pipeline: Pipeline) -> [Finding] {
    if pipeline.jobs == 1 { return [] }
    var groups: [String: [Int]] = [:]
    for (index, stage) in pipeline.stages.enumerated() {
      for tool in tools(of: stage) { groups[tool, default: []].append(index) }
    }
    let order = StageOrder(pipeline.stages)
    return groups.sorted { $0.key < $1.key }.flatMap { tool, members in
      members.count < 2 ? [] : findings(tool, members, pipeline.stages, order)
    }
  }

  private static func findings(
    _ tool: String, _ members: [Int], _ stages: [Stage], _ order: StageOrder
  ) -> [Finding] {
    // Most groups share one lock: nothing is to be compared then.
    let shared = members.dropFirst().reduce(Set(stages[members[0]].locks)) {
      $0.intersection(stages[$1].locks)
    }
    if !shared.isEmpty { return [] }
    let before = order.ancestors(among: members)
    return members.indices.compactMap { later in
      let stage = stages[members[later]]
      let locks = Set(stage.locks)
      let met = (0..<later).first { earlier in
        !before[later].contains(earlier) && !before[earlier].contains(later)
          && locks.isDisjoint(with: stages[members[earlier]].locks)
      }
      return met.map { earlier in
        Lint.warning(
          .unsharedLock,
          "\(stage.id) and \(stages[members[earlier]].id) may use \(tool) side by side", stage.id,
          stage.place)
      }
    }
  }

  private static func tools(of stage: Stage) -> Set<String> {
    var found: Set<String> = []
    for line in [stage.run, stage.prepare].compactMap({ $0 }) {
      switch line {
      case .text(let text): found.formUnion(tools(in: text))
      case .words(let words):
        if let tool = tool(words.first.map { $0[...] } ?? "") { found.insert(tool) }
        if words.contains("-c") { for word in words { found.formUnion(tools(in: word)) } }
      }
    }
    return found
  }

  // The programs that a text begins its commands with, past `sudo`, `env` and assignments.
  private static func tools(in text: String) -> Set<String> {
    var found: Set<String> = []
    for command in text.split(whereSeparator: { ";|&(\n".contains($0) }) {
      let program = command.split(separator: " ").first { word in
        !["sudo", "env", "exec", "time", "nice", "then", "do", "!", "{"].contains(word)
          && !word.contains("=")
      }
      if let tool = program.flatMap(tool) { found.insert(tool) }
    }
    return found
  }

  private static func tool(_ word: Substring) -> String? {
    word.split(separator: "/").last.flatMap { tools[String($0)] }
  }
}
