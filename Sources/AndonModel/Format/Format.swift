// Durations, sizes, shares and counts as text. Reports and messages format values here alone, so
// that one value reads the same everywhere.

/// Values as text.
package enum Format {
  /// Significant digits of a measured value.
  package static let digits = 4

  /// A number: whole if it is whole, else with significant digits and without trailing zeros.
  ///
  /// Below 1e-4 and from 1e15 on it has an exponent. From 16 digits on it is exact.
  package static func number(_ value: Double, digits: Int = digits) -> String {
    let size = abs(value)
    if value == value.rounded() && size < 1e15 || digits >= 16 { return exact(value) }
    guard size >= 1e-4, size < 1e15 else { return exponential(value, digits) }
    var decimals = digits
    var limit = 1.0
    while decimals > 0, size >= limit {
      decimals -= 1
      limit *= 10
    }
    // Leading zeros behind the point are not significant.
    limit = 0.1
    while size < limit {
      decimals += 1
      limit /= 10
    }
    var text = fixed(value, decimals)
    guard text.contains(".") else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// A number with all of its digits: it reads back as the same value.
  package static func exact(_ value: Double) -> String {
    Int(exactly: value)?.description ?? value.description
  }

  private static func exponential(_ value: Double, _ digits: Int) -> String {
    let text = value.description
    guard let exponent = text.firstIndex(of: "e") else { return text }
    return String(text[..<exponent].prefix(digits + 1) + text[exponent...])
  }

  /// A number with a fixed count of decimals.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard abs(value) < 1e15 else { return value.description }
    let scale = (0..<decimals).reduce(1.0) { result, _ in result * 10 }
    let whole = Int64((abs(value) * scale).rounded())
    let sign = value < 0 && whole != 0 ? "-" : ""
    if decimals == 0 { return sign + String(whole) }
    let digits = String(whole)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }

  /// Seconds as `120 s`, `41.2 ms`, `8.428 ns`.
  package static func duration(_ seconds: Double, digits: Int = digits) -> String {
    scaled(seconds, [(1, "s"), (1e3, "ms"), (1e6, "µs"), (1e9, "ns")], digits)
  }

  /// Bytes as `104.9 MB`, in powers of 1000.
  package static func bytes(_ bytes: Double, digits: Int = digits) -> String {
    scaled(bytes, [(1e-12, "TB"), (1e-9, "GB"), (1e-6, "MB"), (1e-3, "kB"), (1, "B")], digits)
  }

  // In the largest unit in which it is at least 1; 0 in the basic unit.
  private static func scaled(
    _ value: Double, _ units: [(factor: Double, name: String)], _ digits: Int
  ) -> String {
    let basic = units.first { $0.factor == 1 }
    // 0.99996 s is 1 s with four digits, not 1000 ms.
    let least = 1 - 0.5 / (0..<min(digits, 16)).reduce(1.0) { result, _ in result * 10 }
    let unit = value == 0 ? basic : units.first { abs(value) * $0.factor >= least } ?? units.last
    guard let unit else { return number(value, digits: digits) }
    return "\(number(value * unit.factor, digits: digits)) \(unit.name)"
  }

  /// A part of 1 as `14.2 %`, with one decimal at most.
  package static func percent(_ part: Double) -> String {
    let tenths = fixed(part * 100, 1)
    return (tenths.hasSuffix(".0") ? String(tenths.dropLast(2)) : tenths) + " %"
  }

  /// A value in its unit.
  package static func value(
    _ value: Double, _ unit: MeasureUnit, digits: Int = digits
  ) -> String {
    switch unit {
    case .seconds: duration(value, digits: digits)
    case .bytes: bytes(value, digits: digits)
    case .bytesPerSecond: bytes(value, digits: digits) + "/s"
    case .ratio: number(value * 100, digits: digits) + " %"
    case .count: number(value, digits: digits)
    case .perSecond, .convertedPerSecond: number(value, digits: digits) + "/s"
    case .other(let name): "\(number(value, digits: digits)) \(name)"
    }
  }

  /// A count with its noun: `1 run`, `12 runs`, `2 retries`.
  package static func count(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(plural(noun))"
  }

  /// The plural of an English noun; the last word of several is changed.
  package static func plural(_ noun: String) -> String {
    if ["s", "x", "ch", "sh"].contains(where: noun.hasSuffix) { return noun + "es" }
    if noun.hasSuffix("y"), let before = noun.dropLast().last, !"aeiou".contains(before) {
      return noun.dropLast() + "ies"
    }
    return noun + "s"
  }

  /// A byte as two hexadecimal digits.
  package static func hex(_ byte: UInt8, uppercase: Bool = false) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: uppercase)
  }
}
