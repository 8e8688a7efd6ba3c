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
      SHA256(of: Array("abc".utf8)).text
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

@Suite("Outputs that are put aside") struct OutputShelfTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func list() throws -> String {
    try Child.run(
      ["bash", "-c", "find . ! -type d | LC_ALL=C sort | tr '\\n' ' '"], in: folder.path
    )
    .output
  }

  @Test("what globs name goes away and comes back, in the place of what was made meanwhile")
  func aside() throws {
    for name in ["out/a", "out/d/b", "x.bin", "src/x.bin", "keep"] { try folder.write(name, name) }
    let shelf = try OutputShelf(
      of: ["out/**", "*.bin", "out/d/**"], in: folder.path, aside: folder.path + "/r/aside/s",
      except: [folder.path + "/r"])
    #expect(
      try list()
        == "./keep ./r/aside/s.moved ./r/aside/s/out/a ./r/aside/s/out/d/b ./r/aside/s/x.bin ./src/x.bin "
    )
    try folder.write("out/a", "other")
    try folder.write("out/new", "other")
    try folder.write("y.bin", "other")
    try shelf.putBack(except: [folder.path + "/r"])
    #expect(try list() == "./keep ./out/a ./out/d/b ./src/x.bin ./x.bin ")
    #expect(try folder.read("out/a") == "out/a")
  }

  @Test("a folder that holds what must stay is not moved as a whole, a link is not followed")
  func exceptions() throws {
    for name in ["out/a", "out/r/report", "elsewhere/b"] { try folder.write(name, name) }
    try #require(try Child.run(["ln", "-s", "elsewhere", "link"], in: folder.path).exitCode == 0)
    let shelf = try OutputShelf(
      of: ["out/**", "link/**"], in: folder.path, aside: folder.path + "/out/r/aside/s",
      except: [folder.path + "/out/r"])
    #expect(
      try list()
        == "./elsewhere/b ./link ./out/r/aside/s.moved ./out/r/aside/s/out/a ./out/r/report ")
    try shelf.putBack(except: [folder.path + "/out/r"])
    #expect(try list() == "./elsewhere/b ./link ./out/a ./out/r/report ")
  }

  @Test("another andon puts back what a killed one has left")
  func restore() throws {
    try folder.write("out/a", "first")
    _ = try OutputShelf(
      of: ["out/**"], in: folder.path, aside: folder.path + "/r/aside/s", except: [])
    try folder.write("out/a", "second")
    OutputShelf.restore(below: folder.path + "/r/aside")
    #expect(try list() == "./out/a " && folder.read("out/a") == "first")
    OutputShelf.restore(below: folder.path + "/r/aside")
    #expect(try folder.read("out/a") == "first")
  }

  @Test("copies are what they were: contents, modes, times, links; nothing is replaced")
  func copies() throws {
    let made = """
      mkdir -p a/e; echo 1 > a/f; chmod 640 a/f; touch -d @1000000000 a/f; ln -s gone a/l; mkfifo a/p
      : > a/empty; mkdir b; echo other > b/f
      """
    try #require(try Child.run(["bash", "-ec", made], in: folder.path).exitCode == 0)
    for name in ["f", "l", "p", "e", "empty", "none"] {
      try FileCopy.copy(Array(name.utf8), from: folder.path + "/a", to: folder.path + "/c")
    }
    let told = try Child.run(
      [
        "bash", "-c",
        "stat -c '%n %a %Y %F' c/f; readlink c/l; test -p c/p && test -d c/e; cat c/f",
      ],
      in: folder.path)
    #expect(told.output == "c/f 640 1000000000 regular file\ngone\n1\n")
    try FileCopy.copy(Array("f".utf8), from: folder.path + "/a", to: folder.path + "/b")
    #expect(try folder.read("b/f") == "other\n")
  }

  @Test("digests of files are those of sha256sum, whatever their size")
  func digests() throws {
    var digests = FileDigests()
    for size in [0, 1, 262_143, 262_144, 262_145, 1_000_000] {
      let script = "head -c \(size) /dev/urandom > f; sha256sum < f | cut -c1-64"
      let end = try Child.run(["bash", "-ec", script], in: folder.path)
      let digest = try digests.digest(of: Array("\(folder.path)/f".utf8))
      #expect(digest.text + "\n" == end.output)
    }
    #expect(throws: SystemError.self) { try FileContent(Array("\(folder.path)".utf8)) }
  }
}
