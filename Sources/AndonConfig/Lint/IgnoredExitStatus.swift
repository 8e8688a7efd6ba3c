// Commands that hide their own failure, as a shell reads them: the status of a list is that of its
// last command, and `set -e` does not look at what stands before `&&`, `||` or behind `if` and `!`.
// POSIX.1-2017, "Shell Command Language", 2.8 and 2.9. A command that only asks, such as test or
// grep -q, has no failure to hide.

internal import AndonModel

/// Finding AND034.
enum IgnoredExitStatus {
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
          .ignoredExitStatus, "`\(key.rawValue)` of \(stage.id) hides a failure: `\(hidden)`",
          stage.id, stage.place(of: key))
      }
    }
  }

  private static func hidden(in line: CommandLine, shell: [String]?) -> String? {
    switch line {
    // andon's own shells stop at the first failure, also within a pipeline.
    case .text(let text):
      let words = shell ?? ["bash", "-eo", "pipefail", "-c"]
      if let program = words.first.map(CommandStatus.program), idle.contains(program) {
        return words.joined(separator: " ")
      }
      return hidden(called: words + [text], depth: 0)
    case .words(let words):
      return IgnoredFailure.option(words) ?? hidden(called: words, depth: 0)
    }
  }

  /// The command of a script that hides a failure; nil where none does.
  ///
  /// In a script that cannot be parsed, only `|| true` is looked for.
  static func hidden(in text: String, _ check: StatusCheck) -> String? {
    if let script = ShellReader.read(text) { return check.hidden(in: script) }
    let parts = ShellText.bare(text).split(separator: "||")
    for (before, after) in zip(parts, parts.dropFirst()) {
      let asked = ShellText.commands(in: String(before)).last?.split(separator: " ").first ?? ""
      let word = after.drop { $0 == " " }.prefix { !" ;&|)}\n".contains($0) }
      if ["true", ":"].contains(word), !CommandStatus.isAsking(asked) { return "|| \(word)" }
    }
    return nil
  }

  /// Whether a program reads a text as a shell does.
  static func isShellName(_ word: String) -> Bool { shells.contains(CommandStatus.program(word)) }

  // The same of a call that starts a shell with a script, such as `timeout 5 sh -c …`; nil for
  // other programs.
  private static func hidden(called words: [String], depth: Int) -> String? {
    if let text = remote(words) {
      return hidden(in: text, StatusCheck(errexit: false, pipefail: false, depth: depth))
    }
    guard let start = words.firstIndex(where: isShellName) else { return nil }
    var check = StatusCheck(errexit: false, pipefail: false, depth: depth)
    for (index, word) in words.enumerated().dropFirst(start + 1) {
      guard word.hasPrefix("-"), !word.hasPrefix("--") else {
        if word == "pipefail" { check.pipefail = true }
        if word == "errexit" { check.errexit = true }
        continue
      }
      if word.contains("e") { check.errexit = true }
      guard word.hasSuffix("c"), index + 1 < words.count else { continue }
      // A text that a runner puts behind the options.
      return hidden(in: words[index + 1], check)
    }
    return nil
  }

  // The text that su or ssh hands to a shell without options; nil for none.
  private static func remote(_ words: [String]) -> String? {
    switch words.first.map(CommandStatus.program) {
    case "su":
      guard let option = words.firstIndex(where: { ["-c", "--command"].contains($0) }),
        option + 1 < words.count
      else { return nil }
      return words[option + 1]
    case "ssh":
      let rest = behindHost(words)
      return rest.isEmpty || rest.first.map(isShellName) == true
        ? nil : rest.joined(separator: " ")
    default: return nil
    }
  }

  private static func behindHost(_ words: [String]) -> ArraySlice<String> {
    var rest = words.dropFirst()
    while let word = rest.first, word.hasPrefix("-") {
      // ssh(1): options with an argument, which may follow as a word of its own.
      let takesNext = word.count == 2 && "BbcDEeFIiJLlmOopQRSWw".contains(word.last ?? "-")
      rest = rest.dropFirst(takesNext ? 2 : 1)
    }
    return rest.dropFirst()
  }

  /// The failure that a shell within a command line hides; `depth` as in `StatusCheck`.
  static func hidden(inCall words: [ShellWord], depth: Int) -> String? {
    let texts = words.map(\.text)
    if texts.first == "eval" {
      let check = StatusCheck(errexit: true, pipefail: true, depth: depth)
      return hidden(in: texts.dropFirst().joined(separator: " "), check)
    }
    return hidden(called: texts, depth: depth)
  }

  /// Whether a command hands its input to a shell.
  static func isShell(_ words: [ShellWord]) -> Bool {
    let texts = words.map(\.text)
    guard let first = texts.first else { return false }
    if CommandStatus.program(first) == "ssh" {
      let rest = behindHost(texts)
      return texts.count > 1 && (rest.isEmpty || isShell(rest))
    }
    return isShell(texts[...])
  }

  private static func isShell(_ words: ArraySlice<String>) -> Bool {
    guard let first = words.first, isShellName(first) else { return false }
    let options = words.dropFirst()
    return options.contains("-s")
      || options.allSatisfy { $0.hasPrefix("-") && !$0.hasSuffix("c") }
  }
}
