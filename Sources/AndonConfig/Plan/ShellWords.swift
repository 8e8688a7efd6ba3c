// Which texts can be executed without a shell. Design, section 3, row "run".
// Saves half a millisecond a stage and a process between andon and the program.

/// Decides between a direct start and a shell.
enum ShellWords {
  // bash(1), "Reserved words" and "Shell builtin commands": each means something else, or nothing
  // at all, when it is executed as a program.
  private static let shellOnly: Set<Substring> = [
    "!", "{", "}", "[[", "]]", "case", "coproc", "do", "done", "elif", "else", "esac", "fi", "for",
    "function", "if", "in", "select", "then", "time", "until", "while",
    ":", ".", "[", "alias", "bg", "bind", "break", "builtin", "caller", "cd", "command", "compgen",
    "complete", "compopt", "continue", "declare", "dirs", "disown", "echo", "enable", "eval",
    "exec", "exit", "export", "false", "fc", "fg", "getopts", "hash", "help", "history", "jobs",
    "kill", "let", "local", "logout", "mapfile", "popd", "printf", "pushd", "pwd", "read",
    "readarray", "readonly", "return", "set", "shift", "shopt", "source", "suspend", "test",
    "times", "trap", "true", "type", "typeset", "ulimit", "umask", "unalias", "unset", "wait",
  ]

  /// The words of a text that needs no shell; nil for one that does.
  static func simple(_ text: String) -> [String]? {
    let line = text.hasSuffix("\n") ? text.dropLast() : text[...]
    if line.contains(where: \.isNewline) { return nil }
    let words = line.split(separator: " ")
    guard let first = words.first, !first.contains("="), !shellOnly.contains(first),
      words.allSatisfy({ $0.utf8.allSatisfy(isHarmless) })
    else { return nil }
    return words.map(String.init)
  }

  private static func isHarmless(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default:
      "_./@%+,:=-".utf8.contains(byte)
    }
  }
}
