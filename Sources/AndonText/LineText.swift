// What a line of a log says: without what a CI system put before it, and whether it may be the
// name of a passed test.

/// Reads lines of logs.
package enum LineText {
  /// The part of a line that a program wrote.
  package static func said(in line: [UInt8]) -> ArraySlice<UInt8> {
    var text = line[...]
    while text.last == 0x0D { text.removeLast() }
    // What was overwritten on a terminal is gone.
    if let last = text.lastIndex(of: 0x0D) { text = text[(last + 1)...] }
    return withoutStamp(text)
  }

  /// Whether it tells of nothing that went wrong: of a test that begins or has passed, or of a
  /// command that is about to be carried out.
  package static func isHarmless(_ text: ArraySlice<UInt8>) -> Bool {
    isSuccess(text) || isTrace(text)
  }

  // `2026-11-26T14:27:42.1234567Z text`, as GitHub and GitLab write it, at the start or behind
  // tabs, and `#12 3.456 text`, as BuildKit does.
  private static func withoutStamp(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = line
    let head = text.prefix(200)
    let start = head.lastIndex(of: 0x09).map { $0 + 1 } ?? text.startIndex
    if let end = stampEnd(text[start...]) { text = text[end...] }
    if text.starts(with: "##[error]".utf8) { text = text.dropFirst(9) }
    return withoutStep(text)
  }

  private static func stampEnd(_ text: ArraySlice<UInt8>) -> Int? {
    let shape = Array("0000-00-00T00:00:00".utf8)
    guard text.count > shape.count else { return nil }
    for (byte, wanted) in zip(text, shape) {
      let isRight = wanted == UInt8(ascii: "0") ? isDigit(byte) : byte == wanted
      if !isRight { return nil }
    }
    var place = text.startIndex + shape.count
    while place < text.endIndex, isDigit(text[place]) || text[place] == UInt8(ascii: ".") {
      place += 1
    }
    guard place < text.endIndex, text[place] == UInt8(ascii: "Z") else { return nil }
    place += 1
    // GitLab marks the stream behind it: ` 01O `, ` 01E+`.
    let mark = text[place...].prefix(5)
    let marks = Array(mark)
    if marks.count == 5, marks[0] == 0x20, isDigit(marks[1]), isDigit(marks[2]),
      "OE".utf8.contains(marks[3])
    {
      return place + 5
    }
    return place < text.endIndex && text[place] == 0x20 ? place + 1 : place
  }

  private static func withoutStep(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard text.first == UInt8(ascii: "#") else { return text }
    var place = text.startIndex + 1
    var blanks = 0
    while place < text.endIndex, blanks < 2 {
      if text[place] == 0x20 {
        blanks += 1
      } else if !isDigit(text[place]), text[place] != UInt8(ascii: ".") || blanks == 0 {
        return text
      }
      place += 1
    }
    return blanks == 2 ? text[place...] : text
  }

  // Marks of test runners for a test that begins, or has passed: cargo, ctest, go, gtest, jest,
  // mocha, pytest, Swift Testing, TAP, XCTest.
  private static let beginnings: [[UInt8]] = [
    "ok ", "PASS", "--- PASS", "=== RUN", "[ RUN", "[       OK", "[  PASSED", "✓", "✔", "√", "◇",
  ].map { Array($0.utf8) }
  private static let endings: [[UInt8]] = [
    " ok", " OK", " PASS", " PASSED", " passed", " ✓", " ✔", " [ok]", " started.",
  ].map { Array($0.utf8) }
  private static let marks: [[UInt8]] = [
    " PASSED  ", " PASSED [", "   Passed  ", "' passed (", "\" passed after ", " ... ok (",
  ].map { Array($0.utf8) }

  // The name of a test may be the very message that it tests.
  private static func isSuccess(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.drop { $0 == 0x20 || $0 == 0x09 }
    if beginnings.contains(where: { text.starts(with: $0) }) { return true }
    if endings.contains(where: { text.suffix($0.count).elementsEqual($0) }) { return true }
    return marks.contains { holds(text, $0) }
  }

  private static func holds(_ text: ArraySlice<UInt8>, _ mark: [UInt8]) -> Bool {
    if text.count < mark.count { return false }
    return (text.startIndex...(text.endIndex - mark.count)).contains {
      text[$0] == mark[0] && text[$0..<$0 + mark.count].elementsEqual(mark)
    }
  }

  // `set -x` repeats what it is about to do.
  private static func isTrace(_ line: ArraySlice<UInt8>) -> Bool {
    let rest = line.drop { $0 == UInt8(ascii: "+") }
    return rest.count < line.count && rest.first == 0x20
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
