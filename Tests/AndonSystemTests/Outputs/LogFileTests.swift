// Logs on disk: whole, or their first and last part; and the files that a stage made.

import AndonSystem
import AndonTestSupport
import Testing

@Suite("Log") struct LogFileTests {
  private func written(_ text: String, most: Int?, piece: Int = .max) throws -> (String, Bool) {
    let folder = try TemporaryDirectory()
    let log = LogFile("log", in: try folder.directory(), most: most)
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      log.write(Array(rest.prefix(piece)).span)
      rest = rest.dropFirst(piece)
    }
    log.finish()
    #expect(log.fault == nil)
    #expect(Files.names(in: folder.path) == ["log"])
    return (try folder.read("log"), log.isTruncated)
  }

  @Test("without a limit, or below it, a log is whole", arguments: [nil, 26, 100] as [Int?])
  func whole(_ most: Int?) throws {
    let (text, isTruncated) = try written("abcdefghijklmnopqrstuvwxyz", most: most, piece: 4)
    #expect(text == "abcdefghijklmnopqrstuvwxyz" && !isTruncated)
  }

  @Test(
    "beyond it the first and the last part are kept and the middle is counted", arguments: 1...30)
  func parts(_ piece: Int) throws {
    let (text, isTruncated) = try written("abcdefghijklmnopqrstuvwxyz", most: 11, piece: piece)
    #expect(text == "abcde\n… 15 bytes left out …\nuvwxyz" && isTruncated)
  }

  @Test("far beyond it as well")
  func far() throws {
    let lines = (1...20_000).map { "line \($0)\n" }.joined()
    let (text, _) = try written(lines, most: 4000, piece: 1000)
    #expect(text.hasPrefix("line 1\nline 2\n") && text.hasSuffix("line 19999\nline 20000\n"))
    #expect(text.contains("… \(lines.utf8.count - 4000) bytes left out …"))
  }

  @Test("a pipe or a link in the place of a log is replaced, never opened")
  func planted() throws {
    let folder = try TemporaryDirectory()
    try folder.write("secret", "keep me")
    let script = "mkfifo a; ln -s secret b; ln -s none c; mkdir d"
    try Child.run(["bash", "-ec", script], in: folder.path).check()
    for name in ["a", "b", "c"] {
      let log = LogFile(name, in: try folder.directory(), most: 4)
      log.write(Array("123456".utf8).span)
      log.finish()
      #expect(log.fault == nil && log.tail(2) == Array("56".utf8))
      #expect(try folder.read(name).hasPrefix("12"))
    }
    #expect(try folder.read("secret") == "keep me")
    #expect(LogFile("d", in: try folder.directory(), most: nil).fault == 21)
  }

  @Test("the tail is that of the log that was written, whatever is in its place by now")
  func replaced() throws {
    let folder = try TemporaryDirectory()
    let log = LogFile("log", in: try folder.directory(), most: nil)
    log.write(Array("own".utf8).span)
    try folder.write("log", "another's")
    #expect(log.tail(10) == Array("own".utf8))
  }

  @Test("a folder that was taken away is made again; what stands in its place is told")
  func folders() throws {
    let folder = try TemporaryDirectory()
    let log = LogFile("a/b/log", in: try folder.directory(), most: nil)
    log.finish()
    #expect(Files.isFile(folder.path + "/a/b/log"))
    try folder.write("file", "")
    let blocked = LogFile("file/log", in: try folder.directory(), most: nil)
    blocked.write(Array("x".utf8).span)
    blocked.finish()
    #expect(blocked.fault == 20 && blocked.isTruncated)
  }
}

@Suite("Files of a stage") struct OutputFilesTests {
  @Test(
    "globs name files below the folder",
    arguments: [
      (["*.bin"], 1, 3.0), (["out/*"], 1, 10), (["out/**"], 3, 60), (["**"], 5, 64),
      (["**/*.o"], 2, 50),
      (["out/**/c.o", "out/x/*"], 2, 50), (["out/?/[bc].o"], 2, 50), (["none", "out"], 0, 0),
      (["./a.bin"], 1, 3),
      (["**/**"], 5, 64), ([".hidden"], 1, 1),
    ] as [([String], Int, Double)])
  func globs(_ globs: [String], _ files: Int, _ bytes: Double) throws {
    let folder = try TemporaryDirectory()
    try folder.write("a.bin", "123")
    try folder.write(".hidden", "1")
    try folder.write("out/a.txt", String(repeating: "x", count: 10))
    try folder.write("out/x/b.o", String(repeating: "x", count: 20))
    try folder.write("out/x/c.o", String(repeating: "x", count: 30))
    let link = try Child.run(["ln", "-s", "..", "out/up"], in: folder.path)
    try #require(link.exitCode == 0)
    let found = OutputFiles.size(of: globs, in: try folder.directory())
    #expect(found.files == files && found.bytes == bytes)
  }

  @Test("a file that is written now is not older than now, on the clock of files")
  func clock() throws {
    let folder = try TemporaryDirectory()
    let before = Files.now()
    try folder.write("x", "1")
    #expect(try folder.directory().read("x", limit: 10).stamp.modified >= before)
    #expect(throws: SystemError.self) { try folder.directory().read("none", limit: 10) }
  }

  @Test("a pipe in the place of a file is refused, not waited for")
  func pipe() throws {
    let folder = try TemporaryDirectory()
    try #require(try Child.run(["mkfifo", "pipe"], in: folder.path).exitCode == 0)
    #expect(throws: SystemError.self) { try folder.directory().read("pipe", limit: 10) }
    #expect(throws: SystemError.self) { try Files.read(folder.path + "/pipe") }
    #expect(try folder.directory().tail(of: "pipe", count: 10) == [])
  }
}
