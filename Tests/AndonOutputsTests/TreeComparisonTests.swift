// Outputs of two runs against each other: real files, made by real tools.

import AndonModel
import AndonSystem
import AndonTestSupport
import AndonText
import Testing

@testable import AndonOutputs

@Suite("Outputs of two runs", .tags(.slow), .unlessFast) struct TreeComparisonTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try Files.createFolder(folder.path + "/1")
    try Files.createFolder(folder.path + "/2")
  }

  private func sh(_ script: String, in name: String) throws {
    let end = try Child.run(["bash", "-ec", script], in: "\(folder.path)/\(name)")
    try #require(end.exitCode == 0, "\(script): \(end.error)")
  }

  private func request(_ globs: [String] = ["out/**"]) -> ComparisonRequest {
    ComparisonRequest(first: folder.path + "/1", other: folder.path + "/2", outputs: globs)
  }

  private func compare(
    _ first: String, _ other: String, _ known: [ComparisonRequest.Known] = []
  ) throws -> OutputComparison {
    try sh("mkdir out; cd out; " + first, in: "1")
    try sh("mkdir out; cd out; " + other, in: "2")
    var request = request()
    request.known = known
    return try TreeComparison.compare(request)
  }

  @Test("trees that are alike differ in nothing, whatever their times")
  func alike() throws {
    let script = "echo a > a; mkdir -p d/e; echo b > d/b; ln -s nowhere l; mkfifo p"
    let result = try compare(script, script + "; touch -d 2001-01-01 a d/b; touch -h l")
    #expect(result.first == 5)
    #expect(result.differing.isEmpty && result.unread.isEmpty && result.added.isEmpty)
  }

  @Test("what is missing in either, another type, mode or target, is a difference")
  func entries() throws {
    let result = try compare(
      "echo 1 > a; echo 2 > gone; mkdir t; echo 3 > m; ln -s x l; echo > o; chmod 644 m",
      "echo 1 > a; echo 2 > new; echo > t; echo 3 > m; ln -s y l; mkdir o; chmod 755 m")
    let kinds = result.differences.map { "\($0.path) \($0.kind.rawValue) \($0.first) \($0.other)" }
    #expect(
      kinds == [
        "out/gone only-first  ", "out/l target x y", "out/m mode 644 755", "out/new only-other  ",
        "out/o type a file an empty folder", "out/t type an empty folder a file",
      ])
    #expect(result.differing.count == 6 && result.added == ["out/new"])
    #expect(result.first == 6)
  }

  @Test("permissions that the umask explains are none")
  func umask() throws {
    try sh("mkdir out; umask 022; echo a > out/a; echo b > out/b", in: "1")
    try sh("mkdir out; umask 077; echo a > out/a; echo b > out/b; chmod 4755 out/b", in: "2")
    var request = request()
    request.freeModes = 0o022 | 0o077
    let result = try TreeComparison.compare(request)
    #expect(result.differing == ["out/b"])
    #expect(result.differences.first?.kind == .mode)
  }

  @Test("of a long file the first byte counts, wherever a piece of it ends")
  func long() throws {
    for place in [0, 65_535, 65_536, 262_143, 262_144, 400_000, 999_999] {
      try sh("mkdir -p out; head -c 1000000 /dev/zero > out/f", in: "1")
      try sh(
        """
        mkdir -p out; head -c 1000000 /dev/zero > out/f
        printf x | dd of=out/f bs=1 seek=\(place) conv=notrunc status=none
        """, in: "2")
      let result = try TreeComparison.compare(request())
      #expect(result.differences.first?.place == "offset 0x" + String(place, radix: 16))
    }
  }

  @Test(
    "texts: the line, and what it looks like",
    arguments: [
      ("built 2026-11-26T22:16:35Z", "built 2026-11-26T22:16:39Z", .timestamp),
      ("Thu Nov 26 22:16:35 UTC 2026", "Fri Nov 27 22:16:35 UTC 2026", .timestamp),
      ("Thu, 26 Nov 2026 22:16:35 GMT", "Thu, 26 Nov 2026 22:17:35 GMT", .timestamp),
      ("Nov 26 2026", "Nov 27 2026", .timestamp), ("at 1795729813", "at 1795729820", .timestamp),
      ("in 0.153 s", "in 0.161 s", .timestamp), ("22:16:35.1", "22:16:35.2", .timestamp),
      ("26.11.2026", "27.11.2026", .timestamp), ("2026/11/26", "2026/11/27", .timestamp),
      ("Copyright 2026", "Copyright 2027", .timestamp), ("at 22:16", "at 22:17", .timestamp),
      ("size: 10485760", "size: 10485999", nil), ("objects: 1200", "objects: 1300", nil),
      ("a2026-11-26", "b2026-11-26", nil), ("step 2: link 14", "extra: cache of 3", nil),
      ("root: /builds/a/src", "root: /opt/elsewhere/src", .path),
      ("https://example.com/a/b", "https://example.org/a/b", nil),
      ("3.14", "3,14", .locale), ("1,234,567 B", "1.234.567 B", .locale),
      ("1,234,567 B", "1\u{202F}234\u{202F}567 B", .locale),
      ("1.5", "15", nil), ("v1.2.30", "v12.3.0", nil), ("True", "true", nil),
      ("26 November", "26 novembre", .locale), ("Thu 26", "jeu. 26", .locale),
      ("you may go", "you can go", nil), ("TITLE", "T\u{130}TLE", .locale),
      ("{a, b, c}", "{c, a, b}", .order), ("SRC: /s/a.c /s/b.c", "SRC: /s/b.c /s/a.c", .order),
      (
        "id 6f1c2d3e-0000-4000-8000-123456789abc", "id 7a1c2d3e-0000-4000-8000-f23456789abc",
        .random
      ),
      ("key 9f86d081884c", "key 60303ae22b99", .random),
      ("at 0x7ffd1234", "at 0x7ffc9876", .random),
      ("0.8444218515250481", "0.1255021951840192", .random), ("17345", "2331", nil),
      ("/tmp/tmp.aB3dEf/x", "/tmp/tmp.xY9zQw/x", .random),
      ("/tmp/ccAb3dEf.o", "/tmp/ccXy9zQw.o", .random),
      ("template_one", "template_two", nil), ("one", "two", nil),
    ] as [(String, String, DifferenceCategory?)])
  func texts(first: String, other: String, expected: DifferenceCategory?) throws {
    let script = { (text: String) in "printf 'same\\n%s\\nend\\n' '\(text)' > f" }
    let result = try compare(script(first), script(other))
    let row = try #require(result.differences.first)
    #expect(row.place == "line 2" && row.first == first && row.other == other)
    #expect(row.suspicion == expected)
  }

  @Test("what does not show is told by its bytes, and a very long line where it differs")
  func invisible() throws {
    let result = try compare(
      """
      printf 'a\\nb' > end; printf 'a\\r\\n' > line; printf '\\033[31mx' > colour
      printf '%070000d one' 0 > long; printf 'a\\xe9' > latin
      """,
      """
      printf 'a\\nb\\n' > end; printf 'a\\n' > line; printf '\\033[32mx' > colour
      printf '%070000d two' 0 > long; printf 'a\\xe8' > latin
      """)
    let rows = result.differences.map { "\($0.path) \($0.place)" }
    #expect(
      rows == [
        "out/colour line 1, offset 0x3", "out/end line 2, offset 0x3",
        "out/latin line 1, offset 0x1",
        "out/line line 1, offset 0x1", "out/long line 1",
      ])
    #expect(result.differences.allSatisfy { $0.first != $0.other && $0.suspicion == nil })
    #expect(result.differences.last?.first.hasSuffix("0 one") == true)
  }

  @Test("what is known to have differed is found before anything is guessed")
  func known() throws {
    let known = [
      ComparisonRequest.Known(.identity, first: "alice", other: "bob"),
      .init(.path, first: "/home/alice", other: "/elsewhere"),
    ]
    let result = try compare(
      "echo by alice > a; echo x/home/alice/y > b", "echo by bob > a; echo x/elsewhere/y > b", known
    )
    #expect(result.differences.map(\.suspicion) == [.identity, .path])
  }

  @Test("the same lines in another order, also of files that are longer than memory should be")
  func order() throws {
    let result = try compare("seq 500000 > f", "seq 500000 | tac > f")
    #expect(result.differences.first?.suspicion == .order)
    #expect(result.differences.first?.place == "line 1")
  }

  @Test("JSON: the pointer and both values, also of what is long")
  func json() throws {
    let result = try compare(
      #"""
      echo '{"a": [1, {"b/c": "x"}], "t": 1}' > a.json; echo '[1, 2, 3]' > b.json
      echo '{"x": 1, "y": 2}' > c.json; echo '{"n": 1.0}' > d.json; echo '{"m": 1}' > e.json
      echo '{"generated": "2026-11-26T22:16:35Z"}' > f.json
      """#,
      #"""
      echo '{"a": [1, {"b/c": "y"}], "t": 1}' > a.json; echo '[3, 1, 2]' > b.json
      echo '{"y": 2, "x": 1}' > c.json; echo '{"n": 1}' > d.json; echo '{"k": 1, "m": 1}' > e.json
      echo '{"generated": "2026-11-26T22:17:35Z"}' > f.json
      """#)
    let rows = result.differences.map {
      "\($0.place) | \($0.first) | \($0.other) | \($0.suspicion?.rawValue ?? "")"
    }
    #expect(
      rows == [
        #"/a/1/b~1c | "x" | "y" | "#, "/0 | 1 | 3 | order", "the document | x, y | y, x | order",
        #"line 1 | {"n": 1.0} | {"n": 1} | "#, "/k | (no value) | 1 | ",
        #"/generated | "2026-11-26T22:16:35Z" | "2026-11-26T22:17:35Z" | timestamp"#,
      ])
  }

  @Test("very many members of a document take no longer than their number")
  func manyMembers() throws {
    let write = { (last: Int) in
      "python3 -c 'import json; json.dump({**{f\"key{n}\": n for n in range(60000)}, \"z\": \(last)}, open(\"f\", \"w\"))'"
    }
    #expect(try compare(write(1), write(2)).differences.first?.place == "/z")
  }

  @Test("values that may differ are left out, and nothing else of their file")
  func normalised() throws {
    let document = { (stamp: String, rest: String) in
      #"echo '{"meta": {"generatedAt": "\#(stamp)"}, "rest": "\#(rest)"}' >"#
    }
    try sh(
      "mkdir out; \(document("now", "x")) out/a.json; \(document("now", "x")) out/b.json", in: "1")
    try sh(
      "mkdir out; \(document("later", "x")) out/a.json; \(document("later", "y")) out/b.json",
      in: "2")
    var request = request()
    let pointer = try #require(JSONPointer("/meta/generatedAt"))
    request.normalise = [Normalization(files: "out/**/*.json", pointer: pointer)]
    let result = try TreeComparison.compare(request)
    #expect(result.differing == ["out/b.json"])
    #expect(result.differences.first?.place == "/rest")
  }

  @Test("globs are ignored, and so is a folder that is no output")
  func ignored() throws {
    let result = try compare(
      "echo 1 > a.log; mkdir r; echo 1 > r/x; echo 1 > b", "echo 2 > a.log; echo 2 > b")
    #expect(result.differing.count == 3)
    var request = request()
    request.ignore = ["out/**/*.log"]
    request.except = [folder.path + "/1/out/r"]
    #expect(try TreeComparison.compare(request).differing == ["out/b"])
  }

  @Test("names that are no UTF-8 have names of their own, and links are never followed")
  func names() throws {
    try folder.write("secret", "1")
    let result = try compare(
      #"echo 1 > $'a\xff'; echo 1 > 'a\xff'; ln -s .. up; ln -s loop loop; ln -s ../../secret s"#,
      #"echo 2 > $'a\xff'; echo 2 > 'a\xff'; ln -s .. up; ln -s loop loop; echo 1 > s"#)
    #expect(result.first == 5)
    #expect(Set(result.differing) == [#"out/a\xff"#, #"out/a\x5cxff"#, "out/s"])
    #expect(result.differences.last?.kind == .type)
  }

  @Test("sockets, pipes and devices are what they are, and are not opened")
  func special() throws {
    let socket = "python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"s\")'"
    let result = try compare("\(socket); mkfifo p q", "\(socket); mkfifo p; echo > q")
    #expect(result.differing == ["out/q"] && result.first == 3)
  }

  @Test("what may not be read is neither alike nor different")
  func unreadable() throws {
    try sh("mkdir -p out/d; echo 1 > out/a; echo 1 > out/b; echo 1 > out/d/c", in: "1")
    try sh("mkdir -p out/d; echo 1 > out/a; echo 1 > out/b; echo 1 > out/d/c", in: "2")
    try sh("chmod 000 out/b; chmod 000 out/d; chmod 755 . ..", in: "2")
    // Root may read everything; whoever else runs the tests is as good as nobody.
    let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    let isRoot = try Child.run(["id", "-u"], in: "/").output == "0\n"
    let end = try Child.run(
      (isRoot ? nobody : []) + [try Built.outputs(), "compare"]
        + request().words, in: "/")
    try sh("chmod 755 out/d", in: "2")
    try #require(end.exitCode == 0, "\(end.error)")
    let comparison = try #require(OutputComparison(bytes: Array(end.output.utf8)))
    #expect(comparison.unread == ["out/b", "out/d/c"])
    #expect(comparison.differing == [] && comparison.first == 3)
  }

  @Test("what an earlier run left is told apart")
  func leftOver() throws {
    try sh("mkdir out; echo 1 > out/old; touch -d 2001-01-01 out/old; echo 1 > out/new", in: "1")
    try sh("mkdir out", in: "2")
    var request = request()
    request.begun = Int(Files.now()) - 60_000_000_000
    let rows = try TreeComparison.compare(request).differences
    #expect(rows.map(\.suspicion) == [nil, .leftOver])
  }

  @Test("of many that differ all are counted, and a hundred explained")
  func many() throws {
    let result = try compare(
      "for i in $(seq 300); do echo 1 > $i; done", "for i in $(seq 300); do echo 2 > $i; done")
    #expect(result.differing.count == 300 && result.differences.count == 100)
    #expect(OutputComparison(bytes: result.bytes) == result)
    #expect(OutputComparison(bytes: result.bytes.dropLast(4)) == nil)
    #expect(OutputComparison(bytes: result.bytes + Array("more".utf8)) == nil)
  }

  @Test("many secrets are told to the process that compares, and are hidden in each form")
  func hidden() {
    let values = (0..<100).map { Array("secret \($0) & \"more\"".utf8) }
    let hidden = HiddenBytes(Masker(hiding: values).digits)
    for form in ["secret 42 & \"more\"", #"secret 42 & \"more\""#, "secret+42+%26+%22more%22"] {
      let blanked = hidden.blanked(Array("a \(form) b".utf8))
      let stars = String(repeating: "*", count: form.utf8.count)
      #expect(String(decoding: blanked, as: UTF8.self) == "a \(stars) b")
    }
  }

  @Test("a request comes back from its words as it was")
  func words() throws {
    var request = request(["a", "b/**"])
    request.ignore = ["*.log"]
    request.known = [.init(.path, first: "/a", other: "/b")]
    request.normalise = [
      Normalization(files: "*.json", pointer: try #require(JSONPointer("/a~1b")))
    ]
    request.freeModes = 0o77
    request.begun = 5
    request.except = ["/r"]
    #expect(ComparisonRequest(words: request.words) == request)
    #expect(ComparisonRequest(words: request.words.dropLast()) == nil)
    #expect(ComparisonRequest(words: ["first", "/a"]) == nil)
  }
}
