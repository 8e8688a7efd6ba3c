// Numbers and times as tools print them in any locale. Where a text can mean two numbers it is
// none: a value is missing, never wrong.

internal import AndonModel
internal import AndonText

/// Reads printed numbers.
enum PrintedNumber {
  /// The number that a text is; nil where it is none, or can be two.
  ///
  /// `1,234.5` and `1,234,567` group thousands, `0,482`, `1,5` and `1.234,5` have a decimal comma;
  /// `1,234` can be either, unless it `groups` thousands for certain.
  static func read(_ text: some StringProtocol, groups: Bool = false) -> Double? {
    if let number = short(text.utf8) { return number }
    let bytes = Array(text.utf8)
    let isSigned = bytes.first == minus || bytes.first == plus
    let digits = bytes.dropFirst(isSigned ? 1 : 0)
    let mantissa = digits.prefix { isDigit($0) || $0 == comma || $0 == point }
    let exponent = digits.dropFirst(mantissa.count)
    guard mantissa.contains(where: isDigit), isExponent(exponent),
      let plain = plain(mantissa, groups: groups)
    else { return nil }
    let sign = bytes.first == minus ? "-" : ""
    let number = Double(sign + String(decoding: plain + exponent, as: UTF8.self))
    return number.flatMap { $0.isFinite ? $0 : nil }
  }

  /// A number of digits and at most a point, as almost all are; nil for any other text.
  ///
  /// Fifteen digits are exact, and so are powers of ten up to 22: Clinger (1990).
  static func short(_ text: some Sequence<UInt8>) -> Double? {
    var (mantissa, digits, decimals) = (0, 0, -1)
    for byte in text {
      if isDigit(byte) {
        mantissa = 10 &* mantissa &+ Int(byte &- zero)
        digits += 1
        if decimals >= 0 { decimals += 1 }
      } else if byte == point, decimals < 0 {
        decimals = 0
      } else {
        return nil
      }
      if digits > 15 { return nil }
    }
    if digits == 0 { return nil }
    return decimals > 0 ? Double(mantissa) / powers[decimals] : Double(mantissa)
  }

  private static let powers: [Double] = (0...15).reduce(into: []) { powers, _ in
    powers.append(powers.last.map { $0 * 10 } ?? 1)
  }

  private static let comma = UInt8(ascii: ",")
  private static let point = UInt8(ascii: ".")
  private static let minus = UInt8(ascii: "-")
  private static let plus = UInt8(ascii: "+")
  private static let zero = UInt8(ascii: "0")

  private static func isDigit(_ byte: UInt8) -> Bool { (zero...UInt8(ascii: "9")).contains(byte) }

  private static func isExponent(_ text: ArraySlice<UInt8>) -> Bool {
    if text.isEmpty { return true }
    guard text.first == UInt8(ascii: "e") || text.first == UInt8(ascii: "E") else { return false }
    let rest = text.dropFirst()
    let digits = rest.first == minus || rest.first == plus ? rest.dropFirst() : rest
    return !digits.isEmpty && digits.allSatisfy(isDigit)
  }

  // Digits with at most a point, or nil.
  private static func plain(_ text: ArraySlice<UInt8>, groups: Bool) -> [UInt8]? {
    let marks = text.filter { !isDigit($0) }
    switch (marks.first, marks.count) {
    case (nil, _), (point, 1):
      return Array(text)
    case (comma, 1):
      let parts = text.split(separator: comma, omittingEmptySubsequences: false)
      let isGroup = parts[1].count == 3 && (1...3).contains(parts[0].count)
      if groups { return isGroup ? Array(parts[0] + parts[1]) : nil }
      let isAmbiguous = isGroup && parts[0].first != zero
      return isAmbiguous ? nil : Array(parts[0]) + [point] + parts[1]
    default: break
    }
    // Several marks: all but a last one of another kind stand between thousands.
    guard let group = marks.first, let last = marks.last else { return nil }
    let mark = last == group ? text.endIndex : text.lastIndex(of: last) ?? text.endIndex
    let parts = text[..<mark].split(separator: group, omittingEmptySubsequences: false)
    guard let first = parts.first, (1...3).contains(first.count),
      parts.dropFirst().allSatisfy({ $0.count == 3 && $0.allSatisfy(isDigit) })
    else { return nil }
    let decimals = text[mark...].dropFirst()
    return Array(parts.joined()) + (decimals.isEmpty ? [] : [point] + decimals)
  }
}

/// Reads printed times.
enum PrintedTime {
  /// Seconds that a text is: a number, a number with units (`2min 10s`), a clock (`00:01:30.5`) or
  /// a duration of ISO 8601 (`PT95.2S`); nil where it is none, or below 0.
  static func seconds(_ text: some StringProtocol) -> Double? {
    if let number = PrintedNumber.short(text.utf8) { return number }
    let text = String(text)[...].trimmed
    let isNegative = text.first == "-"
    let seconds =
      PrintedNumber.read(text)
      ?? (isNegative ? nil : period(text) ?? clock(text) ?? words(text))
    return seconds.flatMap { $0 >= 0 ? $0 : nil }
  }

  private static func period(_ text: Substring) -> Double? {
    guard text.first == "P" || text.first == "p", text.count > 2 else { return nil }
    let halves = text.dropFirst().uppercased().split(
      separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    var sum = 0.0
    for (half, units) in zip(
      halves, [["W": 604_800.0, "D": 86_400], ["H": 3600, "M": 60, "S": 1]])
    {
      var rest = half[...]
      while !rest.isEmpty {
        let digits = rest.prefix { $0.isNumber || $0 == "." || $0 == "," }
        guard let number = PrintedNumber.read(digits),
          let factor = rest[digits.endIndex...].first.flatMap({ units[String($0)] })
        else { return nil }
        sum += number * factor
        rest = rest[digits.endIndex...].dropFirst()
      }
    }
    return sum
  }

  // `h:mm:ss`, and days before a point as .NET writes them. Two parts can mean hours or minutes.
  private static func clock(_ text: Substring) -> Double? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    let hours = parts[0].split(separator: ".").map { Double($0) }
    guard (1...2).contains(hours.count), let hour = hours.last ?? nil, let day = hours.first ?? nil,
      let minute = Double(parts[1]), let second = PrintedNumber.read(parts[2]),
      (0..<60).contains(minute), (0..<60).contains(second), hour >= 0, day >= 0
    else { return nil }
    return (hours.count == 2 ? day * 86_400 : 0) + hour * 3600 + minute * 60 + second
  }

  private static func words(_ text: Substring) -> Double? {
    var rest = text
    var sum = 0.0
    repeat {
      let digits = rest.prefix { $0.isNumber || $0 == "." || $0 == "," }
      let behind = rest[digits.endIndex...].drop { $0 == " " }
      let unit = behind.prefix { $0.isLetter }
      guard let number = PrintedNumber.read(digits), let scale = UnitScale(String(unit)),
        scale.kind == .seconds
      else { return nil }
      sum += scale.base(of: number)
      rest = behind[unit.endIndex...].drop { $0 == " " }
    } while !rest.isEmpty
    return sum
  }
}
