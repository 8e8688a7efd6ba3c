// What only git knows of a repository. Where there is no git, or it does not answer in time,
// nothing is known.

extension Repository {
  // Seconds; who has to wait longer for a status has other troubles.
  private static let patience = 10.0

  /// Asks git.
  package func git(_ words: [String], seconds: Double) throws(SystemError) -> Subprogram.End {
    // Whoever calls andon out of a hook of git's means another repository's index.
    let own = ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"].flatMap { ["-u", $0] }
    return try Subprogram.run(["env"] + own + ["git", "-C", root] + words, seconds: seconds)
  }

  /// Whether files that git knows differ from their commit; nil where that is not known.
  package var isDirty: Bool? {
    let words = ["--no-optional-locks", "status", "--porcelain", "--untracked-files=no"]
    guard let status = try? git(words, seconds: Self.patience), status.exitCode == 0 else {
      return nil
    }
    return !status.text.isEmpty
  }
}
