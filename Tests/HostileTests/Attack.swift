// A pipeline of one hostile stage, and what must hold afterwards.

import AndonModel
import AndonReport
import AndonSystem
import AndonTestSupport
import Testing

/// Attacks and what became of them.
enum Attack {
  /// A pipeline of one stage that runs a script; `more` are further lines of the stage.
  static func pipeline(_ script: String, more: String = "", rest: String = "") -> String {
    let lines = script.split(separator: "\n").map { "      \($0)\n" }.joined()
    let keys = more.split(separator: "\n").map { "    \($0)\n" }.joined()
    return "version: 1\nname: x\nstages:\n  s:\n    run: |\n\(lines)\(keys)\(rest)"
  }

  /// Runs a shell script in a folder; its output.
  ///
  /// `ANDON` is the program.
  @discardableResult
  static func sh(
    _ script: String, in scene: CommandFixture, _ variables: [String: String] = [:]
  ) throws -> Child.End {
    let words = ["bash", "-c", script]
    return try Child.run(
      words, in: scene.folder.path, ["ANDON": try Installed.andon()].merging(variables) { $1 })
  }

  /// Whether no process `sleep SECONDS` is left, or none is soon: those that andon held end in the
  /// moment after it.
  static func isGone(sleep seconds: String, _ scene: CommandFixture) throws -> Bool {
    // The script that looks for it holds the pattern, not the text.
    let pattern = seconds.replacing(".", with: "[.]")
    let wait =
      "for i in {1..100}; do pgrep -f 'sleep \(pattern)' >/dev/null || exit 0; sleep 0.05; done"
    return try sh("\(wait); exit 1", in: scene).exitCode == 0
  }

  /// Whether a file of a scene holds a text; false where it is not there.
  static func holds(_ scene: CommandFixture, _ file: String, _ text: String) -> Bool {
    (try? scene.folder.read(file))?.contains(text) ?? false
  }
}
