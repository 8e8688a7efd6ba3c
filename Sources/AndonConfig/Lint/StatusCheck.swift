// What a script does with the status of its commands. Pure.

/// Looks for a status that is lost.
struct StatusCheck {
  /// Whether the shell stops at a failure.
  var errexit: Bool
  /// Whether a pipeline fails with any of its commands.
  var pipefail: Bool
  /// How many scripts hand this one to a shell.
  var depth = 0

  // A script within scripts: deeper ones are not written by people.
  private static let deepest = 5

  // Commands whose status is an answer.
  private static let asking: Set<String> = [
    "test", "[", "[[", "((", "command", "type", "which", "hash", "true", "false", ":", "read",
    "cmp", "pgrep", "id", "mountpoint", "getent", "expr", "let",
  ]
  private static let declaring: Set<String> = ["local", "export", "declare", "readonly", "typeset"]

  /// What hides a failure first; nil for nothing.
  func hidden(in script: ShellScript) -> String? {
    if depth > Self.deepest { return nil }
    // A script that ends with a failure hides none.
    if script.lists.last.map(Self.endsInFailure) == true { return nil }
    return hidden(in: script.lists, isBody: true)
      ?? script.lists.lazy.flatMap(Self.simples).compactMap { simple in
        self.hidden(inDocumentsOf: simple, script)
      }.first
  }

  private func hidden(inDocumentsOf simple: ShellSimple, _ script: ShellScript) -> String? {
    guard SwallowedStatus.isShell(simple.words) else { return nil }
    let options = simple.words.dropFirst().map(\.text)
    let inner = StatusCheck(
      errexit: options.contains { $0.contains("e") }, pipefail: options.contains("pipefail"),
      depth: depth + 1)
    return simple.documents.lazy.compactMap { number in
      script.documents.indices.contains(number)
        ? ShellReader.read(script.documents[number]).flatMap(inner.hidden) : nil
    }.first
  }

  // MARK: Lists

  // `isBody`: whether they are run for what they do, and not as a condition.
  private func hidden(in lists: [ShellList], isBody: Bool) -> String? {
    var check = self
    var unwatched: String?
    for (index, list) in lists.enumerated() {
      let isLast = index == lists.count - 1
      let following = index + 1 < lists.count ? lists[index + 1] : nil
      if let option = Self.option(list) {
        switch option {
        case ("errexit", false):
          // What asks for the status itself has it.
          if !lists.dropFirst(index + 1).prefix(3).contains(where: Self.readsStatus) {
            return Self.text(list)
          }
          check.errexit = false
        case ("errexit", true): check.errexit = true
        case ("pipefail", let isOn): check.pipefail = isOn
        default: break
        }
        continue
      }
      if let found = check.hidden(in: list, isLast: isLast, following: following) {
        return found
      }
      if !check.errexit, !isLast, following.map(Self.readsStatus) != true, Self.canFail(list) {
        unwatched = unwatched ?? Self.text(list)
      }
    }
    // Without -e only the last command counts.
    if isBody, unwatched != nil, let last = lists.last, lists.count > 1,
      Self.alwaysSucceeds(last)
    {
      return "; \(Self.text(last))"
    }
    return nil
  }

  private func hidden(in list: ShellList, isLast: Bool, following: ShellList?) -> String? {
    for pipeline in list.pipelines {
      for command in pipeline.commands {
        if let found = hidden(in: command, following: following) { return found }
      }
      if !pipefail, pipeline.commands.count > 1,
        pipeline.commands.dropLast().contains(where: Self.canFail)
      {
        return Self.text(pipeline)
      }
    }
    // A test before it is only a question.
    let canFail = list.pipelines.dropLast().contains { $0.commands.contains(where: Self.canFail) }
    if let end = list.rest.last, canFail {
      if end.joint == .or, Self.alwaysSucceeds(end.pipeline) {
        return "|| \(Self.text(end.pipeline))"
      }
      if end.joint == .and, !isLast, errexit, !list.rest.contains(where: { $0.joint == .or }),
        following.map(Self.readsStatus) != true
      {
        return Self.text(list)
      }
    }
    if list.rest.isEmpty, list.first.isNegated, !isLast, errexit,
      list.first.commands.contains(where: Self.canFail)
    {
      return "! \(Self.text(list.first))"
    }
    // `wait` without a name forgets what it waited for.
    if list.isBackground,
      list.pipelines.contains(where: { $0.commands.contains(where: Self.canFail) }),
      let following, Self.simples(following).contains(where: { $0.words.map(\.text) == ["wait"] })
    {
      return "\(Self.text(list)) & wait"
    }
    return nil
  }

