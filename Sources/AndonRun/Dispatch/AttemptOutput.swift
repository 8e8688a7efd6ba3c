// What becomes of an attempt's output: masked into its log, and scanned as it came.

internal import AndonModel
internal import AndonSystem
internal import AndonText

/// The output of one command of a stage.
struct AttemptOutput {
  /// Reads metrics and what is expected.
  private(set) var scanner: OutputScanner
  private let file: LogFile
  private let masker: Masker
  private var stream: MaskedStream
  private let search: CauseSearch
  // Begun with the first output: many stages print nothing.
  private var causes: CauseScanner?

  /// Begins a log; `search` are the rules that say what its lines mean.
  init(
    _ file: LogFile, _ masker: Masker, _ scanner: OutputScanner, search: CauseSearch
  ) {
    self.file = file
    self.masker = masker
    self.scanner = scanner
    self.search = search
    stream = MaskedStream(masker)
  }

  /// Takes the next bytes.
  mutating func feed(_ bytes: Span<UInt8>) {
    if scanner.isLooking { scanner.feed(bytes) }
    if causes == nil { causes = CauseScanner(search) }
    causes?.feed(bytes)
    let file = file
    stream.feed(bytes) { file.write($0) }
  }

  /// The output has ended.
  mutating func finish() {
    scanner.finish()
    causes?.finish()
    let file = file
    stream.finish { file.write($0) }
    file.finish()
  }

  /// What rules found in the log; nil where they found nothing.
  func reading(log: String) -> LogDiagnosis? {
    let masker = masker
    let reading = causes?.reading(log: log) { SafeText.line(masker.masked($0)) }
    return reading?.logMatches.isEmpty == false ? reading : nil
  }

  /// The last bytes of the log, read through the descriptor that wrote it.
  func tail(_ count: Int) -> [UInt8] { file.tail(count) }

  /// The log as it was written.
  var trace: LogTrace? { file.trace }

  /// Whether the log lacks a part of the output.
  var isTruncated: Bool { file.isTruncated }

  /// Why the log could not be written whole.
  var fault: String? { file.fault.map(SystemError.text) }
}
