// Commands that hide their own failure, as a shell reads them: the status of a list is that of its
// last command, and `set -e` does not look at what stands before `&&`, `||` or behind `if` and `!`.
// POSIX.1-2017, "Shell Command Language", 2.8 and 2.9. A command that only asks, such as test or
// grep -q, has no failure to hide.

internal import AndonModel

/// Rule AND034.
enum SwallowedStatus {
  // Programs that read a text as a shell does.
  private static let shells: Set<String> = ["sh", "bash", "dash", "zsh", "ksh", "ash"]

  // Programs that run nothing of what they are given.
  private static let idle: Set<String> = ["true", "echo", "printf", "test"]

  /// One finding for each such command.
  static func findings(_ pipeline: Pipeline) -> [Finding] {
    pipeline.stages.flatMap { stage in
      [(Stage.Key.run, stage.run), (.prepare, stage.prepare)].compactMap { key, line in
        guard let line, let hidden = hidden(in: line, shell: stage.shell) else { return nil }
        return Lint.warning(
          .swallowedStatus, "`\(key.rawValue)` of \(stage.id) hides a failure: `\(hidden)`",
          stage.id, stage.place(of: key))
      }
    }
  }

  private static func hidden(in line: CommandLine, shell: [String]?) -> String? {
    switch line {
    // andon's own shells stop at the first failure, also within a pipeline.
    case .text(let text):
      let words = shell ?? ["bash", "-eo", "pipefail", "-c"]
      if let program = words.first.map(program), idle.contains(program) {
        return words.joined(separator: " ")
      }
      return hidden(called: words + [text], depth: 0)
    case .words(let words): return hidden(called: words, depth: 0)
    }
  }

  private static func program(_ word: String) -> String {
    word.split(separator: "/").last.map(String.init) ?? ""
  }

  // What a call of a shell with a text hides; nil for nothing, or another program.
  private static func hidden(called words: [String], depth: Int) -> String? {
    guard let first = words.first, shells.contains(program(first)) else { return nil }
    var errexit = false
    var pipefail = false
    for (index, word) in words.enumerated().dropFirst() {
      guard word.hasPrefix("-"), !word.hasPrefix("--") else {
        if word == "pipefail" { pipefail = true }
        if word == "errexit" { errexit = true }
        continue
      }
      if word.contains("e") { errexit = true }
      guard word.hasSuffix("c"), index + 1 < words.count else { continue }
      // A text that a runner puts behind the options.
      let text = words[index + 1]
      return ShellReader.read(text).flatMap {
        StatusCheck(errexit: errexit, pipefail: pipefail, depth: depth).hidden(in: $0)
      }
    }
    return nil
  }

  /// What a shell that a command line calls hides; `depth` as in `StatusCheck`.
  static func hidden(inCall words: [ShellWord], depth: Int) -> String? {
    if words.first?.text == "eval" {
      let text = words.dropFirst().map(\.text).joined(separator: " ")
      return ShellReader.read(text).flatMap {
        StatusCheck(errexit: true, pipefail: true, depth: depth).hidden(in: $0)
      }
    }
    // Such as `timeout 5 sh -c …`.
    guard let start = words.firstIndex(where: { shells.contains(program($0.text)) }) else {
      return nil
    }
    return hidden(called: words[start...].map(\.text), depth: depth)
  }

  /// Whether a command hands its input to a shell.
  static func isShell(_ words: [ShellWord]) -> Bool {
    guard let first = words.first, shells.contains(program(first.text)) else { return false }
    return words.dropFirst().allSatisfy { $0.text.hasPrefix("-") && !$0.text.hasSuffix("c") }
  }
}
