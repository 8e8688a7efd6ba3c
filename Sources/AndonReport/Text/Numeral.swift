// A number for people, in whatever unit: whole where it is whole, else with six digits that count.

/// Writes numbers.
enum Numeral {
  private static let digits = 6

  /// The number, without an exponent where it can be read so.
  static func text(_ number: Double) -> String {
    if let whole = Int(exactly: number) { return "\(whole)" }
    let size = abs(number)
    guard size >= 1e-4, size < 1e15 else { return short(number) }
    var decimals = digits - 1
    var limit = 10.0
    while decimals > 0, size >= limit {
      decimals -= 1
      limit *= 10
    }
    // Below 1 the digits that count begin later.
    if size < 1 { decimals = digits + 2 }
    var text = Wording.decimal(number, decimals)
    if text.contains(".") {
      while text.last == "0" { text.removeLast() }
      if text.last == "." { text.removeLast() }
    }
    return text
  }

  /// The number with all of its digits, without an exponent where it can be read so.
  static func whole(_ number: Double) -> String {
    if let whole = Int(exactly: number) { return "\(whole)" }
    let size = abs(number)
    return size >= 1e-4 && size < 1e15 ? number.description : text(number)
  }

  // With an exponent, as Swift writes it, and six digits.
  private static func short(_ number: Double) -> String {
    let text = number.description
    guard let exponent = text.firstIndex(of: "e") else { return text }
    return String(text[..<exponent].prefix(digits + 1) + text[exponent...])
  }
}