  // MARK: Commands

  private func hidden(in command: ShellCommand, following: ShellList?) -> String? {
    switch command {
    case .simple(let simple): return hidden(in: simple)
    case .group(let lists): return hidden(in: lists, isBody: true)
    case .function(_, let body): return hidden(in: body, following: nil)
    case .test: return nil
    case .loop(let condition, let body):
      return hidden(in: condition, isBody: false) ?? hidden(in: body, isBody: true)
    case .cases(let bodies):
      return bodies.lazy.compactMap { hidden(in: $0, isBody: true) }.first
    case .choice(let parts, let otherwise):
      return hidden(in: parts, otherwise, following: following)
    }
  }

  // After `fi` the status is 0 where no branch ran.
  private func hidden(
    in parts: [(condition: [ShellList], body: [ShellList])], _ otherwise: [ShellList]?,
    following: ShellList?
  ) -> String? {
    if otherwise == nil, let following, Self.readsStatus(following) {
      return "fi; \(Self.text(following))"
    }
    for part in parts {
      if let found = hidden(in: part.condition, isBody: false)
        ?? hidden(in: part.body, isBody: true)
      {
        return found
      }
      // What follows a failure only says so.
      guard part.condition.count == 1, let condition = part.condition.first,
        condition.pipelines.contains(where: { $0.commands.contains(where: Self.canFail) })
      else { continue }
      let failing = condition.first.isNegated ? part.body : otherwise
      if parts.count == 1, condition.rest.isEmpty, let last = failing?.last,
        Self.says(last), failing?.contains(where: Self.assigns) != true
      {
        return "if \(Self.text(condition)); … \(Self.text(last))"
      }
    }
    return otherwise.flatMap { hidden(in: $0, isBody: true) }
  }

  private func hidden(in simple: ShellSimple) -> String? {
    let words = simple.words
    for word in words + simple.assignments {
      for lists in word.substitutions {
        if let found = hidden(in: lists, isBody: true) { return found }
      }
    }
    guard let name = simple.name else { return nil }
    // The status is that of the declaration.
    if Self.declaring.contains(name) {
      let word = words.dropFirst().first { word in
        word.text.contains("=") && word.substitutions.contains { $0.contains(where: Self.canFail) }
      }
      if let word { return "\(name) \(word.text)" }
    }
    if name == "trap", words.count > 2,
      words.dropFirst(2).contains(where: { ["EXIT", "0", "ERR"].contains($0.text) }),
      let script = ShellReader.read(words[1].text),
      script.lists.flatMap(Self.simples).contains(where: { $0.words.map(\.text) == ["exit", "0"] })
    {
      return "trap '\(words[1].text)' \(words[2].text)"
    }
    return SwallowedStatus.hidden(inCall: words, depth: depth + 1)
  }

  // MARK: What is known of a status

  private static func canFail(_ list: ShellList) -> Bool {
    list.pipelines.contains { $0.commands.contains(where: canFail) }
  }

  private static func canFail(_ command: ShellCommand) -> Bool {
    switch command {
    case .simple(let simple):
      guard let name = simple.name else {
        return simple.assignments.contains {
          $0.substitutions.contains { $0.contains(where: canFail) }
        }
      }
      if name == "grep" || name == "diff" || name == "git" || name == "systemctl" {
        let isQuiet = simple.words.contains {
          ["-q", "--quiet", "-s", "is-active"].contains($0.text)
        }
        return !isQuiet && name != "grep"
      }
      return !asking.contains(name) && !harmless.contains(name)
    case .group(let lists): return lists.contains(where: canFail)
    case .choice(let parts, let otherwise):
      return parts.contains { $0.body.contains(where: canFail) }
        || otherwise?.contains(where: canFail) == true
    case .loop(_, let body): return body.contains(where: canFail)
    case .cases(let bodies): return bodies.contains { $0.contains(where: canFail) }
    case .function, .test: return false
    }
  }

