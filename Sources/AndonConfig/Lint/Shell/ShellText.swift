// What a shell would execute of a text, roughly: quoted parts and comments are no commands.
// Good enough for warnings; nothing is decided by it.

/// Looks at shell text.
enum ShellText {
  /// The text without its quoted parts and its comments.
  static func bare(_ text: String) -> String {
    var result = ""
    var quote: Character?
    var last: Character = "\n"
    var isComment = false
    for character in text {
      if isComment {
        isComment = !character.isNewline
        if isComment { continue }
      }
      if let open = quote {
        if character == open { quote = nil }
        continue
      }
      switch character {
      case "'", "\"": quote = character
      case "#" where last.isWhitespace: isComment = true
      default: result.append(character)
      }
      last = character
    }
    return result
  }

  /// The single commands, without what joins them.
  static func commands(in text: String) -> [Substring] {
    bare(text).split { ";|&(){}".contains($0) || $0.isNewline }
  }
}
