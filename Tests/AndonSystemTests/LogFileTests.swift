// Logs on disk: whole, or their first and last part; and the files that a stage made.

import AndonSystem
import AndonTestSupport
import Testing

@Suite("Log") struct LogFileTests {
  private func written(_ text: String, most: Int?, piece: Int = .max) throws -> (String, Bool) {
    let folder = try TemporaryFolder()
    let log = LogFile(folder.path + "/log", most: most)
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

  @Test("a full disk is told and stops nobody")
  func full() throws {
    let log = LogFile("/dev/full", most: nil)
    log.write(Array("x".utf8).span)
    log.write(Array("y".utf8).span)
    log.finish()
    #expect(log.fault == 28 && log.isTruncated)
  }

  @Test("a folder that was taken away is made again; what stands in its place is told")
  func folders() throws {
    let folder = try TemporaryFolder()
    let log = LogFile(folder.path + "/a/b/log", most: nil)
    log.finish()
    #expect(Files.isFile(folder.path + "/a/b/log"))
    try folder.write("file", "")
    let blocked = LogFile(folder.path + "/file/log", most: nil)
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
    let folder = try TemporaryFolder()
    try folder.write("a.bin", "123")
    try folder.write(".hidden", "1")
    try folder.write("out/a.txt", String(repeating: "x", count: 10))
    try folder.write("out/x/b.o", String(repeating: "x", count: 20))
    try folder.write("out/x/c.o", String(repeating: "x", count: 30))
    let link = try Child.run(["ln", "-s", "..", "out/up"], in: folder.path)
    try #require(link.exitCode == 0)
    let found = OutputFiles.size(of: globs, in: folder.path)
    #expect(found.files == files && found.bytes == bytes)
  }

  @Test("a file that is written now is not older than now, on the clock of files")
  func clock() throws {
    let folder = try TemporaryFolder()
    let before = Files.now()
    try folder.write("x", "1")
    #expect(try Files.readRegular(folder.path + "/x", limit: 10).stamp.modified >= before)
    #expect(throws: SystemError.self) { try Files.readRegular(folder.path + "/none", limit: 10) }
  }

  @Test("a pipe in the place of a file is refused, not waited for")
  func pipe() throws {
    let folder = try TemporaryFolder()
    try #require(try Child.run(["mkfifo", "pipe"], in: folder.path).exitCode == 0)
    #expect(throws: SystemError.self) { try Files.readRegular(folder.path + "/pipe", limit: 10) }
    #expect(Files.tail(of: folder.path + "/pipe", count: 10) == [])
  }
}
