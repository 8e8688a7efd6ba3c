// The entry of libFuzzer: bytes that it makes up, given to one reader of files that a repository can
// hold. ANDON_FUZZ says which one: a format of results, or one of the names in `fuzz`.
// No input may crash or hang a reader, and no number that it gives may be infinite.

internal import AndonAudit
internal import AndonConfig
internal import AndonHistory
internal import AndonImport
internal import AndonModel
internal import AndonReport
internal import AndonSystem
internal import Glibc

private let wanted = unsafe String(cString: getenv("ANDON_FUZZ") ?? strdup("any"))

// libFuzzer's own loop.
@_silgen_name("LLVMFuzzerRunDriver") private func drive(
  _ count: UnsafeMutablePointer<CInt>,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ entry: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// What the package manager makes the program begin with.
@_cdecl("andon_fuzz_main") public func begin(
  _ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
  var (count, words) = unsafe (count, words)
  return unsafe drive(&count, &words) { unsafe fuzz($0, $1) }
}

/// Reads one input.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(
  _ start: UnsafePointer<UInt8>?, _ count: Int
) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  switch wanted {
  case "question": _ = QuestionLine(bytes)
  case "measurements": _ = try? MeasurementsFile.read(bytes)
  case "pipeline": _ = try? PipelineReader.read(bytes, file: "andon.yaml", folderName: "x")
  case "script": lint(bytes)
  case "audit": _ = ReportAudit.contradictions(in: String(decoding: bytes, as: UTF8.self))
  case "catalogue": _ = try? CatalogReader.read(bytes)
  case "verdict":
    // All that can be read can be written.
    guard let record = try? VerdictFile.read(bytes) else { return 0 }
    for file in ReportFile.allCases { _ = try? file.write(record) }
  case "journal": _ = try? JournalFile.read(bytes)
  case "receipt": _ = try? ReceiptFile.read(bytes)
  case "history-line": _ = try? HistoryLine.read(bytes)
  case "digests": _ = OutputDigests(bytes: bytes)
  case "comparison": _ = OutputComparison(bytes: bytes)
  case "history": readHistory(bytes)
  case "shelf": restore(bytes)
  default: check(read(bytes, as: ImportFormat(rawValue: wanted)))
  }
  return 0
}

// A shell script, as a stage of a pipeline file would hold it.
private func lint(_ bytes: [UInt8]) {
  let lines = String(decoding: bytes, as: UTF8.self).split(
    separator: "\n", omittingEmptySubsequences: false)
  let text =
    "version: 1\nstages:\n  a:\n    run: |\n"
    + lines.map { "      \($0)\n" }.joined()
  guard
    let pipeline = try? PipelineReader.read(Array(text.utf8), file: "andon.yaml", folderName: "x"),
    let today = CalendarDay("2027-01-31")
  else { return }
  _ = Lint.findings(pipeline, today: today)
}

private let folder = "/tmp/andon-fuzz-\(getpid())"

// A file that SQLite opens: whatever it holds, asking ends with an answer or a fault.
private func readHistory(_ bytes: [UInt8]) {
  let path = folder + "/history.sqlite"
  try? Files.createFolder(folder)
  for end in ["-wal", "-shm", "-journal"] { try? Files.remove(path + end) }
  try? Files.replace(path, with: bytes)
  guard let store = try? HistoryStore(path, canWrite: true, patience: 1, most: 5) else { return }
  for key in (try? store.keys()) ?? [] { _ = try? store.entry(key) }
  _ = try? store.predictionResults(10)
  _ = try? store.runsPerDay("p")
  _ = try? store.knownRules("p")
}

// A list of shelves, as an andon of this folder would have written it: nothing outside is touched.
private func restore(_ bytes: [UInt8]) {
  let base = folder + "/base"
  do {
    try Files.createFolder(base + "/reports/aside/s/out")
    try Files.replace(folder + "/outside", with: [1])
    try Files.replace(base + "/reports/aside/s/out/a", with: [2])
    let mark = DirectoryMark.of(try Directory(base)) ?? []
    try Files.replace(base + "/reports/aside/s.moved", with: mark + [0] + bytes)
    _ = OutputStash.restore(from: try Directory(base + "/reports"), base: base)
    let names = Files.names(in: folder).filter { !$0.hasPrefix("history") }
    let outside = try Files.read(folder + "/outside")
    precondition(names == ["base", "outside"] && outside == [1])
    Files.removeTree(base)
  } catch {
    preconditionFailure("the fuzzer's own folder: \(error)")
  }
}

private func read(_ bytes: [UInt8], as format: ImportFormat?) -> ImportedFile {
  var rest = bytes[...]
  return ResultFiles.read("input", as: format) {
    if rest.isEmpty { return nil }
    defer { rest = rest.dropFirst(997) }
    return Array(rest.prefix(997))
  }
}

private func check(_ file: ImportedFile) {
  for measurement in file.measurements {
    if let number = measurement.value.number { precondition(number.isFinite) }
  }
  if let tests = file.tests {
    precondition(tests.passed + tests.failed + tests.errors + tests.skipped == tests.total)
    precondition(tests.flaky <= tests.passed)
  }
  if case .refused = file.state { precondition(file.measurements.isEmpty && file.tests == nil) }
}
