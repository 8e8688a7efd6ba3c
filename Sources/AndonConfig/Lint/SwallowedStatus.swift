// Commands that hide their own failure. `if CMD; then …; fi; status=$?` is one: the status is that of
// `if`, which is 0 when the condition failed.

internal import AndonModel

/// Rule AND034.
enum SwallowedStatus {
  /// One finding for each such command.
  static func findings(_ pipeline: Pipeline) -> [Finding] {
    pipeline.stages.flatMap { stage in
      [("run", stage.run), ("prepare", stage.prepare)].compactMap { key, line in
        guard let line, let hidden = hidden(in: line) else { return nil }
        return Lint.warning(
          .swallowedStatus, "`\(key)` of \(stage.id) hides a failure: `\(hidden)`", stage.id,
          stage.place)
      }
    }
  }

  private static func hidden(in line: CommandLine) -> String? {
    switch line {
    case .text(let text): hidden(in: text)
    // A list that hands a text to a shell.
    case .words(let words): words.contains("-c") ? words.lazy.compactMap(hidden).first : nil
    }
  }

  private static func hidden(in text: String) -> String? {
    let words = text.split { $0 == " " || $0 == "\t" || $0.isNewline }.map(String.init)
    for (index, word) in words.enumerated() {
      let next = index + 1 < words.count ? bare(words[index + 1]) : ""
      let second = index + 2 < words.count ? bare(words[index + 2]) : ""
      switch word {
      case "||" where ["true", "/bin/true", ":"].contains(next): return "|| \(next)"
      case "||" where next == "exit" && second == "0": return "|| exit 0"
      case "||true", "||:": return word
      case "set" where next == "+e": return "set +e"
      default: break
      }
      if bare(word) == "fi", let end = words[index...].dropFirst().first, end.contains("=$?") {
        return "fi; \(bare(end))"
      }
    }
    return hiddenEnd(of: text)
  }

  // A last command that cannot fail, after others that can.
  private static func hiddenEnd(of text: String) -> String? {
    let commands = text.split { $0 == ";" || $0.isNewline }
      .map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
    guard commands.count > 1, let last = commands.last else { return nil }
    return ["true", ":", "exit 0"].contains(last) ? "; \(last)" : nil
  }

  private static func bare(_ word: String) -> String {
    String(word.prefix { $0 != ";" && $0 != ")" })
  }
}
