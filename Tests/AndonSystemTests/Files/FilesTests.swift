import AndonTestSupport
import Testing

@testable import AndonSystem

@Suite("Files") struct FilesTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

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
    #expect(try folder.directory().tail(of: "a", count: 2) == Array("45".utf8))
    #expect(try folder.directory().tail(of: "a", count: 20) == Array("12345".utf8))
    #expect(try folder.directory().tail(of: "none", count: 20) == [])
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
    #expect(Paths.relative("/w", to: "/w") == nil)
    #expect(Paths.parent(of: "/a/b") == "/a")
    #expect(Paths.parent(of: "/a") == "/")
    #expect(Paths.parent(of: "a") == ".")
    #expect(Paths.name(of: "/a/b") == "b")
    #expect(Paths.name(of: "/") == "")
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
  private let folder: TemporaryDirectory
  private static let commit = String(repeating: "0123456789", count: 4)

  init() throws { folder = try TemporaryDirectory() }

  @Test("the root and the commit are found from below")
  func found() throws {
    try folder.write(".git/HEAD", "ref: refs/heads/main\n")
    try folder.write(".git/refs/heads/main", Self.commit + "\n")
    try folder.write("a/b/c", "")
    let repository = try #require(Repository(around: folder.path + "/a/b"))
    #expect(repository.root == folder.path)
    #expect(repository.checkoutByFiles.commit == Self.commit)
  }

  @Test("packed and detached heads, a worktree, and a repository without a commit")
  func heads() throws {
    try folder.write("packed/.git/HEAD", "ref: refs/heads/main\n")
    try folder.write("packed/.git/packed-refs", "# pack-refs\n\(Self.commit) refs/heads/main\n")
    #expect(Repository(around: folder.path + "/packed")?.checkoutByFiles.commit == Self.commit)
    try folder.write("detached/.git/HEAD", Self.commit)
    #expect(Repository(around: folder.path + "/detached")?.checkoutByFiles.commit == Self.commit)
    try folder.write("tree/.git", "gitdir: \(folder.path)/detached/.git\n")
    #expect(Repository(around: folder.path + "/tree")?.root == folder.path + "/tree")
    try folder.write("new/.git/HEAD", "ref: refs/heads/main\n")
    #expect(Repository(around: folder.path + "/new")?.checkoutByFiles.commit == nil)
    #expect(Repository(around: folder.path + "/new") != nil)
  }

  @Test("the checkout of a real repository, by git and by its files")
  func real() throws {
    let script = """
      git init -q -b trunk . && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m x
      echo 1 > a && git add a && git rev-parse HEAD
      """
    let end = try Child.run(["sh", "-c", script], in: folder.path)
    try #require(end.exitCode == 0, "\(end.error)")
    let repository = try #require(Repository(around: folder.path))
    let commit = end.output.split(separator: "\n").last.map(String.init)
    #expect(repository.checkout == Checkout(commit: commit, branch: "trunk", isDirty: true))
    #expect(
      repository.checkoutByFiles == Checkout(commit: commit, branch: "trunk", isDirty: nil))
  }

  @Test(
    "git's answer is read, and a reference that is not a file has no branch",
    arguments: [
      ("# branch.oid \(commit)\n# branch.head main\n", commit, "main", false),
      ("# branch.oid (initial)\n# branch.head main\n", nil, "main", false),
      ("# branch.oid \(commit)\n# branch.head (detached)\n1 .M N... a\n", commit, nil, true),
    ] as [(String, String?, String?, Bool)])
  func status(_ text: String, _ commit: String?, _ branch: String?, _ isDirty: Bool) throws {
    #expect(
      Checkout(status: text) == Checkout(commit: commit, branch: branch, isDirty: isDirty))
    try folder.write(".git/HEAD", "ref: refs/heads/.invalid\n")
    #expect(Repository(around: folder.path)?.checkoutByFiles.branch == nil)
  }
}

