// Options of programs that make them succeed whatever fails in them. Pure.

/// Looks at the options of a call.
enum IgnoredFailure {
  /// The option with its program; nil for none.
  static func option(_ words: [String]) -> String? {
    let options = words.dropFirst()
    if let found = options.first(where: { $0 == "--exit-zero" }) {
      return "\(words[0]) \(found)"
    }
    let program = words.first.map(CommandStatus.program) ?? ""
    let found: String? =
      switch program {
      case "make", "gmake": options.first(where: isMakeIgnore)
      case "mvn", "mvnw": options.first { ["-fn", "--fail-never"].contains($0) }
      case "script":
        // script(1) hands the status on where it is told to.
        options.contains { ["-e", "--return"].contains($0) || isGroup($0, with: "e") }
          ? nil : options.first { ["-c", "--command"].contains($0) || isGroup($0, with: "c") }
      case "find": executed(options)
      default: nil
      }
    return found.map { "\(program) \($0)" }
  }

  // Letters before it that take no argument.
  private static func isMakeIgnore(_ word: String) -> Bool {
    if word == "--ignore-errors" { return true }
    guard word.hasPrefix("-"), !word.hasPrefix("--") else { return false }
    let before = word.dropFirst().prefix { $0 != "i" }
    return word.contains("i") && before.allSatisfy { "bBdeknpqrRsStvw".contains($0) }
  }

  private static func isGroup(_ word: String, with letter: Character) -> Bool {
    word.hasPrefix("-") && !word.hasPrefix("--") && word.contains(letter)
  }

  // `-exec sh {} ;`: find(1) succeeds whatever it ran; with `+` it does not.
  private static func executed(_ options: ArraySlice<String>) -> String? {
    guard let start = options.firstIndex(where: { ["-exec", "-execdir"].contains($0) }),
      let end = options[start...].firstIndex(where: { [";", "+"].contains($0) }),
      options[end] == ";", start + 1 < end, IgnoredExitStatus.isShellName(options[start + 1])
    else { return nil }
    return "\(options[start]) \(options[start + 1])"
  }
}
