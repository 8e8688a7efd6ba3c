// Two commits of a repository as folders beside it, made by git and removed again.

internal import AndonModel
internal import AndonSystem
internal import AndonText

/// Work trees of two commits.
struct WorkTrees {
  // A large repository takes its time.
  private static let patience = 600.0

  /// The folder that holds both, and what is theirs alone.
  let folder: String
  private let repository: Repository

  /// Makes nothing yet.
  init(of repository: Repository) {
    self.repository = repository
    folder = "\(repository.root).andon-\(ProcessEnvironment.freshID().prefix(12))"
  }

  /// The commit that a name means.
  func commit(_ name: String) throws(AndonError) -> String {
    let end = try git(["rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"])
    let commit = end.text.split(separator: "\n").last.map(String.init) ?? ""
    guard end.exitCode == 0, commit.utf8.count >= 40 else {
      throw AndonError(
        .usage, "the repository has no commit `\(name)`",
        hint: "name a commit, a branch or a tag; in a shallow clone fetch it first")
    }
    return commit
  }

  /// Makes the tree of a commit; its folder.
  func add(_ commit: String, as name: String) throws(AndonError) -> String {
    let path = "\(folder)/\(name)"
    let end = try git(["worktree", "add", "--detach", "--force", "--quiet", path, commit])
    if end.exitCode == 0 { return path }
    throw AndonError(
      .usage, "git made no work tree of \(commit): \(end.text.split(separator: "\n").last ?? "")",
      hint: "\(folder) has to be a place where folders can be made")
  }

  /// Removes both trees, and what git knows of them.
  func remove() {
    Files.removeTree(folder)
    if Files.isFolder(folder) {
      StandardStream.error.show("andon: \(folder) could not be removed whole\n")
    }
    _ = try? git(["worktree", "prune"])
  }

  private func git(_ words: [String]) throws(AndonError) -> Subprogram.End {
    do throws(SystemError) {
      return try repository.git(words, seconds: Self.patience, withErrors: true)
    } catch {
      throw AndonError(.usage, error.description, hint: "install git, or compare two commands")
    }
  }
}
