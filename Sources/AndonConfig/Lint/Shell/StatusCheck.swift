// What a script does with the status of its commands. Pure.

/// Looks for a status that is lost.
struct StatusCheck {
  /// Whether the shell stops at a failure.
  var errexit: Bool
  /// Whether a pipeline fails with any of its commands.
  var pipefail: Bool
  /// How many scripts hand this one to a shell.
  var depth = 0

  // Variables and functions of the script.
  private var uses = VariableUse()
  private var functions: [String: ShellCommand] = [:]

  // A script within scripts: deeper ones are not written by people.
  private static let deepest = 5

  private static let declaring: Set<String> = ["local", "export", "declare", "readonly", "typeset"]

  /// Looks at the scripts of a shell with these options.
  init(errexit: Bool, pipefail: Bool, depth: Int = 0) {
    self.errexit = errexit
    self.pipefail = pipefail
    self.depth = depth
  }

  /// What hides a failure first; nil for nothing.
  func hidden(in script: ShellScript) -> String? {
    if depth > Self.deepest { return nil }
    // A script that ends with a failure hides none.
    if script.lists.last.map(CommandStatus.endsInFailure) == true { return nil }
    var check = self
    check.uses = VariableUse(in: script.lists)
    for case .function(let name, let body) in script.lists.flatMap(\.first.commands) {
      check.functions[name] = body
    }
    return check.hidden(in: script.lists, isBody: true)
      ?? script.lists.lazy.flatMap(\.simples).compactMap { simple in
        self.hidden(inInputOf: simple, script)
      }.first
  }

  private func hidden(inInputOf simple: ShellSimple, _ script: ShellScript) -> String? {
    guard IgnoredExitStatus.isShell(simple.words) else { return nil }
    let options = simple.words.dropFirst().map(\.text)
    let inner = StatusCheck(
      errexit: options.contains { $0.contains("e") && $0.hasPrefix("-") },
      pipefail: options.contains("pipefail"), depth: depth + 1)
    let documents = simple.documents.filter(script.documents.indices.contains)
    return (documents.map { script.documents[$0] } + simple.texts).lazy.compactMap { text in
      IgnoredExitStatus.hidden(in: text, inner)
    }.first
  }

  // MARK: Lists

  // `isBody`: whether they are run for what they do, and not as a condition.
  private func hidden(in lists: [ShellList], isBody: Bool) -> String? {
    var check = self
    var unwatched: String?
    for (index, list) in lists.enumerated() {
      let later = lists.dropFirst(index + 1)
      if let option = CommandStatus.option(list) {
        switch option {
        case ("errexit", false):
          // What asks for the status itself has it.
          if !later.prefix(3).contains(where: CommandStatus.readsStatus) {
            return Self.text(list)
          }
          check.errexit = false
        case ("errexit", true): check.errexit = true
        case ("pipefail", let isOn): check.pipefail = isOn
        default: break
        }
        continue
      }
      if let found = check.hidden(in: list, later) { return found }
      if !check.errexit, !later.isEmpty, later.first.map(CommandStatus.readsStatus) != true,
        CommandStatus.canFail(list)
      {
        if CommandStatus.matters(list), list.rest.isEmpty, !list.isBackground {
          return "\(Self.text(list)); \(later.first.map(Self.text) ?? "")"
        }
        unwatched = unwatched ?? Self.text(list)
      }
    }
    // Without -e only the last command counts.
    if isBody, unwatched != nil, let last = lists.last, lists.count > 1,
      CommandStatus.alwaysSucceeds(last)
    {
      return "; \(Self.text(last))"
    }
    return nil
  }

