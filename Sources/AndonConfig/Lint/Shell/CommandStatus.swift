// Facts about the exit status of commands, by their names alone. Pure.

/// Looks at commands.
enum CommandStatus {
  // Commands whose status is an answer.
  private static let asking: Set<String> = [
    "test", "[", "[[", "((", "command", "type", "which", "hash", "true", "false", ":", "read",
    "cmp", "pgrep", "id", "mountpoint", "getent", "expr", "let",
  ]
  // Commands that do not fail in practice.
  private static let harmless: Set<String> = [
    "echo", "printf", "set", "shopt", "trap", "continue", "break", "unset", "shift", "exit",
    "return", "sleep", "umask", "local", "export", "declare", "readonly", "typeset", "kill",
  ]
  // Commands that make ready or show something: where a later one matters, they do not.
  private static let minor: Set<String> = [
    "cd", "mkdir", "rm", "cp", "mv", "ln", "touch", "chmod", "cat", "ls", "date", "tail", "head",
    "pwd", "env", "uname", "source", ".", "pushd", "popd", "wait",
  ]
  // Commands that show something and succeed.
  private static let showing: Set<String> = [
    "true", ":", "echo", "printf", "continue", "break", "cat", "tail", "head", "ls", "date",
    "sleep",
  ]

  /// The name without its folder, behind `command` or `builtin`.
  private static func name(_ simple: ShellSimple) -> String {
    guard let word = simple.words.first(where: { !["command", "builtin"].contains($0.text) }) else {
      return ""
    }
    return program(word.text)
  }

