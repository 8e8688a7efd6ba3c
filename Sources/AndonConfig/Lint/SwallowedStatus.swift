// Commands that hide their own failure. `if CMD; then …; fi; status=$?` is one: the status is that
// of `if`, which is 0 when the condition failed. Heuristic: words are looked at, not syntax.

internal import AndonModel

/// Rule AND034.
enum SwallowedStatus {
  // Programs that read a text as a shell does.
  private static let shells: Set<Substring> = ["sh", "bash", "dash", "zsh", "ksh", "ash"]

  // Programs that run nothing of what they are given.
  private static let idle: Set<Substring> = ["true", "echo", "printf", "test"]

  /// One finding for each such command.
  static func findings(_ pipeline: Pipeline) -> [Finding] {
    pipeline.stages.flatMap { stage in
      [("run", stage.run), ("prepare", stage.prepare)].compactMap { key, line in
        guard let line, let hidden = hidden(in: line, shell: stage.shell) else { return nil }
        return Lint.warning(
          .swallowedStatus, "`\(key)` of \(stage.id) hides a failure: `\(hidden)`", stage.id,
          stage.place)
      }
    }
  }

  private static func hidden(in line: CommandLine, shell: [String]?) -> String? {
    switch line {
    // andon's own shells stop at the first failure.
    case .text(let text):
      let words = shell ?? ["sh", "-e"]
      let isIdle = words.first?.split(separator: "/").last.map(idle.contains) == true
      return isIdle ? words.joined(separator: " ") : hidden(in: text, called: words)
    case .words(let words):
      guard let at = words.firstIndex(where: { $0.hasPrefix("-") && $0.hasSuffix("c") }),
        at + 1 < words.count
      else { return nil }
      return hidden(in: words[at + 1], called: Array(words[...at]))
    }
  }

  private static func hidden(in text: String, called words: [String]) -> String? {
    guard let program = words.first?.split(separator: "/").last, shells.contains(program) else {
      return nil
    }
    let stopsAtFailure = words.dropFirst().contains { $0.hasPrefix("-") && $0.contains("e") }
    return hidden(in: text) ?? (stopsAtFailure ? nil : hiddenEnd(of: text))
  }

  private static func hidden(in text: String) -> String? {
    // A backslash joins lines.
    let words = ShellText.bare(text).replacing("\\\n", with: " ").replacing("||", with: " || ")
      .split { $0 == " " || $0 == "\t" || $0.isNewline }.map(String.init)
    for (index, word) in words.enumerated() {
      let next = index + 1 < words.count ? bare(words[index + 1]) : ""
      let second = index + 2 < words.count ? bare(words[index + 2]) : ""
      switch word {
      case "||" where next.split(separator: "/").last == "true" || next == ":": return "|| \(next)"
      case "||" where ["exit", "return"].contains(next) && second == "0": return "|| \(next) 0"
      case "set" where next.hasPrefix("+") && next.contains("e"): return "set \(next)"
      case "set" where next == "+o" && second == "errexit": return "set +o errexit"
      default: break
      }
      if bare(word) == "fi", next.contains("=$?") { return "fi; \(next)" }
    }
    return nil
  }

  // A last command that cannot fail, after others that can.
  private static func hiddenEnd(of text: String) -> String? {
    let commands = ShellText.bare(text).split { $0 == ";" || $0.isNewline }
      .map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
    guard commands.count > 1, let last = commands.last else { return nil }
    return ["true", ":", "exit 0"].contains(last) ? "; \(last)" : nil
  }

  private static func bare(_ word: String) -> String {
    String(word.prefix { $0 != ";" && $0 != ")" })
  }
}
