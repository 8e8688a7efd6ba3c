// The last lines of a log as text that is safe to show.

internal import AndonText

/// Cuts lines from the end of output.
package enum OutputTail {
  private static let maxLineLength = 500

  /// The last lines, at most `most`.
  ///
  /// Longer lines are cut with a mark.
  package static func lines(_ bytes: [UInt8], most: Int) -> [String] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .suffix(most + 1)
      .map { SafeText.line($0) }
      .map { SafeText.cut($0, to: maxLineLength) }
      .trimmingEmptyEnd()
      .suffix(most)
  }
}

extension [String] {
  fileprivate func trimmingEmptyEnd() -> ArraySlice<String> {
    self[...(lastIndex { !$0.isEmpty } ?? -1)]
  }
}
