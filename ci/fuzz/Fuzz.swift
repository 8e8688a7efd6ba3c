// The entry of libFuzzer: bytes that it makes up, given to one reader of other tools' files. Which
// one, ANDON_FUZZ says: a format, or `any`, `question`, `measurements`.
// Nothing may crash, hang, or call a value that is no number a number.

internal import AndonImport
internal import AndonModel
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
  default: check(read(bytes, as: ImportFormat(rawValue: wanted)))
  }
  return 0
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
