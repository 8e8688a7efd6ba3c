// Units as tools write them, and what brings one to another of its kind.

/// What a unit measures, and how much of that kind's base it is.
package struct UnitScale: Equatable, Sendable {
  /// What is measured; a rate is one of these for each second.
  package let kind: MeasureUnit
  /// Whether it is a rate.
  package let isRate: Bool
  /// How many seconds, bytes, parts or pieces it is.
  package let factor: Double

  private static let known: [String: (MeasureUnit, Double)] = [
    "ps": (.seconds, 1e-12), "ns": (.seconds, 1e-9), "us": (.seconds, 1e-6),
    "µs": (.seconds, 1e-6), "μs": (.seconds, 1e-6), "ms": (.seconds, 1e-3), "s": (.seconds, 1),
    "sec": (.seconds, 1), "seconds": (.seconds, 1), "m": (.seconds, 60), "min": (.seconds, 60),
    "h": (.seconds, 3_600), "d": (.seconds, 86_400),
    "B": (.bytes, 1), "bytes": (.bytes, 1), "kB": (.bytes, 1e3), "KB": (.bytes, 1e3),
    "MB": (.bytes, 1e6), "GB": (.bytes, 1e9), "TB": (.bytes, 1e12), "KiB": (.bytes, 1024),
    "MiB": (.bytes, 1_048_576), "GiB": (.bytes, 1_073_741_824),
    "TiB": (.bytes, 1_099_511_627_776),
    "ratio": (.ratio, 1), "%": (.ratio, 0.01), "count": (.count, 1),
  ]

  /// Reads a unit such as `ms` or `MB/s`; nil for one that is not known.
  package init?(_ text: String) {
    if let (kind, factor) = Self.known[text] {
      self.init(kind: kind, isRate: false, factor: factor)
      return
    }
    guard let slash = text.lastIndex(of: "/") else { return nil }
    let pieces = String(text[..<slash])
    let each = String(text[text.index(after: slash)...])
    if pieces.isEmpty { return nil }
    // What one operation takes: `ns/op`.
    if each == "op" || each == "iter", let (kind, factor) = Self.known[pieces] {
      self.init(kind: kind, isRate: false, factor: factor)
      return
    }
    // What is counted in each second: `MB/s`, and `ops/s` by whatever name the pieces go.
    guard let (base, time) = Self.known[each], base == .seconds else { return nil }
    let (kind, factor) = Self.known[pieces] ?? (.count, 1)
    self.init(kind: kind, isRate: true, factor: factor / time)
  }

  private init(kind: MeasureUnit, isRate: Bool, factor: Double) {
    self.kind = kind
    self.isRate = isRate
    self.factor = factor
  }

  /// What a number in one unit is multiplied with to be in the other.
  ///
  /// 1 for the same text, whatever it means, and where no unit is stated at all; nil where the two
  /// are of different kinds, or one of them is not known.
  package static func factor(from text: String?, to other: String?) -> Double? {
    if text == other { return 1 }
    guard let text, let other, let from = UnitScale(text), let to = UnitScale(other),
      from.kind == to.kind, from.isRate == to.isRate
    else { return nil }
    return from.factor / to.factor
  }
}
