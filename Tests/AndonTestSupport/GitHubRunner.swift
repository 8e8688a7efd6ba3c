// The part of GitHub's runner that obeys commands in a step's output: `::command properties::data`
// at the start of a line, `##[command]data` anywhere in it, nothing between stop-commands and its
// token. After actions/runner, ActionCommandManager.cs and ActionCommand.cs.

/// What a runner makes of a step's output.
package struct GitHubRunner {
  /// A command that was obeyed.
  package struct Command: Equatable {
    package var name: String
    package var properties: [String: String]
    package var data: String
  }

  /// The commands that were obeyed, without those that stop and resume.
  package private(set) var commands: [Command] = []
  /// True while commands are stopped.
  package private(set) var isStopped = false

  /// Reads output line by line.
  package init(_ output: String) {
    var token: String?
    for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
      guard let command = Self.command(line.drop { $0 == " " }) else { continue }
      if let stopped = token {
        if command.name == stopped { token = nil }
      } else if command.name == "stop-commands" {
        token = command.data
      } else {
        commands.append(command)
      }
    }
    isStopped = token != nil
  }

  private static func command(_ line: Substring) -> Command? {
    if let match = line.wholeMatch(of: /::([^ :]+)(?: ([^:]*))?::(.*)/) {
      let pairs = (match.output.2 ?? "").split(separator: ",").map { pair in
        let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
        return (parts[0], unescaped(parts.count > 1 ? parts[1] : ""))
      }
      return Command(
        name: String(match.output.1),
        properties: Dictionary(pairs) { first, _ in first },
        data: unescaped(String(match.output.3)))
    }
    guard let match = line.firstMatch(of: /##\[([^ \]]+)[^\]]*\](.*)/) else { return nil }
    return Command(
      name: String(match.output.1), properties: [:], data: String(match.output.2))
  }

  private static func unescaped(_ text: String) -> String {
    [("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")]
      .reduce(text) { $0.replacing($1.0, with: $1.1) }
  }
}
