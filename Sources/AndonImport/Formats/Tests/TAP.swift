// Test Anything Protocol, versions 12 to 14. Test points of subtests are summed up by the point
// that follows them. testanything.org, "TAP version 14".

internal import AndonModel
internal import AndonText

/// Reads test points.
enum TAP: TextFormat {
  static let format = ImportFormat.tap

  static func recognises(_ lines: [Substring]) -> Bool {
    guard let first = lines.first(where: { !$0.trimmed.isEmpty }) else { return false }
    // `1..0 # SKIP reason` may be all that a file of tests prints.
    if first.hasPrefix("TAP version ") || plan(first) == 0 { return true }
    return lines.contains { plan($0) != nil } && lines.contains { point($0) != nil }
  }

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    var tally = TestTally()
    var order = TAPOrder()
    var failed: Double?
    // The point whose diagnosis may follow.
    var last: Point?
    var isInYAML = false
    for (number, line) in lines.enumerated() {
      if let point = point(line) {
        last.map { tally.add($0) }
        last = point
        order.read(point.number)
      } else if let count = plan(line) {
        guard order.plan(count) else { throw Refusal("line \(number + 1): a second plan") }
      } else if !isInYAML, isBailOut(line) {
        tally.addSuiteErrors(1)
        found.addFinding(.resultMissing, "\(line.trimmed)", line: number + 1)
      } else if line.hasPrefix("# fail ") {
        failed = line.dropFirst(7).trimmed.number
      } else if line.hasPrefix("  "), let text = line.after("duration_ms:") {
        last?.seconds = text.trimmed.number.map { $0 / 1000 }
      }
      if line.first == " ", ["---", "..."].contains(line.trimmed) {
        isInYAML = line.trimmed == "---"
      }
    }
    last.map { tally.add($0) }
    guard let planned = order.planned else { throw Refusal("it has no plan, and may be cut off") }
    if order.lacksPoints { tally.markMissingCases() }
    // Tools that count at the end also count the points of subtests.
    if tally.broken == 0 { tally.compare(total: nil, failed: failed) }
    if let fault = order.fault {
      tally.addSuiteErrors(1)
      let tests = planned == 1 ? "1 test is" : "\(Format.number(planned)) tests are"
      found.addFinding(.countsDisagree, "\(tests) planned, and \(fault)")
    }
    tally.emit(&found)
  }

  // Also of a subtest, and in either case.
  private static func isBailOut(_ line: Substring) -> Bool {
    let indent = line.prefix { $0 == " " }.count
    return indent.isMultiple(of: 4) && line.dropFirst(indent).lowercased().hasPrefix("bail out!")
  }

  fileprivate struct Point {
    let outcome: TestTally.Outcome
    let number: Int?
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
    let mark = directive(in: rest)
    let directive = mark.map { rest[rest.index(after: $0)...].trimmed } ?? ""
    let word = directive.prefix { $0.isLetter }.lowercased()
    let isExcused = word.hasPrefix("skip") || word == "todo"
    let text = rest[..<(mark ?? rest.endIndex)].trimmed
    let number = text.prefix { ("0"..."9").contains($0) }
    let name = text.dropFirst(number.count).trimmed
    let seconds = directive.hasPrefix("time=") ? PrintedTime.seconds(directive.dropFirst(5)) : nil
    return Point(
      outcome: isExcused && (isBad || word != "todo") ? .skipped : isBad ? .failed : .passed,
      number: Int(number), name: (name.hasPrefix("- ") ? name.dropFirst(2) : name).unescaped,
      seconds: seconds)
  }

  // The `#` that begins a directive: it is not escaped, and a blank or `\\\\` is before it.
  private static func directive(in text: Substring) -> Substring.Index? {
    var isEscaped = false
    var isAfterBlank = true
    for index in text.indices {
      let character = text[index]
      if character == "#", isAfterBlank, !isEscaped { return index }
      isAfterBlank = " \t".contains(character) || character == "\\" && isEscaped
      isEscaped = character == "\\" && !isEscaped
    }
    return nil
  }
}

/// Whether the points are those that were planned.
private struct TAPOrder {
  private(set) var planned: Double?
  private var isPlannedFirst = false
  private var numbers: Set<Int> = []
  private var points = 0
  private var last = 0
  private var isLate = false

  /// Takes the plan; false for a second one.
  mutating func plan(_ count: Double) -> Bool {
    guard planned == nil else { return false }
    planned = count
    isPlannedFirst = points == 0
    return true
  }

  /// Takes a point; one without a number has that which follows the last one.
  mutating func read(_ number: Int?) {
    points += 1
    if planned != nil, !isPlannedFirst { isLate = true }
    last = number ?? last + 1
    numbers.insert(last)
  }

  /// Whether points of the plan are missing.
  var lacksPoints: Bool {
    guard let planned else { return false }
    return Double(numbers.count { $0 >= 1 && Double($0) <= planned }) < planned
  }

  /// Points that are not of the plan, in words.
  var fault: String? {
    guard let planned else { return nil }
    if Double(points) > planned { return "\(points) are listed" }
    if isLate { return "tests follow the plan at the end" }
    let other = numbers.filter { $0 < 1 || Double($0) > planned }.min()
    return other.map { "number \($0) is listed" }
  }
}

extension Substring {
  // Without the escapes of TAP 14.
  fileprivate var unescaped: String {
    String(replacing("\\#", with: "#").replacing("\\\\", with: "\\"))
  }
}

extension TestTally {
  fileprivate mutating func add(_ point: TAP.Point) {
    add(point.outcome, point.name, seconds: point.seconds)
  }
}
