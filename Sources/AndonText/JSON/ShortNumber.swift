// Numbers as they mostly are, without a detour through a text: up to 15 digits and no exponent.
// A whole number below 2^53 and a power of ten up to 22 are exact in a Double, so that one division
// rounds once, and right: Clinger (1990).

/// Reads short decimal numbers.
enum ShortNumber {
  private static let maxDigits = 15
  private static let powers: [Double] = (0...maxDigits).map { power in
    (0..<power).reduce(1) { product, _ in product * 10 }
  }

  /// The number at a place, which moves behind it; nil, and nothing moves, where it is not that
  /// simple or no number of JSON.
  static func read(_ bytes: [UInt8], _ at: inout Int) -> Double? {
    var end = at
    let isNegative = end < bytes.count && bytes[end] == UInt8(ascii: "-")
    if isNegative { end += 1 }
    let first = end
    var digits: Int64 = 0
    var fraction = 0
    readDigits(bytes, &end, &digits)
    let whole = end - first
    if whole == 0 || (whole > 1 && bytes[first] == UInt8(ascii: "0")) { return nil }
    if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
      end += 1
      let point = end
      readDigits(bytes, &end, &digits)
      fraction = end - point
      if fraction == 0 { return nil }
    }
    if whole + fraction > maxDigits { return nil }
    if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") { return nil }
    at = end
    let value = Double(digits) / powers[fraction]
    return isNegative ? -value : value
  }

  private static func readDigits(_ bytes: [UInt8], _ end: inout Int, _ digits: inout Int64) {
    let start = end
    while end < bytes.count, end - start <= maxDigits,
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[end])
    {
      // Digits beyond those that count make no number here: their value does not matter.
      digits = digits &* 10 &+ Int64(bytes[end] - UInt8(ascii: "0"))
      end += 1
    }
  }
}
