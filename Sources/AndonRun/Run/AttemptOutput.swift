// What becomes of an attempt's output: masked into its log, and scanned as it came.

internal import AndonModel
internal import AndonSystem
internal import AndonText

/// The output of one command of a stage.
struct AttemptOutput {
  /// Reads metrics and what is expected.
  private(set) var scanner: OutputScanner
  private let file: LogFile
  private var stream: MaskedStream

  /// Begins a log.
  init(_ file: LogFile, _ masker: Masker, _ scanner: OutputScanner) {
    self.file = file
    self.scanner = scanner
    stream = MaskedStream(masker)
  }

  /// Takes the next bytes.
  mutating func take(_ bytes: Span<UInt8>) {
    scanner.take(bytes)
    let file = file
    stream.take(bytes) { file.write($0) }
  }

  /// The output has ended.
  mutating func finish() {
    scanner.finish()
    let file = file
    stream.finish { file.write($0) }
    file.finish()
  }

  /// Whether the log lacks a part of the output.
  var isTruncated: Bool { file.isTruncated }

  /// Why the log could not be written whole.
  var fault: String? { file.fault.map(SystemError.text) }
}