@Suite("Outputs that are put aside") struct OutputStashTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func list() throws -> String {
    try Child.run(
      ["bash", "-c", "find . ! -type d | LC_ALL=C sort | tr '\\n' ' '"], in: folder.path
    )
    .output
  }

  private func shelf(_ globs: [String], _ reports: String = "r") throws -> OutputStash {
    try Files.createFolder("\(folder.path)/\(reports)")
    return try OutputStash(
      of: globs, in: try Directory(folder.path), name: "s",
      reports: try Directory("\(folder.path)/\(reports)"),
      except: [folder.path + "/r", folder.path + "/out/r"], base: folder.path)
  }

  private func restored(_ reports: String = "r", base: String? = nil) throws -> [String] {
    OutputStash.restore(
      from: try Directory("\(folder.path)/\(reports)"), base: base ?? folder.path)
  }

  @Test("what globs name goes away and comes back, in the place of what was made meanwhile")
  func aside() throws {
    for name in ["out/a", "out/d/b", "x.bin", "src/x.bin", "keep"] { try folder.write(name, name) }
    let shelf = try shelf(["out/**", "*.bin", "out/d/**"])
    #expect(
      try list()
        == "./keep ./r/aside/s.moved ./r/aside/s/out/a ./r/aside/s/out/d/b ./r/aside/s/x.bin "
        + "./src/x.bin ")
    try folder.write("out/a", "other")
    try folder.write("out/new", "other")
    try folder.write("y.bin", "other")
    try shelf.putBack(except: [folder.path + "/r"])
    #expect(try list() == "./keep ./out/a ./out/d/b ./src/x.bin ./x.bin ")
    #expect(try folder.read("out/a") == "out/a" && !Files.isFolder(folder.path + "/r/aside"))
  }

  @Test("a folder that holds what must stay is not moved as a whole, a link is not followed")
  func exceptions() throws {
    for name in ["out/a", "out/r/report", "elsewhere/b"] { try folder.write(name, name) }
    try #require(try Child.run(["ln", "-s", "elsewhere", "link"], in: folder.path).exitCode == 0)
    let shelf = try shelf(["out/**", "link/**"], "out/r")
    #expect(
      try list()
        == "./elsewhere/b ./link ./out/r/aside/s.moved ./out/r/aside/s/out/a ./out/r/report ")
    try shelf.putBack(except: [folder.path + "/out/r"])
    #expect(try list() == "./elsewhere/b ./link ./out/a ./out/r/report ")
  }

  @Test("what a later run left in the way, a link even, is no way out of the folder")
  func links() throws {
    try folder.write("out/a", "first")
    try folder.write("precious/a", "keep me")
    let shelf = try shelf(["out/*"])
    let swap = "rmdir out && ln -s precious out"
    try #require(try Child.run(["bash", "-c", swap], in: folder.path).exitCode == 0)
    try shelf.putBack(except: [])
    #expect(try folder.read("precious/a") == "keep me" && folder.read("out/a") == "first")
  }

  @Test("when it is gone nothing is removed for it, and that is told")
  func gone() throws {
    try folder.write("out/a", "first")
    let shelf = try shelf(["out/**"])
    try folder.write("out/a", "second")
    Files.removeTree(folder.path + "/r")
    #expect(throws: SystemError.self) { try shelf.putBack(except: []) }
    #expect(try folder.read("out/a") == "second")
  }

  @Test("all of it is put aside or nothing", .enabled(if: mayMount))
  func whole() throws {
    let script = """
      set -e; mkdir a m; echo 1 > a/x; mount -t tmpfs none m; echo 2 > m/y
      printf 'version: 1\nstages: { s: { run: "true", outputs: ["a/**", "m/**"], reproducible: { runs: 2 } } }' > andon.yaml
      '\(try Built.andon())' run > told || test $? = 0
      cat a/x m/y; grep -c 'could not be put aside' told
      """
    let end = try Child.run(["unshare", "--mount", "bash", "-c", script], in: folder.path)
    #expect(end.output == "1\n2\n1\n", "\(end.error)")
  }

  private static let mayMount =
    (try? Child.run(["unshare", "--mount", "true"], in: "/"))?.exitCode == 0

  @Test("what a killed andon has left comes back where nothing is in its place, else it is kept")
  func restore() throws {
    try folder.write("out/a", "first")
    try folder.write("b", "first")
    _ = try shelf(["out/**", "b"])
    try folder.write("out/a", "newer")
    let told = try restored()
    #expect(told.count == 2 && told[0].hasPrefix("b,") && told[1].contains("r/aside/s"))
    #expect(try folder.read("out/a") == "newer" && folder.read("b") == "first")
    // It lies there as long as nobody removes it, and a new one lies beside it.
    _ = try shelf(["out/**"])
    #expect(
      try folder.read("r/aside/s/out/a") == "first" && folder.read("r/aside/s-2/out/a") == "newer")
    #expect(try restored().count == 2)
    #expect(try folder.read("out/a") == "newer" && folder.read("r/aside/s/out/a") == "first")
  }

  @Test("a list that andon did not write for this folder moves nothing, and is reported")
  func forged() throws {
    try folder.write("victim/deep", "keep me")
    try folder.write("home/r/aside/any.moved", "../../victim\u{0}.\u{0}deep\u{0}")
    try folder.write("home/r/aside/more.moved", ".\u{0}/tmp\u{0}deep\u{0}")
    try folder.write("home/r/aside/x/a", "planted")
    try folder.write("home/r/aside/x.moved", ".\u{0}.\u{0}a\u{0}")
    #expect(try restored("home/r", base: folder.path + "/home").count == 3)
    #expect(try folder.read("victim/deep") == "keep me")
    #expect(!Files.isFile(folder.path + "/home/a"))
  }

  @Test(
    "even a list of andon's own leads no path out of the folder",
    arguments: [
      ("..", "deep"), (".", "../victim/deep"), ("link", "deep"), (".", "link/deep"),
      ("/tmp", "deep"),
    ])
  func outside(_ home: String, _ root: String) throws {
    try folder.write("victim/keep", "keep me")
    try folder.write("home/out/a", "first")
    try #require(
      try Child.run(["ln", "-s", "../victim", "home/link"], in: folder.path).exitCode == 0)
    let base = folder.path + "/home"
    try Files.createFolder(base + "/r")
    _ = try OutputStash(
      of: ["out/**"], in: try Directory(base), name: "s", reports: try Directory(base + "/r"),
      except: [base + "/r"], base: base)
    // The list as it is, but for what it names.
    let script = """
      import sys; p = 'r/aside/s.moved'; w = open(p, 'rb').read().split(b'\\0')
      open(p, 'wb').write(b'\\0'.join([w[0], w[1], sys.argv[1].encode(), sys.argv[2].encode(), b'']))
      """
    try Child.run(["python3", "-c", script, home, root], in: base).check()
    for place in ["r/aside/s/deep", "r/aside/s/link/deep", "r/victim/deep"] {
      try folder.write("home/\(place)", "planted")
    }
    _ = try restored("home/r", base: base)
    #expect(Files.names(in: folder.path + "/victim") == ["keep"])
    #expect(!Files.isFile("/tmp/deep") && !Files.isFile(folder.path + "/deep"))
  }

  @Test("copies are what they were: contents, modes, times, links; nothing is replaced")
  func copies() throws {
    let made = """
      mkdir -p a/e; echo 1 > a/f; chmod 640 a/f; touch -d @1000000000 a/f; ln -s gone a/l; mkfifo a/p
      : > a/empty; mkdir b; echo other > b/f
      """
    try #require(try Child.run(["bash", "-ec", made], in: folder.path).exitCode == 0)
    for name in ["f", "l", "p", "e", "empty", "none"] {
      try Files.createFolder(folder.path + "/c")
      try FileCopy.copy(Array(name.utf8), from: folder.directory("a"), to: folder.directory("c"))
    }
    let told = try Child.run(
      [
        "bash", "-c",
        "stat -c '%n %a %Y %F' c/f; readlink c/l; test -p c/p && test -d c/e; cat c/f",
      ],
      in: folder.path)
    #expect(told.output == "c/f 640 1000000000 regular file\ngone\n1\n")
    try FileCopy.copy(Array("f".utf8), from: folder.directory("a"), to: folder.directory("b"))
    #expect(try folder.read("b/f") == "other\n")
  }

  @Test("digests of files are those of sha256sum, whatever their size")
  func digests() throws {
    var digests = FileDigests()
    for size in [0, 1, 262_143, 262_144, 262_145, 1_000_000] {
      let script = "head -c \(size) /dev/urandom > f; sha256sum < f | cut -c1-64"
      let end = try Child.run(["bash", "-ec", script], in: folder.path)
      let digest = try digests.digest(of: Array("f".utf8), in: folder.directory())
      #expect(digest.text + "\n" == end.output)
    }
    #expect(throws: SystemError.self) { try FileContent([], in: folder.directory()) }
  }
}
