// Test Anything Protocol, versions 12 to 14. Test points of subtests are summed up by the point
// that follows them. testanything.org, "TAP version 14".

internal import AndonModel
internal import AndonText

/// Reads test points.
enum TAP: TextFormat {
  static let format = ImportFormat.tap

  static func recognises(_ lines: [Substring]) -> Bool {
    let first = lines.first { !$0.trimmed.isEmpty }
    if first?.hasPrefix("TAP version ") == true { return true }
    return lines.contains { plan($0) != nil } && lines.contains { point($0) != nil }
  }

  static func read(_ lines: [Substring], _ found: inout Found) throws(Refusal) {
    var tally = TestTally()
    var planned: Double?
    // The point whose diagnosis may follow.
    var last: Point?
    for (number, line) in lines.enumerated() {
      if let point = point(line) {
        last.map { tally.add($0) }
        last = point
      } else if let count = plan(line) {
        if planned != nil { throw Refusal("line \(number + 1): a second plan") }
        planned = count
      } else if line.hasPrefix("Bail out!") {
        tally.addSuiteErrors(1)
        found.note(.resultMissing, "\(line)", line: number + 1)
      } else if line.hasPrefix("  "), let text = line.after("duration_ms:") {
        last?.seconds = text.trimmed.number.map { $0 / 1000 }
      }
    }
    last.map { tally.add($0) }
    guard let planned else { throw Refusal("it has no plan, and may be cut off") }
    tally.compare(total: planned, failed: nil)
    if planned < Double(tally.total) {
      found.note(
        .countsDisagree, "\(planned.countText) tests are planned, and \(tally.total) are listed")
    }
    tally.tell(&found)
  }

  fileprivate struct Point {
    let outcome: TestTally.Outcome
    let name: String
    var seconds: Double?
  }

  // `1..N`; behind it a reason may follow.
  private static func plan(_ line: Substring) -> Double? {
    guard line.hasPrefix("1.."), let count = line.dropFirst(3).words.first,
      count.allSatisfy({ ("0"..."9").contains($0) })
    else { return nil }
    return Double(count)
  }

  // `ok 1 - name # SKIP reason`.
  private static func point(_ line: Substring) -> Point? {
    let isBad = line.hasPrefix("not ok")
    guard isBad || line.hasPrefix("ok") else { return nil }
    let rest = line.dropFirst(isBad ? 6 : 2)
    guard rest.isEmpty || rest.first == " " || rest.first == "\t" else { return nil }
    let parts = rest.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let directive = parts.count > 1 ? parts[1].trimmed : ""
    let word = directive.prefix { $0.isLetter }.lowercased()
    let isExcused = word.hasPrefix("skip") || word == "todo"
    let name = parts[0].trimmed.drop { ("0"..."9").contains($0) }.trimmed
    let seconds = directive.hasPrefix("time=") ? PrintedTime.seconds(directive.dropFirst(5)) : nil
    return Point(
      outcome: isExcused && (isBad || word != "todo") ? .skipped : isBad ? .failed : .passed,
      name: String(name.hasPrefix("- ") ? name.dropFirst(2) : name), seconds: seconds)
  }
}

extension TestTally {
  fileprivate mutating func add(_ point: TAP.Point) {
    add(point.outcome, point.name, seconds: point.seconds)
  }
}