  /// A program's name without its folder.
  static func program(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// Whether it is a question, so that its failure is an answer.
  static func isAsking(_ name: some StringProtocol) -> Bool { asking.contains(String(name)) }

  // MARK: Failing

  /// Whether a failure of it would matter.
  static func canFail(_ list: ShellList) -> Bool {
    list.pipelines.contains { $0.commands.contains(where: canFail) }
  }

  /// The same of one command.
  static func canFail(_ command: ShellCommand) -> Bool {
    switch command {
    case .simple(let simple): return canFail(simple)
    case .group(let lists): return lists.contains(where: canFail)
    case .choice(let parts, let otherwise):
      return parts.contains { $0.body.contains(where: canFail) }
        || otherwise?.contains(where: canFail) == true
    case .loop(_, let body): return body.contains(where: canFail)
    case .cases(let bodies): return bodies.contains { $0.contains(where: canFail) }
    case .function, .test: return false
    }
  }

  private static func canFail(_ simple: ShellSimple) -> Bool {
    guard let name = simple.name else {
      return simple.assignments.contains {
        $0.substitutions.contains { $0.contains(where: canFail) }
      }
    }
    switch name {
    case "grep": return false
    case "diff", "git", "systemctl":
      return !simple.words.contains {
        ["-q", "--quiet", "-s", "is-active"].contains($0.text)
      }
    // Without a name it always succeeds.
    case "wait": return simple.words.count > 1
    default: return !asking.contains(name) && !harmless.contains(name)
    }
  }

  /// Whether a failure of it matters although others follow.
  static func matters(_ list: ShellList) -> Bool {
    canFail(list) && !list.simples.allSatisfy { minor.contains(name($0)) }
  }

  /// Whether it runs something in the background whose failure would matter.
  static func runsInBackground(_ list: ShellList) -> Bool {
    if list.isBackground { return canFail(list) }
    return list.pipelines.contains { $0.commands.contains(where: runsInBackground) }
  }

  private static func runsInBackground(_ command: ShellCommand) -> Bool {
    switch command {
    case .simple, .function, .test: false
    case .group(let lists), .loop(_, let lists): lists.contains(where: runsInBackground)
    case .choice(let parts, let otherwise):
      (parts.flatMap(\.body) + (otherwise ?? [])).contains(where: runsInBackground)
    case .cases(let bodies): bodies.joined().contains(where: runsInBackground)
    }
  }

  // MARK: Succeeding

  /// Whether it succeeds whatever has happened.
  static func alwaysSucceeds(_ list: ShellList) -> Bool {
    list.rest.isEmpty && alwaysSucceeds(list.first)
  }

  /// The same of one pipeline.
  static func alwaysSucceeds(_ pipeline: ShellPipeline) -> Bool {
    guard !pipeline.isNegated, pipeline.commands.count == 1, let command = pipeline.commands.first
    else { return false }
    switch command {
    case .simple(let simple):
      let words = simple.words.map(\.text)
      let name = name(simple)
      if ["exit", "return"].contains(name) { return words.count > 1 && words[1] == "0" }
      return showing.contains(name)
    case .group(let lists):
      return lists.last.map(alwaysSucceeds) == true && !lists.contains(where: leaves)
    case .choice, .loop, .cases, .function, .test: return false
    }
  }

  /// Whether its last command only shows or says something.
  static func says(_ list: ShellList) -> Bool {
    guard list.rest.isEmpty, case .simple(let simple)? = list.first.commands.last else {
      return false
    }
    return showing.contains(name(simple)) || alwaysSucceeds(list)
  }

  /// Whether it keeps a status or hands one on.
  static func keeps(_ list: ShellList) -> Bool {
    list.simples.contains { !$0.assignments.isEmpty || leavesWithFailure($0) }
  }

  // `exit 3`, `return $status`, `false`.
  private static func leavesWithFailure(_ simple: ShellSimple) -> Bool {
    let words = simple.words.map(\.text)
    return words == ["false"]
      || ["exit", "return"].contains(simple.name ?? "") && words.count > 1 && words[1] != "0"
  }

  private static func leaves(_ list: ShellList) -> Bool {
    list.simples.contains(where: leavesWithFailure)
  }

  /// Whether it ends a script or a function with a failure.
  static func endsInFailure(_ list: ShellList) -> Bool {
    guard list.rest.isEmpty, case .simple(let simple)? = list.first.commands.first else {
      return false
    }
    let words = simple.words.map(\.text)
    return words == ["false"]
      || ["exit", "return"].contains(simple.name ?? "") && words.count > 1
        && (Int(words[1]) ?? 0) != 0
  }

  /// Whether it leaves a loop or a function that tries something until it succeeds.
  static func endsLoop(_ pipeline: ShellPipeline) -> Bool {
    guard case .simple(let simple)? = pipeline.commands.first else { return false }
    return ["break", "return"].contains(simple.name ?? "")
  }

  // MARK: Asking for a status

  /// Whether it looks at the status of the command before it.
  static func readsStatus(_ list: ShellList) -> Bool {
    mentions(list, "$?") || readsEachStatus(list)
  }

  /// Whether it looks at the status of each command of the pipeline before it.
  static func readsEachStatus(_ list: ShellList) -> Bool { mentions(list, "PIPESTATUS") }

  private static func mentions(_ list: ShellList, _ variable: String) -> Bool {
    guard let simple = list.simples.first else { return false }
    return (simple.words + simple.assignments).contains { $0.text.contains(variable) }
  }

  /// An option that it sets: `set -e`, `set +o pipefail`.
  static func option(_ list: ShellList) -> (String, Bool)? {
    guard case .simple(let simple)? = list.first.commands.first, simple.name == "set",
      simple.words.count > 1
    else { return nil }
    let words = simple.words.dropFirst().map(\.text)
    for (index, word) in words.enumerated() {
      let isOn = word.hasPrefix("-")
      guard isOn || word.hasPrefix("+"), word != "--" else { continue }
      if word.hasSuffix("o"), index + 1 < words.count {
        if words[index + 1] == "errexit" || words[index + 1] == "pipefail" {
          return (words[index + 1], isOn)
        }
      }
      if word.dropFirst().contains("e") { return ("errexit", isOn) }
    }
    return nil
  }
}
