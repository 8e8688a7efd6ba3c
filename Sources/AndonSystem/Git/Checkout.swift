// The commit, the branch and the changes of a work tree.

/// The branch, commit and state of a repository's work tree.
package struct Checkout: Equatable, Sendable {
  /// The commit; nil when there is none yet or it cannot be read.
  package let commit: String?
  /// The branch; nil for a commit without one.
  package let branch: String?
  /// Whether tracked files differ from the commit; nil where that is not known.
  package let isDirty: Bool?

  /// Joins commit, branch and changes.
  package init(commit: String?, branch: String?, isDirty: Bool?) {
    self.commit = commit
    self.branch = branch
    self.isDirty = isDirty
  }

  /// Reads `git status --porcelain=v2 --branch`: git-status(1), "Porcelain Format Version 2".
  init(status: String) {
    var (commit, branch): (String?, String?) = (nil, nil)
    var isDirty = false
    for line in status.split(separator: "\n") {
      if line.hasPrefix("# branch.oid ") {
        commit = Repository.checked(String(line.dropFirst(13)))
      } else if line.hasPrefix("# branch.head ") {
        let name = String(line.dropFirst(14))
        branch = name == "(detached)" ? nil : name
      } else if !line.hasPrefix("#") {
        isDirty = true
      }
    }
    self.init(commit: commit, branch: branch, isDirty: isDirty)
  }
}