  // Commands that do not fail in practice.
  private static let harmless: Set<String> = [
    "echo", "printf", "set", "shopt", "trap", "continue", "break", "unset", "shift", "exit",
    "return",
    "sleep", "wait", "umask", "local", "export", "declare", "readonly", "typeset", "kill",
  ]

  private static func alwaysSucceeds(_ list: ShellList) -> Bool {
    list.rest.isEmpty && alwaysSucceeds(list.first)
  }

  private static func alwaysSucceeds(_ pipeline: ShellPipeline) -> Bool {
    guard !pipeline.isNegated, pipeline.commands.count == 1, let command = pipeline.commands.first
    else { return false }
    switch command {
    case .simple(let simple):
      guard let name = simple.name else { return false }
      let words = simple.words.map(\.text)
      switch name.split(separator: "/").last.map(String.init) ?? "" {
      case "true", ":", "echo", "printf", "continue", "break": return true
      case "exit", "return": return words.count > 1 && words[1] == "0"
      default: return false
      }
    case .group(let lists):
      return lists.last.map(alwaysSucceeds) == true && !lists.contains(where: leaves)
    case .choice, .loop, .cases, .function, .test: return false
    }
  }

  private static func says(_ list: ShellList) -> Bool {
    guard list.rest.isEmpty, case .simple(let simple)? = list.first.commands.last else {
      return false
    }
    return ["echo", "printf", "true", ":"].contains(simple.name ?? "")
  }

  private static func assigns(_ list: ShellList) -> Bool {
    simples(list).contains { !$0.assignments.isEmpty || leavesWithFailure($0) }
  }

  // `exit 3`, `return $status`, `false`.
  private static func leavesWithFailure(_ simple: ShellSimple) -> Bool {
    let words = simple.words.map(\.text)
    return words == ["false"]
      || ["exit", "return"].contains(simple.name ?? "") && words.count > 1 && words[1] != "0"
  }

  private static func leaves(_ list: ShellList) -> Bool {
    simples(list).contains(where: leavesWithFailure)
  }

  private static func endsInFailure(_ list: ShellList) -> Bool {
    guard list.rest.isEmpty, case .simple(let simple)? = list.first.commands.first else {
      return false
    }
    let words = simple.words.map(\.text)
    return words == ["false"]
      || simple.name == "exit" && words.count > 1 && (Int(words[1]) ?? 0) != 0
  }

  // Whether a list looks at the status of what stands before it.
  private static func readsStatus(_ list: ShellList) -> Bool {
    guard let simple = simples(list).first else { return false }
    return (simple.words + simple.assignments).contains { $0.text.contains("$?") }
  }

  // `set -e`, `set +o pipefail`.
  private static func option(_ list: ShellList) -> (String, Bool)? {
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

  // The simple commands of a list, also within compound ones.
  private static func simples(_ list: ShellList) -> [ShellSimple] {
    list.pipelines.flatMap { $0.commands.flatMap(simples) }
  }

  private static func simples(_ command: ShellCommand) -> [ShellSimple] {
    switch command {
    case .simple(let simple): [simple]
    case .group(let lists): lists.flatMap(simples)
    case .choice(let parts, let otherwise):
      parts.flatMap { ($0.condition + $0.body).flatMap(simples) }
        + (otherwise ?? []).flatMap(simples)
    case .loop(let condition, let body): (condition + body).flatMap(simples)
    case .cases(let bodies): bodies.flatMap { $0.flatMap(simples) }
    case .function(_, let body): simples(body)
    case .test: []
    }
  }

  // MARK: In words

  private static func text(_ list: ShellList) -> String {
    list.rest.reduce(text(list.first)) { text, part in
      text + (part.joint == .and ? " && " : " || ") + self.text(part.pipeline)
    }
  }

  private static func text(_ pipeline: ShellPipeline) -> String {
    pipeline.commands.map { command in
      switch command {
      case .simple(let simple):
        (simple.assignments + simple.words).map(\.text).joined(separator: " ")
      case .group: "{ … }"
      case .choice: "if …; fi"
      case .loop: "for …; done"
      case .cases: "case … esac"
      case .function(let name, _): "\(name)() { … }"
      case .test: "[[ … ]]"
      }
    }.joined(separator: " | ")
  }
}
