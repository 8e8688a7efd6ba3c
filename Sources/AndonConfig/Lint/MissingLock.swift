// Stages that use one tool known to lock, may run side by side, and share no lock of andon's: they
// wait for each other inside their measured time. Roots of such waits: cargo, apt, gradle, git.

internal import AndonModel

/// Finding AND036.
enum MissingLock {
  private static let tools: [String: String] = [
    "cargo": "cargo", "apt": "apt", "apt-get": "apt", "gradle": "gradle", "gradlew": "gradle",
    "git": "git",
  ]

  private static let wrappers: Set<String> = [
    "sudo", "env", "exec", "time", "nice", "ionice", "timeout", "nohup", "stdbuf", "xargs",
    "command",
  ]
  private static let keywords: Set<String> = [
    "then", "do", "else", "if", "while", "until", "!", "{",
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
    let before = order.ancestors(among: members)
    // Members by their locks: those that share one never meet, however many they are.
    var groups: [(locks: Set<String>, members: [Int])] = []
    return members.indices.compactMap { later in
      let stage = stages[members[later]]
      let locks = Set(stage.locks)
      let met = groups.lazy.filter { locks.isDisjoint(with: $0.locks) }.flatMap(\.members)
        .first { earlier in
          !before[later].contains(earlier) && !before[earlier].contains(later)
        }
      if let group = groups.firstIndex(where: { $0.locks == locks }) {
        groups[group].members.append(later)
      } else {
        groups.append((locks, [later]))
      }
      return met.map { earlier in
        Lint.warning(
          .missingLock,
          "\(stage.id) and \(stages[members[earlier]].id) may use \(tool) side by side", stage.id,
          stage.place(of: .run))
      }
    }
  }

  private static func tools(of stage: Stage) -> Set<String> {
    var found: Set<String> = []
    for line in [stage.run, stage.prepare].compactMap({ $0 }) {
      switch line {
      case .text(let text): found.formUnion(tools(in: text))
      case .words(let words):
        if let tool = tool(startedBy: words.map { $0[...] }) { found.insert(tool) }
        for word in words where word.contains(" ") { found.formUnion(tools(in: word)) }
      }
    }
    return found
  }

  // The programs that a text begins its commands with.
  private static func tools(in text: String) -> Set<String> {
    Set(
      ShellText.commands(in: text).compactMap { command in
        tool(startedBy: command.split { $0 == " " || $0 == "\t" })
      })
  }

  // The program itself, or the one that a wrapper such as sudo starts, past its options.
  private static func tool(startedBy words: [Substring]) -> String? {
    var words = words[...]
    while let word = words.first, keywords.contains(String(word)) || word.contains("=") {
      words = words.dropFirst()
    }
    guard let program = words.first else { return nil }
    let isWrapped = wrappers.contains(name(of: program))
    let found = (isWrapped ? words.dropFirst() : words.prefix(1)).first {
      tools[name(of: $0)] != nil
    }
    guard let found, let place = words.firstIndex(of: found) else { return nil }
    // To ask for a version locks nothing.
    return words[place...].dropFirst().first == "--version" ? nil : tools[name(of: found)]
  }

  private static func name(of word: Substring) -> String {
    word.split(separator: "/").last.map(String.init) ?? ""
  }
}
