// What a run leaves so that anyone can check it later: digests of what it read, made and reported.

/// The digests of a run.
package struct Receipt: Equatable, Sendable {
  /// A file by its content.
  package struct File: Equatable, Sendable {
    /// Its path below the folder that andon was started in, or an absolute one.
    package var name: String
    /// The SHA-256 of its bytes, 64 hexadecimal digits.
    package var sha256: String

    /// Joins a file's name with its digest.
    package init(_ name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  /// A symbolic link by where it leads.
  package struct Link: Equatable, Sendable {
    /// Its path, as that of a file.
    package var name: String
    /// What it says.
    package var target: String

    /// Joins a link's name with its target.
    package init(_ name: String, target: String) {
      self.name = name
      self.target = target
    }
  }

  /// The receipt of the run before.
  package struct Previous: Equatable, Sendable {
    /// That run's id.
    package var run: String
    /// The digest of its receipt.
    package var sha256: String

    /// Joins a run with the digest of its receipt.
    package init(run: String, sha256: String) {
      self.run = run
      self.sha256 = sha256
    }
  }

  /// The run's id.
  package var run: String
  /// What it decided.
  package var verdict: Verdict
  /// The report folder, as the names of files begin.
  package var folder: String
  /// verdict.json.
  package var record: File
  /// What the stages made, of what their `outputs` name.
  package var outputs: [File] = []
  /// Links among it.
  package var links: [Link] = []
  /// What of it could not be read.
  package var unread: [String] = []
  /// The other reports, and the journal.
  package var reports: [File] = []
  /// The logs.
  package var logs: [File] = []
  /// The pipeline file; nil for a command given as arguments.
  package var pipeline: File?
  /// The receipt before it in the history; nil without one.
  package var previous: Previous?

  /// A receipt over a verdict.
  package init(run: String, verdict: Verdict, folder: String, record: File) {
    self.run = run
    self.verdict = verdict
    self.folder = folder
    self.record = record
  }

  /// All files that it tells of.
  package var files: [File] {
    [record] + outputs + reports + logs + [pipeline].compactMap { $0 }
  }
}
