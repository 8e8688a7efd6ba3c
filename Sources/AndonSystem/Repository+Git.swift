// What only git knows of a repository. Where there is no git, or it does not answer in time,
// nothing is known.

extension Repository {
  // Seconds; who has to wait longer for a status has other troubles.
  private static let patience = 10.0

  // A repository's own configuration names programs that git starts: hooks, a file system monitor,
  // filters of contents. None of them is andon's to start.
  private static let quiet = [
    ("core.hooksPath", "/dev/null"), ("core.fsmonitor", "false"), ("core.sshCommand", "false"),
    ("diff.external", ""), ("protocol.ext.allow", "never"), ("submodule.recurse", "false"),
  ]

  /// Asks git, which starts no program that the repository names.
  package func git(_ words: [String], seconds: Double) throws(SystemError) -> Subprogram.End {
    // Whoever calls andon out of a hook of git's means another repository's index.
    let own = ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_EXTERNAL_DIFF"]
      .flatMap { ["-u", $0] }
    let settings = settings.flatMap { ["-c", "\($0.key)=\($0.value)"] }
    return try Subprogram.run(
      ["env"] + own + ["git"] + settings + ["-C", root] + words, seconds: seconds)
  }

  /// The settings with which git starts no program that the repository names.
  package var settings: [(key: String, value: String)] {
    Self.quiet + filters.map { ($0, "") }
  }

  // The filters that the repository's own configuration names, switched off. Those of the user's
  // own configuration, such as git-lfs, stay.
  private var filters: [String] {
    let hasSome = configurations.contains { path in
      let text = (try? Files.read(path, limit: 1 << 20)).map { String(decoding: $0, as: UTF8.self) }
      return text.map { $0.lowercased().contains("filter") || $0.lowercased().contains("include") }
        ?? false
    }
    if !hasSome { return [] }
    let words = [
      "git", "-C", root, "config", "--local", "--includes", "--null", "--name-only",
      "--get-regexp", "^filter\\.",
    ]
    guard let end = try? Subprogram.run(words, seconds: Self.patience), end.exitCode == 0 else {
      return []
    }
    return end.text.split(separator: "\0").map(String.init)
  }

  /// Whether files that git knows differ from their commit; nil where that is not known.
  package var isDirty: Bool? {
    let words = ["--no-optional-locks", "status", "--porcelain", "--untracked-files=no"]
    guard let status = try? git(words, seconds: Self.patience), status.exitCode == 0 else {
      return nil
    }
    return !status.text.isEmpty
  }

  /// Whether files that git knows lie in a folder (absolute); false where git does not say.
  package func knows(_ folder: String) -> Bool {
    guard let inner = Paths.relative(folder, to: root) else { return false }
    let words = ["ls-files", "-z", "--", ":(top,literal)\(inner)"]
    guard let end = try? git(words, seconds: Self.patience), end.exitCode == 0 else { return false }
    return !end.text.isEmpty
  }
}
