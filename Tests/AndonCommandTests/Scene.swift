// A folder with a pipeline file in which the real binary runs.

import AndonModel
import AndonReport
import AndonTestSupport
import Testing

/// A working folder for runs of andon.
struct Scene {
  let folder: TemporaryFolder

  /// A folder with that pipeline file.
  ///
  /// `TROUBLE` stands for the program that misbehaves.
  init(_ pipeline: String? = nil) throws {
    folder = try TemporaryFolder()
    if let pipeline {
      let text = pipeline.replacing("TROUBLE", with: try Built.troublemaker())
      try folder.write("andon.yaml", text)
    }
  }

  /// Runs andon to its end.
  func andon(_ arguments: String..., with variables: [String: String] = [:]) throws -> Child.End {
    try Child.run([try Built.andon()] + arguments, in: folder.path, variables)
  }

  /// Starts andon.
  func start(_ arguments: String...) throws -> Child {
    try Child([try Built.andon()] + arguments, in: folder.path)
  }

  /// The record that a run left; it must contradict neither itself nor the other reports.
  func record(_ reports: String = "andon-out") throws -> RunRecord {
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
  func waitFor(_ name: String) throws {
    let wait = "until [ -e \(name) ]; do sleep 0.01; done"
    let end = try Child.run(["timeout", "20", "bash", "-c", wait], in: folder.path)
    try #require(end.exitCode == 0, "\(name) did not appear")
  }
}
