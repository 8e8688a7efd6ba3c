// A folder with a pipeline file in which the real binary runs.

package import AndonModel
internal import AndonReport
internal import AndonSystem
internal import Glibc
internal import Testing

/// A working folder for runs of andon.
package struct CommandFixture: Sendable {
  /// Where it is.
  package let folder: TemporaryDirectory

  /// A folder with that pipeline file.
  ///
  /// `TROUBLE` stands for the program that misbehaves.
  package init(_ pipeline: String? = nil) throws {
    folder = try TemporaryDirectory()
    if let pipeline {
      let text = pipeline.replacing("TROUBLE", with: try Built.troublemaker())
      try folder.write("andon.yaml", text)
    }
  }

  /// The accounts that run andon: tests of a stage's rights run as both.
  package enum Account: String, CaseIterable, Sendable {
    case root, nobody

    /// Those that this process can run programs as.
    package static let all = geteuid() == 0 ? allCases : [.nobody]

    /// The words before a command that is to run as this account.
    ///
    /// The user nobody may not look into the folder that the tests were built in.
    package var words: [String] {
      self == .root || geteuid() != 0
        ? [] : ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    }
  }

  /// Runs andon, a copy of it in a folder that its user cannot write to, as another user.
  package func andon(
    as account: Account, _ arguments: String..., with variables: [String: String] = [:]
  ) throws -> Child.End {
    try give(to: account)
    return try Child.run(
      account.words + [try Installed.andon()] + arguments, in: folder.path, variables)
  }

  /// Starts andon as another user.
  package func start(as account: Account, _ arguments: String...) throws -> Child {
    try give(to: account)
    return try Child(account.words + [try Installed.andon()] + arguments, in: folder.path)
  }

  /// Makes the folder the account's own.
  package func give(to account: Account) throws {
    if account.words.isEmpty { return }
    try Child.run(["chown", "-R", "65534:65534", folder.path], in: "/").check()
  }

  /// Runs andon to its end.
  package func andon(_ arguments: String..., with variables: [String: String] = [:]) throws
    -> Child.End
  {
    try Child.run([try Built.andon()] + arguments, in: folder.path, variables)
  }

  /// Starts andon.
  package func start(_ arguments: String...) throws -> Child {
    try Child([try Built.andon()] + arguments, in: folder.path)
  }

  /// The record that a run left; it must contradict neither itself nor the other reports.
  package func record(_ reports: String = "andon-out") throws -> RunRecord {
    let bytes = Array(try folder.read("\(reports)/verdict.json").utf8)
    let record = try VerdictFile.read(bytes)
    for file in ReportFile.allCases {
      let bytes = Array(try folder.read("\(reports)/\(file.rawValue)").utf8)
      try file.recount(bytes, against: record)
      // How much a JUnit report says depends on its profile.
      let isProjection = try file == .junit || bytes == file.write(record)
      try #require(isProjection, "\(file.rawValue)")
    }
    return record
  }

  /// Waits until a file is there.
  ///
  /// The file is made by what is waited for.
  package func waitFor(_ name: String) throws {
    let wait = "until [ -e \(name) ]; do sleep 0.01; done"
    let end = try Child.run(["timeout", "20", "bash", "-c", wait], in: folder.path)
    try #require(end.exitCode == 0, "\(name) did not appear")
  }
}
