// What only git knows of a repository. Where there is no git, or it does not answer in time,
// nothing is known.

internal import Glibc

extension Repository {
  // Seconds; who has to wait longer for a status has other troubles.
  private static let patience = 10.0

  // A repository's own configuration names programs that git starts: hooks, a file system monitor,
  // filters of contents, helpers of transports. None of them is andon's to start.
  private static let quiet = [
    ("core.hooksPath", "/dev/null"), ("core.fsmonitor", "false"), ("core.sshCommand", "false"),
    ("diff.external", ""), ("protocol.allow", "never"), ("submodule.recurse", "false"),
    // Whose repositories are read is decided by `Repository`.
    ("safe.directory", "*"),
  ]
  // Variables by which a caller, such as a hook of git's, means another repository's index, or
  // other paths.
  private static let foreign = [
    "GIT_DIR", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_EXTERNAL_DIFF",
    "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
  ]

  /// Asks git, which starts no program that the repository names; its words are what it writes to
  /// standard output, and to standard error where that is asked for.
  package func git(
    _ words: [String], seconds: Double, withErrors: Bool = false
  ) throws(SystemError) -> Subprogram.End {
    guard let settings else { throw SystemError(EPERM, "read the configuration of \(root)") }
    return try ask(words, settings, seconds: seconds, withErrors: withErrors)
  }

  private func ask(
    _ words: [String], _ settings: [(key: String, value: String)], seconds: Double,
    withErrors: Bool
  ) throws(SystemError) -> Subprogram.End {
    let variables = settings.enumerated().flatMap { index, setting in
      ["GIT_CONFIG_KEY_\(index)=\(setting.key)", "GIT_CONFIG_VALUE_\(index)=\(setting.value)"]
    }
    return try Subprogram.run(
      ["env"] + Self.foreign.flatMap { ["-u", $0] }
        + ["GIT_CONFIG_COUNT=\(settings.count)", "GIT_NO_LAZY_FETCH=1"] + variables
        + ["git", "-C", root] + words,
      seconds: seconds, withErrors: withErrors)
  }

  /// The settings with which git starts no program that the repository names; nil where its
  /// configuration cannot be read, so that git is better not asked.
  package var settings: [(key: String, value: String)]? {
    filters.map { Self.quiet + $0.map { ($0, "") } }
  }

  // The filters that are not the user's own, such as git-lfs, or the system's.
  private var filters: [String]? {
    if !mayFilter { return [] }
    let words = ["config", "--list", "--show-scope", "--name-only", "--null"]
    // A name that is not UTF-8 could not be set.
    guard
      let end = try? ask(words, Self.quiet, seconds: Self.patience, withErrors: false),
      end.exitCode == 0, !end.isCut, !end.text.unicodeScalars.contains("\u{FFFD}")
    else { return nil }
    // Scope and name, by turns.
    let parts = end.text.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
    let pairs = stride(from: 0, to: parts.count - 1, by: 2).map { (parts[$0], parts[$0 + 1]) }
    return Set(
      pairs.filter { scope, name in
        name.hasPrefix("filter.") && !["system", "global", "command"].contains(scope)
      }.map(\.1)
    ).sorted()
  }

  // Whether its own configuration may name a filter: to ask git takes milliseconds. Where the first
  // file of it is not found, git may find another.
  private var mayFilter: Bool {
    !Files.isFile(configurations[0])
      || configurations.contains { path in
        do throws(SystemError) {
          let text = String(decoding: try Files.read(path, limit: 1 << 20), as: UTF8.self)
            .lowercased()
          return text.utf8.split(separator: UInt8(ascii: "\n")).contains { line in
            let line = String(Substring(line))
            return line.contains("filter") || line.contains("include")
          }
        } catch {
          return error.number != ENOENT
        }
      }
  }

  /// The checkout by git, or by the files of the repository where git does not answer.
  package var checkout: Checkout {
    let words = [
      "--no-optional-locks", "status", "--porcelain=v2", "--branch", "--no-ahead-behind",
      "--untracked-files=no", "--ignore-submodules=all",
    ]
    guard let status = try? git(words, seconds: Self.patience), status.exitCode == 0 else {
      return checkoutByFiles
    }
    return Checkout(status: status.text)
  }

  /// Whether files that git knows lie in a folder (absolute); false where git does not say.
  package func knows(_ folder: String) -> Bool {
    guard let inner = Paths.relative(folder, to: root) else { return false }
    let words = ["ls-files", "-z", "--", ":(top,literal)\(inner)"]
    guard let end = try? git(words, seconds: Self.patience), end.exitCode == 0 else { return false }
    return !end.text.isEmpty
  }
}
