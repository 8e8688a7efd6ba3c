// A line as patterns search it: UTF-8, whatever its bytes are.

/// Makes lines searchable.
package enum PatternText {
  /// Calls `body` with the line as UTF-8, checked once for all patterns.
  ///
  /// A byte that is not UTF-8 becomes the control character SUB, one for one, so that places in the
  /// text are those in the line, and `.`, `\S`, `\D` and `\W` match it: its line is not lost.
  package static func with<Result>(
    _ line: Span<UInt8>, _ body: (borrowing UTF8Span) -> Result
  ) -> Result {
    if let text = try? UTF8Span(validating: line) { return body(text) }
    let mended = mended(line)
    guard let text = try? UTF8Span(validating: mended.span) else {
      preconditionFailure("a line that was mended is not UTF-8")
    }
    return body(text)
  }

  private static func mended(_ line: Span<UInt8>) -> [UInt8] {
    var mended = line.indices.map { line[$0] }
    var start = 0
    while true {
      do throws(UTF8.ValidationError) {
        _ = try UTF8Span(validating: line.extracting(start..<line.count))
        return mended
      } catch {
        for offset in error.byteOffsets { mended[start + offset] = 0x1A }
        start += error.byteOffsets.upperBound
      }
    }
  }
}
