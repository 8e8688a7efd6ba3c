// Text without blanks at its ends.

extension StringProtocol {
  /// The part between the first and the last character that is no blank and no line end.
  package var trimmed: SubSequence {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return self[startIndex..<startIndex] }
    return self[first...last]
  }
}
