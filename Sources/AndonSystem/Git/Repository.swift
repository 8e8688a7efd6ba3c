// The git repository around a directory, found by its files: gitrepository-layout(5).

internal import Glibc

/// A git repository.
package struct Repository: Equatable, Sendable {
  /// Its folder, without a slash at the end.
  package let root: String
  // Its HEAD is there.
  private let store: String
  /// The files of its own configuration, which need not be there.
  let configurations: [String]

  /// Finds the repository that a folder (an absolute path) lies in.
  package init?(around folder: String) {
    guard let (root, store) = Self.place(around: folder) else { return nil }
    self.root = root
    self.store = store
    let common = Self.common(of: store) ?? store
    configurations = ["\(common)/config", "\(store)/config.worktree"]
  }

  /// The checkout by the files of the repository, for machines without git.
  ///
  /// Nothing is known of a repository whose references are not files (reftable).
  package var checkoutByFiles: Checkout {
    Checkout(commit: Self.commit(in: store), branch: Self.branch(in: store), isDirty: nil)
  }

  /// The root of the repository around a folder; the folder itself outside of one.
  ///
  /// It costs less than the repository, whose commit may be found in a long list only.
  package static func root(around folder: String) -> String {
    place(around: folder)?.root ?? folder
  }

  private static func place(around folder: String) -> (root: String, store: String)? {
    var root = folder
    while true {
      let git = root == "/" ? "/.git" : root + "/.git"
      if isTrusted(git, around: folder), let store = store(at: git) { return (root, store) }
      guard root != "/", let slash = root.lastIndex(of: "/") else { return nil }
      root = slash == root.startIndex ? "/" : String(root[..<slash])
    }
  }

  // Another user of the machine may have put one above the folder, such as in /tmp; git does not
  // look at it either. In a container the folder itself may be another user's.
  private static func isTrusted(_ git: String, around folder: String) -> Bool {
    guard let owner = Files.owner(of: git) else { return false }
    return [0, geteuid(), Files.owner(of: folder)].contains(owner)
  }

  // A worktree has a file `.git` that names its store.
  private static func store(at git: String) -> String? {
    if Files.isFile(git + "/HEAD") { return git }
    guard let line = firstLine(git), line.hasPrefix("gitdir: ") else { return nil }
    let store = String(line.dropFirst(8))
    return store.hasPrefix("/") ? store : git.dropLast(4) + store
  }

  private static func commit(in store: String) -> String? {
    guard let head = firstLine(store + "/HEAD") else { return nil }
    guard head.hasPrefix("ref: ") else { return checked(head) }
    let name = String(head.dropFirst(5))
    for folder in [store, common(of: store)].compactMap({ $0 }) {
      if let id = firstLine("\(folder)/\(name)") { return checked(id) }
      let packed = (try? Files.read(folder + "/packed-refs", limit: 1 << 26)) ?? []
      for line in packed.split(separator: UInt8(ascii: "\n")) {
        let words = line.split(separator: UInt8(ascii: " "))
        if words.count == 2, words[1].elementsEqual(name.utf8) {
          return checked(String(decoding: words[0], as: UTF8.self))
        }
      }
    }
    return nil
  }

  // The part that all work trees of a repository share.
  private static func common(of store: String) -> String? {
    firstLine(store + "/commondir").map { $0.hasPrefix("/") ? $0 : "\(store)/\($0)" }
  }

  private static func branch(in store: String) -> String? {
    let prefix = "ref: refs/heads/"
    guard let head = firstLine(store + "/HEAD"), head.hasPrefix(prefix) else { return nil }
    let name = String(head.dropFirst(prefix.count))
    // The name that a repository in the reftable format has there.
    return name == ".invalid" ? nil : name
  }

  static func checked(_ id: String) -> String? {
    (id.utf8.count == 40 || id.utf8.count == 64) && id.allSatisfy(\.isHexDigit) ? id : nil
  }

  // A file that is missing or too large has no first line; both mean: not a repository's.
  private static func firstLine(_ path: String) -> String? {
    guard let bytes = try? Files.read(path, limit: 1 << 16) else { return nil }
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}