  private func hidden(in list: ShellList, _ later: ArraySlice<ShellList>) -> String? {
    let isWatched = later.first.map(CommandStatus.readsStatus) == true
    for pipeline in list.pipelines {
      for command in pipeline.commands {
        if let found = hidden(in: command, following: later.first) { return found }
      }
      if !pipefail, pipeline.commands.count > 1,
        pipeline.commands.dropLast().contains(where: CommandStatus.canFail),
        later.first.map(CommandStatus.readsEachStatus) != true
      {
        return Self.text(pipeline)
      }
    }
    if let found = hidden(inJointsOf: list, isLast: later.isEmpty, isWatched: isWatched) {
      return found
    }
    if list.rest.isEmpty, list.first.isNegated, !later.isEmpty, errexit,
      list.first.commands.contains(where: CommandStatus.canFail)
    {
      return "! \(Self.text(list.first))"
    }
    return hidden(inBackgroundOf: list, later)
  }

  private func hidden(
    inJointsOf list: ShellList, isLast: Bool, isWatched: Bool
  ) -> String? {
    let left = list.pipelines.dropLast()
    // The shell does not stop within a group whose status is asked for.
    for case .group(let inner) in left.flatMap(\.commands) {
      if let lost = inner.dropLast().first(where: {
        CommandStatus.matters($0) && $0.rest.isEmpty && !$0.isBackground
      }) {
        return Self.text(lost)
      }
    }
    // A test before it is only a question.
    guard let end = list.rest.last,
      left.contains(where: { $0.commands.contains(where: CommandStatus.canFail) })
    else { return nil }
    // `… && break || sleep 1` tries again.
    let triesAgain = list.rest.contains {
      $0.joint == .and && CommandStatus.endsLoop($0.pipeline)
    }
    if end.joint == .or, !triesAgain,
      CommandStatus.alwaysSucceeds(end.pipeline) || uses.isIdle(end.pipeline)
    {
      return "|| \(Self.text(end.pipeline))"
    }
    let isOnlyAnd = !list.rest.contains { $0.joint == .or }
    return end.joint == .and && !isLast && errexit && isOnlyAnd && !isWatched
      ? Self.text(list) : nil
  }

  // `wait` without a name forgets what it waited for, and with several all but the last.
  private func hidden(inBackgroundOf list: ShellList, _ later: ArraySlice<ShellList>) -> String? {
    let waits = list.simples.first { simple in
      let words = simple.words.map(\.text)
      return words.first == "wait" && !words.contains("-n") && words.count > 2
    }
    if let waits { return waits.words.map(\.text).joined(separator: " ") }
    guard CommandStatus.runsInBackground(list) else { return nil }
    let calls = later.flatMap(\.simples).filter { $0.name == "wait" }
    return calls.first?.words.count == 1 ? "\(Self.text(list)) & wait" : nil
  }

  // MARK: Commands

  private func hidden(in command: ShellCommand, following: ShellList?) -> String? {
    switch command {
    case .simple(let simple): return hidden(in: simple)
    case .group(let lists): return hidden(in: lists, isBody: true)
    case .function(_, let body):
      if case .group(let lists) = body, lists.last.map(CommandStatus.endsInFailure) == true {
        return nil
      }
      return hidden(in: body, following: nil)
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
    if otherwise == nil, let following, CommandStatus.readsStatus(following) {
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
        CommandStatus.canFail(condition)
      else { continue }
      let failing = condition.first.isNegated ? part.body : otherwise
      if parts.count == 1, condition.rest.isEmpty, let last = failing?.last,
        CommandStatus.says(last), failing?.contains(where: CommandStatus.keeps) != true
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
        word.text.contains("=")
          && word.substitutions.contains { $0.contains(where: CommandStatus.canFail) }
      }
      if let word { return "\(name) \(word.text)" }
    }
    if name == "trap", words.count > 2,
      words.dropFirst(2).contains(where: { ["EXIT", "0", "ERR"].contains($0.text) }),
      calls(words[1].text).contains(where: { $0.words.map(\.text) == ["exit", "0"] })
    {
      return "trap '\(words[1].text)' \(words[2].text)"
    }
    return IgnoredFailure.option(words.map(\.text))
      ?? IgnoredExitStatus.hidden(inCall: words, depth: depth + 1)
  }

  // The commands of a trap: a function, or a script.
  private func calls(_ text: String) -> [ShellSimple] {
    functions[text]?.simples ?? ShellReader.read(text)?.lists.flatMap(\.simples) ?? []
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
