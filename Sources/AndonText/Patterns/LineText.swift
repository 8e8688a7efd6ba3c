// What a line of a log says: without what a CI system put before it, and whether it may be the
// name of a passed test.

/// Reads lines of logs.
package enum LineText {
  /// The part of a line that a program wrote.
  ///
  /// Of a line that was overwritten on a terminal, the piece that holds a place, from the line's
  /// start.
  package static func said(in line: [UInt8], at place: Int = .max) -> ArraySlice<UInt8> {
    var text = line[...]
    // The mark with which some begin a file.
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
    while text.last == 0x0D { text.removeLast() }
    let place = min(max(place, text.startIndex), text.endIndex)
    let end = text[place...].firstIndex(of: 0x0D) ?? text.endIndex
    text = text[..<end]
    if let start = text[..<place].lastIndex(of: 0x0D) { text = text[(start + 1)...] }
    return withoutStamp(text)
  }

  /// Whether it tells of nothing that went wrong: of a test that begins or has passed, or of a
  /// command that is about to be carried out.
  package static func isHarmless(_ text: ArraySlice<UInt8>) -> Bool {
    isSuccess(text) || isTrace(text)
  }

  // `2026-11-26T14:27:42.1234567Z text`, as GitHub and GitLab write it, at the start or behind
  // tabs, `12:34:56 text`, as Jenkins does, and `#12 3.456 text`, as BuildKit does.
  private static func withoutStamp(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = line
    let head = text.prefix(200)
    let start = head.lastIndex(of: 0x09).map { $0 + 1 } ?? text.startIndex
    if let end = stampEnd(text[start...]) { text = text[end...] }
    if text.starts(with: "##[error]".utf8) { text = text.dropFirst(9) }
    return withoutService(withoutStep(text))
  }

  private static let dates = ["0000-00-00T00:00:00", "0000-00-00 00:00:00", "00:00:00"].map {
    Array($0.utf8)
  }

  private static func stampEnd(_ line: ArraySlice<UInt8>) -> Int? {
    var text = line
    let isBracketed = text.first == UInt8(ascii: "[")
    if isBracketed { text = text.dropFirst() }
    guard let shape = dates.first(where: { fits(text, $0) }) else { return nil }
    var place = text.startIndex + shape.count
    func next() -> UInt8? { place < text.endIndex ? text[place] : nil }
    while let byte = next(), isDigit(byte) || ".,".utf8.contains(byte) { place += 1 }
    let isTime = shape.count == 8
    if next() == UInt8(ascii: "Z") {
      place += 1
    } else if fits(text[place...], zone) || fits(text[place...], otherZone) {
      place += zone.count
    } else if next() == UInt8(ascii: ":") || isTime && next() != 0x20 && next() != 0x5D {
      return nil
    }
    if isBracketed {
      guard next() == UInt8(ascii: "]") else { return nil }
      place += 1
    }
    return markEnd(text, place) ?? blanksEnd(text, place)
  }

  private static let zone = Array("+00:00".utf8)
  private static let otherZone = Array("-00:00".utf8)

  private static func fits(_ text: ArraySlice<UInt8>, _ shape: [UInt8]) -> Bool {
    text.count >= shape.count
      && zip(text, shape).allSatisfy { byte, wanted in
        wanted == UInt8(ascii: "0") ? isDigit(byte) : byte == wanted
      }
  }

  private static func blanksEnd(_ text: ArraySlice<UInt8>, _ start: Int) -> Int {
    // One blank belongs to the stamp, Jenkins writes two.
    var place = start
    while place < text.endIndex, place < start + 2, text[place] == 0x20 { place += 1 }
    return place
  }

  // GitLab marks the stream behind it, ` 01O ` or ` 01E+`; Kubernetes writes ` stderr F `.
  private static func markEnd(_ text: ArraySlice<UInt8>, _ start: Int) -> Int? {
    let rest = text[start...]
    for mark in [" stderr F ", " stdout F "] where rest.starts(with: mark.utf8) {
      return start + mark.utf8.count
    }
    let marks = Array(rest.prefix(5))
    guard marks.count == 5, marks[0] == 0x20, isDigit(marks[1]), isDigit(marks[2]),
      "OE".utf8.contains(marks[3])
    else { return nil }
    return start + 5
  }

  // `web-1  | text`, as docker compose writes it.
  private static func withoutService(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let name = text.prefix { byte in
      isDigit(byte) || "-_.".utf8.contains(byte)
        || (byte | 0x20) >= UInt8(ascii: "a")
          && (byte | 0x20) <= UInt8(ascii: "z")
    }
    guard !name.isEmpty, name.count < 40 else { return text }
    let rest = text[name.endIndex...].drop { $0 == 0x20 }
    let isSplit = rest.startIndex > name.endIndex && rest.starts(with: "| ".utf8)
    return isSplit ? rest.dropFirst(2) : text
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

  // Marks of test runners for a test that begins, has passed, or was left out: cargo, ctest,
  // dotnet, go, gtest, jest, mocha, node, pytest, Swift Testing, TAP, XCTest; and what a shell or
  // git repeats of what people wrote.
  private static let beginnings: [[UInt8]] = [
    "ok\t", "ok -", "PASS ", "PASS:", "PASS[", "PASSED", "PASS\t", "--- PASS", "=== RUN", "[ RUN",
    "[       OK", "[  PASSED", "✓", "✔", "√", "◇", "# Subtest", "▶", "﹣", "Passed ", "Start ",
    "SKIPPED [", "XFAIL ", "<Function ", "HEAD is now at ", "$ ", "> echo ", "echo ", "left: ",
    "right: ", "Expected: ", "Received: ", "checking for ", "checking whether ",
  ].map { Array($0.utf8) }
  private static let endings: [[UInt8]] = [
    "... ok", "... OK", ": OK", " PASS", " PASSED", "' passed", " ✓", " ✔", " [ok]", " started.",
  ].map { Array($0.utf8) }
  private static let marks: [[UInt8]] = [
    " PASSED  ", " PASSED [", " SKIPPED (", " SKIPPED  ", " XFAIL", "] PASSED ", "   Passed  ",
    "' passed (", "\" passed after ", " ... ok (", " ... ignored", " ... skipped", " # SKIP",
  ].map { Array($0.utf8) }

  // The name of a test may be the very message that it tests.
  private static func isSuccess(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.drop { $0 == 0x20 || $0 == 0x09 }
    if beginnings.contains(where: { text.starts(with: $0) }) { return true }
    // TAP: `ok 12 - name`.
    if text.starts(with: "ok ".utf8), text.dropFirst(3).first.map(isDigit) == true { return true }
    if text.elementsEqual("PASS".utf8) { return true }
    if endings.contains(where: { text.suffix($0.count).elementsEqual($0) }) { return true }
    return marks.contains { holds(text, $0) }
  }

  // Words of programs that try something again, and of those for which it went well.
  private static let retries: [[UInt8]] = [
    "tries remaining", "retries left", "ill retry", "etrying", "rying again",
    "Waiting for cache lock", "Blocking waiting",
  ].map { Array($0.utf8) }
  private static let successes: [[UInt8]] = [
    " succeeded!", "--- PASS: ", "... ok", " is healthy", " is ready",
  ].map { Array($0.utf8) }
  private static let failures: [[UInt8]] = ["--- FAIL: ", "... FAILED"].map { Array($0.utf8) }

  /// Whether a line of trouble, or the lines after it, say that it is tried again or went well in
  /// the end.
  package static func tellsOfSuccess(_ lines: [[UInt8]]) -> Bool {
    for (number, line) in lines.enumerated() {
      if retries.contains(where: { holds(line[...], $0) }) { return true }
      if number > 0, failures.contains(where: { holds(line[...], $0) }) { return false }
      if number > 0, successes.contains(where: { holds(line[...], $0) }) { return true }
    }
    return false
  }

  /// Whether a mark stands somewhere in a line.
  static func holds(_ text: ArraySlice<UInt8>, _ mark: [UInt8]) -> Bool {
    if text.count < mark.count { return false }
    return (text.startIndex...(text.endIndex - mark.count)).contains {
      text[$0] == mark[0] && text[$0..<$0 + mark.count].elementsEqual(mark)
    }
  }

  /// Whether it is a line of the script that GitHub shows, in its colour, before it runs it.
  package static func isScript(_ line: [UInt8]) -> Bool {
    said(in: line).starts(with: "\u{1B}[36;1m".utf8)
  }

  // `set -x` repeats what it is about to do: `+ make`, `++ make`, `+(ci.sh:12): make`.
  private static func isTrace(_ line: ArraySlice<UInt8>) -> Bool {
    if line.starts(with: "##[group]".utf8) { return true }
    let rest = line.drop { $0 == UInt8(ascii: "+") }
    guard rest.count < line.count else { return false }
    return rest.first == 0x20 || rest.first == UInt8(ascii: "(")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
