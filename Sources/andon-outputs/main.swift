// The process that reads what stages made: outputs may be hostile, so that whatever they do to a
// reader happens here and not in andon, under deadlines, the budget and signals.
//   andon-outputs compare WORD...     see ComparisonWords; the result goes to standard output
//   andon-outputs measure WORD...     see FileRequest; likewise
//   andon-outputs digest BASE FOLDER EXCEPT... -- GLOB...     see OutputDigests; likewise
//   andon-outputs copy SOURCE TARGET EXCEPT... -- GLOB...
//       and what is named on standard input, each name ended by a NUL
//   andon-outputs remove FOLDER EXCEPT... -- GLOB...
// Ends with 0, or with 1 and a line on standard error.

internal import AndonImport
internal import AndonModel
internal import AndonOutputs
internal import AndonRun
internal import AndonSystem
internal import Glibc

func fail(_ message: String) -> Never {
  StandardStream.error.write(bytes: Array("andon-outputs: \(message)\n".utf8))
  exit(1)
}

/// Gives the answer to andon, which is the only reader of standard output.
func answer(_ bytes: [UInt8]) { StandardStream.output.write(bytes: bytes) }

/// The words before `--` and those behind it.
func lists(_ words: [String]) -> (except: [String], globs: [String]) {
  let parts = words.split(separator: "--", maxSplits: 1, omittingEmptySubsequences: false)
  return (Array(parts[0]), parts.count > 1 ? Array(parts[1]) : [])
}

/// What comes on standard input.
func names() throws -> [[UInt8]] {
  let input = try FilePieces("/dev/stdin")
  var bytes: [UInt8] = []
  while let piece = input.next() { bytes += piece }
  return bytes.split(separator: 0).map(Array.init)
}

/// The results in a file of another tool below a directory.
func results(_ path: String, in directory: Directory) -> ImportedFile {
  do throws(SystemError) {
    let pieces = try FilePieces(path, in: directory)
    let file = ResultFiles.read(path, pieces.next)
    if let fault = pieces.fault { throw fault }
    return file
  } catch {
    return ResultFiles.refused(path, SystemError.text(of: error.number))
  }
}

// A file may make a reader take all that there is.
ProcessLimits.memory(3 << 30)

// Seconds that digests may take: a sparse file can claim to be larger than any disk.
let patience = ContinuousClock.now + .seconds(60)

let words = Arguments.words
let rest = Array(words.dropFirst())
do {
  switch words.first {
  case "compare" where rest.count > 1:
    guard let request = ComparisonRequest(words: rest) else { fail("no request") }
    let hidden = HiddenBytes(try ProcessEnvironment().variable(HiddenBytes.variable))
    answer(try TreeComparison.compare(request, hiding: hidden).bytes)
  case "measure":
    guard let request = FileRequest(words: rest) else { fail("no request") }
    let measured = try FileMeasurement(
      request, readNumber: JSONNumber.reading, readResults: results)
    answer(measured.bytes)
  case "digest" where rest.count > 2:
    let (except, globs) = lists(Array(rest.dropFirst(2)))
    let directory = try StageDirectory(base: rest[0], path: rest[1]).directory()
    answer(
      OutputDigests(of: globs, in: directory, except: except) {
        ContinuousClock.now > patience
      }.bytes)
  case "copy" where rest.count > 2:
    let (except, globs) = lists(Array(rest.dropFirst(2)))
    try Files.createFolder(rest[1])
    try TreeCopy.copy(
      names: names(), globs: globs, from: try Directory(rest[0]),
      to: try Directory(rest[1]), except: except)
  case "remove" where rest.count > 1:
    let (except, globs) = lists(Array(rest.dropFirst()))
    OutputStash.remove(globs, in: try Directory(rest[0]), except: except)
  default: fail("andon starts it; it is no command for people")
  }
} catch {
  fail("\(error)")
}
