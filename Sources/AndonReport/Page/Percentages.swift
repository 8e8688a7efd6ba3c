// Parts of a whole in per cent that add up to a hundred: the method of the largest remainder.

/// Divides a hundred per cent.
enum Percentages {
  /// The parts in whole per cent, in the order of the counts; dashes where there is no whole.
  static func of(_ counts: [Int]) -> [String] {
    let whole = counts.reduce(0, +)
    if whole == 0 { return counts.map { _ in "–" } }
    var parts = counts.map { $0 * 100 / whole }
    let byRemainder = counts.indices.sorted {
      (counts[$0] * 100 % whole, $1) > (counts[$1] * 100 % whole, $0)
    }
    for index in byRemainder.prefix(100 - parts.reduce(0, +)) { parts[index] += 1 }
    return parts.map { "\($0) %" }
  }
}
