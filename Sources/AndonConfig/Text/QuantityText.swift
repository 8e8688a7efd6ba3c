// Numbers with units, and comparisons, from their text. Design, section 3, row "units".
// `ms s m h d` descending, `B kB MB GB TB` powers of 1000, `KiB MiB GiB TiB` powers of 1024,
// case-sensitive; one space before the unit; bare numbers only for counts and ratios.

internal import AndonModel
internal import AndonText

/// Reads quantities.
enum QuantityText {
  /// Why a text is not what it should be.
  struct QuantityError: Error, Equatable {
    let message: String
    let hint: Hint
    /// Where, in characters from the text's start.
    var offset = 0

    /// The same fault further on in a longer text.
    func moved(by count: Int) -> QuantityError {
      QuantityError(message: message, hint: hint, offset: offset + count)
    }
  }

  private static let timeUnits = [
    ("d", 86_400.0), ("h", 3_600.0), ("m", 60.0), ("s", 1.0), ("ms", 1e-3),
    ("us", 1e-6), ("µs", 1e-6), ("ns", 1e-9),
  ]
  private static let sizeUnits = [
    ("B", 1.0), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12),
    ("KiB", 1024.0), ("MiB", 1_048_576.0), ("GiB", 1_073_741_824.0), ("TiB", 1_099_511_627_776.0),
  ]
  // Two examples for a hint: what is counted may have any of the names that UnitScale knows.
  private static let rates = ["MB/s", "ops/s"]
  // Beyond it a Double no longer counts bytes or nanoseconds one by one; nobody means it.
  private static let largest = 1e18

  /// A number in the base of `unit`.
  static func value(_ text: String, unit: MeasureUnit) throws(QuantityError) -> Double {
    let value =
      switch unit {
      case .seconds: try seconds(text)
      case .bytes: try bytes(text)
      case .ratio: try ratio(text)
      case .count, .other: try count(text)
      case .bytesPerSecond, .perSecond, .convertedPerSecond: try rate(text, unit)
      }
    if abs(value) > largest {
      throw QuantityError(message: "`\(text)` is too large", hint: "write a number below 1e18")
    }
    return value
  }

  // Signs of other languages.
  private static let signs = [
    ("=>", ">="), ("=<", "<="), ("< =", "<="), ("> =", ">="), ("! =", "!="), ("= =", "=="),
    ("<>", "!="), ("≥", ">="), ("≤", "<="), ("≧", ">="), ("≦", "<="), ("⩾", ">="), ("⩽", "<="),
    ("≠", "!="), ("＜＝", "<="), ("＞＝", ">="), ("！＝", "!="), ("＝＝", "=="), ("＞", ">"), ("＜", "<"),
  ]

  /// Whether a sign of any language may begin with it.
  static func beginsSign(_ character: Character) -> Bool { "<>=!≥≤≧≦⩾⩽≠＜＞＝！".contains(character) }

  /// A sign of another language at the start of a text, and what is meant; nil for none.
  static func foreignSign(at text: Substring) -> (sign: String, meant: String)? {
    if let found = signs.first(where: { text.hasPrefix($0.0) }) { return found }
    return text.hasPrefix("=") && !text.hasPrefix("==") ? ("=", "==") : nil
  }

  /// Reads `OP VALUE`.
  static func comparison(_ text: String, unit: MeasureUnit) throws(QuantityError) -> Comparison {
    let trimmed = text.trimmed
    if let (sign, meant) = foreignSign(at: trimmed) {
      let limit = trimmed.dropFirst(sign.count).trimmed
      throw QuantityError(
        message: "`\(sign)` is not a sign of comparison", hint: "write \"\(meant) \(limit)\"")
    }
    guard let relation = relation(at: trimmed) else {
      throw QuantityError(
        message: "`\(text)` is not a comparison",
        hint: "write a sign and a limit, such as \"<= \(example(of: unit))\"")
    }
    let threshold = trimmed.dropFirst(relation.rawValue.count).trimmed
    do throws(QuantityError) {
      return Comparison(
        relation, try value(String(threshold), unit: unit), unit: unit,
        thresholdText: String(threshold))
    } catch {
      throw error.moved(
        by: text.unicodeScalars.distance(from: text.startIndex, to: threshold.startIndex))
    }
  }

  /// The relation that a text begins with.
  static func relation(at text: Substring) -> Comparison.Relation? {
    // Longer signs first: `<=` begins with `<`.
    Comparison.Relation.allCases.sorted { $0.rawValue.count > $1.rawValue.count }
      .first { text.hasPrefix($0.rawValue) }
  }

  /// The unit that a metric's numbers are printed in, and what brings them to its base.
  static func unit(_ text: String) throws(QuantityError) -> (unit: MeasureUnit, scale: Double) {
    if text == "count" { return (.count, 1) }
    if text == "ratio" { return (.ratio, 1) }
    if text == "%" { return (.ratio, 0.01) }
    if let time = timeUnits.first(where: { $0.0 == text }) { return (.seconds, time.1) }
    if let size = sizeUnits.first(where: { $0.0 == text }) { return (.bytes, size.1) }
    if let rate = rateUnit(text) { return (rate.kind, rate.factor) }
    let known = ["count", "ratio", "%"] + (timeUnits + sizeUnits).map(\.0) + rates
    throw QuantityError(
      message: "`\(text)` is not a unit", hint: .nearest(to: text, among: known))
  }

  /// The unit that a limit itself tells, where nothing else does: `> 5ms` is about seconds.
  static func unit(of limit: String) -> MeasureUnit {
    let end = limit.lastIndex { ("0"..."9").contains($0) }.map(limit.index(after:))
    let name = limit[(end ?? limit.startIndex)...].trimmed
    if name.isEmpty { return .count }
    if name == "%" { return .ratio }
    if let rate = rateUnit(name) { return rate.kind }
    return sizeUnits.contains { $0.0 == name } ? .bytes : .seconds
  }

  /// An example of a value in this unit.
  static func example(of unit: MeasureUnit) -> String {
    switch unit {
    case .seconds: "15s"
    case .bytes: "100MB"
    case .ratio: "95%"
    case .count, .other: "10"
    case .bytesPerSecond: "100MB/s"
    case .perSecond, .convertedPerSecond: "1000/s"
    }
  }

  // A unit of something for each second: `MB/s`, `ops/ms`, `/s`.
  private static func rateUnit(_ text: some StringProtocol) -> UnitScale? {
    guard !text.contains(" "), let scale = UnitScale(String(text)) else { return nil }
    return [.bytesPerSecond, .perSecond].contains(scale.kind) ? scale : nil
  }

  private static func rate(_ text: String, _ unit: MeasureUnit) throws(QuantityError) -> Double {
    var rest = text[...]
    let number = readNumber(&rest)
    if rest.first == " " { rest = rest.dropFirst() }
    guard let number, let scale = rateUnit(rest), scale.kind == unit.series else {
      throw QuantityError(
        message: "`\(text)` is not a rate in \(unit.rawValue)",
        hint: "write a number and a unit, such as \(example(of: unit))")
    }
    return scale.base(of: number)
  }

  private static func seconds(_ text: String) throws(QuantityError) -> Double {
    var rest = text[...]
    var sum = 0.0
    var last = Int.min
    repeat {
      let number = readNumber(&rest)
      if rest.first == " " { rest = rest.dropFirst() }
      let name = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(name.count)
      guard let number, !name.isEmpty else {
        throw QuantityError(
          message: "`\(text)` is not a time",
          hint: "write a number and a unit: ns, us, ms, s, m, h or d, such as 30s or 2m30s")
      }
      guard let index = timeUnits.firstIndex(where: { $0.0 == name }) else {
        throw QuantityError(
          message: "`\(name)` is not a unit of time",
          hint: .nearest(to: String(name), among: timeUnits.map(\.0)),
          offset: text.count - rest.count - name.count)
      }
      if index <= last {
        throw QuantityError(
          message: "the units of `\(text)` do not descend", hint: "write 2m30s, not 30s2m",
          offset: text.count - rest.count - name.count)
      }
      last = index
      sum += UnitScale.scaled(number, by: timeUnits[index].1)
    } while !rest.isEmpty
    return sum
  }

  private static func bytes(_ text: String) throws(QuantityError) -> Double {
    var rest = text[...]
    let number = readNumber(&rest)
    if rest.first == " " { rest = rest.dropFirst() }
    guard let number, !rest.isEmpty else {
      throw QuantityError(
        message: "`\(text)` is not a size",
        hint: "write a number and a unit, such as 100MB (1000s) or 100MiB (1024s)")
    }
    guard let unit = sizeUnits.first(where: { $0.0 == rest }) else {
      throw QuantityError(
        message: "`\(rest)` is not a unit of size",
        hint: .nearest(to: String(rest), among: sizeUnits.map(\.0)),
        offset: text.count - rest.count)
    }
    return number * unit.1
  }

  private static func ratio(_ text: String) throws(QuantityError) -> Double {
    var rest = text[...]
    let number = readNumber(&rest)
    if let number, rest.isEmpty { return number }
    if rest.first == " " { rest = rest.dropFirst() }
    if let number, rest == "%" { return number / 100 }
    throw QuantityError(message: "`\(text)` is not a ratio", hint: "write 95% or 0.95")
  }

  private static func count(_ text: String) throws(QuantityError) -> Double {
    let isNegative = text.hasPrefix("-")
    var rest = text.dropFirst(isNegative ? 1 : 0)
    if let number = readNumber(&rest), rest.isEmpty { return isNegative ? -number : number }
    throw QuantityError(
      message: "`\(text)` is not a number", hint: "write a bare number, such as 1000")
  }

  // Digits, and after a point at least one more.
  private static func readNumber(_ rest: inout Substring) -> Double? {
    let isDigit: (Character) -> Bool = { ("0"..."9").contains($0) }
    let whole = rest.prefix(while: isDigit)
    var end = whole.endIndex
    if !whole.isEmpty, rest[end...].first == "." {
      let decimals = rest[end...].dropFirst().prefix(while: isDigit)
      if decimals.isEmpty { return nil }
      end = decimals.endIndex
    }
    defer { rest = rest[end...] }
    return whole.isEmpty ? nil : Double(rest[..<end])
  }
}
