// One column of a table: its heading, and its cells with what the heading says of them.

internal import AndonText

/// A column.
struct ReportColumn {
  /// Its place, from 0.
  let index: Int
  /// The words of its heading, without what is in brackets.
  let words: [String]
  /// The cells of the first rows.
  let cells: [String]
  /// `p95` where the heading names a percentile.
  let percentile: String?
  private let head: String
  // The unit that the heading states in brackets.
  private let unit: String?
  private var sense = Sense.asWritten

  // The side of a limit that the heading names.
  private enum Sense {
    case asWritten
    case upper
    case lower
    case failing
  }

  // The first rows of a table say what all of them are.
  private static let rowsLookedAt = 30

  private static let past: Set<String> = [
    "baseline", "base", "before", "previous", "prev", "prior", "old", "last", "former",
    "reference", "vorher",
  ]
  private static let spread: Set<String> = [
    "std", "stddev", "stdev", "sd", "deviation", "spread", "variance", "jitter", "samples",
    "iterations", "rounds",
  ]
  private static let upper: Set<String> = ["max", "maximum", "ceiling"]
  private static let lower: Set<String> = ["minimum", "floor"]
  private static let failing: Set<String> = ["fail", "fails", "failure", "critical", "alert"]
  private static let warning: Set<String> = ["warn", "warns", "warning"]

  /// The columns of a table.
  static func all(_ head: [String], _ rows: [[String]]) -> [ReportColumn] {
    let first = rows.prefix(rowsLookedAt)
    return head.enumerated().map { index, text in
      ReportColumn(index, text, first.map { index < $0.count ? $0[index] : "" })
    }
  }

  private init(_ index: Int, _ head: String, _ cells: [String]) {
    self.index = index
    self.head = head
    self.cells = cells
    let start = head.firstIndex { "([".contains($0) } ?? head.endIndex
    let bracket = head[start...].dropFirst().prefix { !")]".contains($0) }
    unit = ClaimedValue("1 \(bracket)").map { $0.kind == .count("") ? nil : String(bracket) } ?? nil
    words = ClaimWords(head[..<start]).letters
    percentile = head.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init).first {
      $0.first == "p" && $0.count > 1 && $0.dropFirst().allSatisfy(\.isNumber)
    }
    if isOnly(Self.failing) {
      sense = .failing
    } else if isNamed(Self.upper) {
      sense = .upper
    } else if isNamed(Self.lower) {
      sense = .lower
    }
  }

  /// Whether it numbers the rows.
  var isNumber: Bool { head == "#" || ["no", "id", "nr"].contains(head.lowercased()) }
  /// Whether it is about another time.
  var isPast: Bool { isNamed(Self.past) }
  /// Whether it says how sure a value is, and not the value.
  var isSpread: Bool { isNamed(Self.spread) }
  /// Whether its conditions are those of a warning.
  var isWarning: Bool { isOnly(Self.warning) }

  /// Whether one of these words is in its heading.
  func isNamed(_ names: Set<String>) -> Bool { words.contains(where: names.contains) }

  /// Whether its heading is one of these words.
  func isOnly(_ names: Set<String>) -> Bool { words.count == 1 && isNamed(names) }

  /// Whether half of its cells or more are of a kind, of those that hold anything.
  func isMostly(_ isKind: (String) -> Bool) -> Bool {
    let filled = cells.filter { !$0.isEmpty }
    return !filled.isEmpty && 2 * filled.count(where: isKind) >= filled.count
  }

  /// Whether most of its values can be compared with the limits of another column.
  func isComparable(with target: ReportColumn) -> Bool {
    let pairs = zip(cells, target.cells).compactMap { cell, limit -> Bool? in
      guard let limit = ClaimedLimit(target.shown(limit)), let value = ClaimedValue(shown(cell))
      else { return nil }
      return limit.isComparable(with: value)
    }
    return 2 * pairs.count { $0 } >= pairs.count
  }

  /// The cell of a row with what the heading says of it; nil where the row ends before it.
  func text(of row: [String]) -> String? { index < row.count ? shown(row[index]) : nil }

  private func shown(_ cell: String) -> String {
    var text = cell
    if let unit, case .count("")? = ClaimedValue(cell)?.kind { text += " \(unit)" }
    switch sense {
    case .asWritten: return text
    // A condition that must not hold.
    case .failing: return String(text.map { Self.opposites[$0] ?? $0 })
    case .upper, .lower:
      let hasSign = text.contains { "<>≤≥".contains($0) }
      return hasSign ? text : sense == .upper ? "≤ \(text)" : "≥ \(text)"
    }
  }

  private static let opposites: [Character: Character] = ["<": "≥", "≥": "<", ">": "≤", "≤": ">"]
}
