import AndonTestSupport
import Testing

@testable import AndonSystem

@Suite("Files") struct FilesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("a file is replaced whole, and nothing is left beside it")
  func replace() throws {
    let path = folder.path + "/a"
    try Files.replace(path, with: [1, 2, 3])
    try Files.replace(path, with: [4])
    #expect(try Files.read(path) == [4])
    #expect(Files.names(in: folder.path) == ["a"])
  }

  @Test("a failure leaves the old file and says why")
  func failure() throws {
    try folder.write("a/b", "old")
    let error = #expect(throws: SystemError.self) {
      try Files.replace(folder.path + "/a", with: [1])
    }
    #expect(error?.description.hasPrefix("put \(folder.path)/a in place: ") == true)
    #expect(Files.names(in: folder.path) == ["a"])
    #expect(throws: SystemError.self) { try Files.replace("/no/folder/a", with: []) }
  }

  @Test("a file that is longer than allowed is refused")
  func limit() throws {
    try folder.write("a", "12345")
    #expect(try Files.read(folder.path + "/a", limit: 5).count == 5)
    #expect(throws: SystemError(27, "read \(folder.path)/a")) {
      try Files.read(folder.path + "/a", limit: 4)
    }
  }

  @Test("the tail of a file is its end")
  func tail() throws {
    try folder.write("a", "12345")
    #expect(Files.tail(of: folder.path + "/a", count: 2) == Array("45".utf8))
    #expect(Files.tail(of: folder.path + "/a", count: 20) == Array("12345".utf8))
    #expect(Files.tail(of: folder.path + "/none", count: 20) == [])
  }

  @Test("folders are created with those above them, not over a file")
  func folders() throws {
    try Files.createFolder(folder.path + "/x/y/z")
    try Files.createFolder(folder.path + "/x/y/z")
    #expect(Files.isFolder(folder.path + "/x/y/z"))
    try folder.write("f", "")
    #expect(throws: SystemError.self) { try Files.createFolder(folder.path + "/f/g") }
  }

  @Test("digests are SHA-256")
  func digest() {
    // FIPS 180-4, the example "abc".
    #expect(
      SHA256(of: Array("abc".utf8))?.text
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test("a path is relative only to a folder that it lies in")
  func relativePaths() {
    #expect(Paths.relative("/w/a/b", to: "/w") == "a/b")
    #expect(Paths.relative("/w/a", to: "/") == "w/a")
    #expect(Paths.relative("/water", to: "/w") == nil)
  }

  @Test(
    "paths become absolute by their text",
    arguments: [
      ("a", "/w/a"), ("./a/../b", "/w/b"), ("/x//y/", "/x/y"), ("../..", "/"), (".", "/w"),
    ])
  func paths(_ path: String, _ absolute: String) {
    #expect(Paths.absolute(path, in: "/w") == absolute)
  }
}

@Suite("Repository") struct RepositoryTests {
  private let folder: TemporaryFolder
  private static let commit = String(repeating: "0123456789", count: 4)

  init() throws { folder = try TemporaryFolder() }

  @Test("the root and the commit are found from below")
  func found() throws {
    try folder.write(".git/HEAD", "ref: refs/heads/main\n")
    try folder.write(".git/refs/heads/main", Self.commit + "\n")
    try folder.write("a/b/c", "")
    let repository = try #require(Repository(around: folder.path + "/a/b"))
    #expect(repository.root == folder.path)
    #expect(repository.commit == Self.commit)
  }

  @Test("packed and detached heads, a worktree, and a repository without a commit")
  func heads() throws {
    try folder.write("packed/.git/HEAD", "ref: refs/heads/main\n")
    try folder.write("packed/.git/packed-refs", "# pack-refs\n\(Self.commit) refs/heads/main\n")
    #expect(Repository(around: folder.path + "/packed")?.commit == Self.commit)
    try folder.write("detached/.git/HEAD", Self.commit)
    #expect(Repository(around: folder.path + "/detached")?.commit == Self.commit)
    try folder.write("tree/.git", "gitdir: \(folder.path)/detached/.git\n")
    #expect(Repository(around: folder.path + "/tree")?.root == folder.path + "/tree")
    try folder.write("new/.git/HEAD", "ref: refs/heads/main\n")
    #expect(Repository(around: folder.path + "/new")?.commit == nil)
    #expect(Repository(around: folder.path + "/new") != nil)
  }

  @Test(
    "git agrees about this repository", .enabled(if: Files.isFolder(Built.repository + "/.git")))
  func real() throws {
    let end = try Child.run(["git", "rev-parse", "HEAD"], in: Built.repository)
    guard end.exitCode == 0 else { return }
    #expect((Repository(around: Built.repository)?.commit ?? "") + "\n" == end.output)
  }
}
