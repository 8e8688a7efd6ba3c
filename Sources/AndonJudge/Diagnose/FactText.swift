// Figures in the facts of a cause, short.

internal import AndonModel

/// Words for figures.
enum FactText {
  /// Seconds, with three digits or so.
  static func seconds(_ value: Double) -> String {
    let digits = value < 10 ? 100.0 : 10
    let rounded = (value * digits).rounded() / digits
    return Int(exactly: rounded).map { "\($0) s" } ?? "\(rounded) s"
  }

  /// Bytes, with one digit behind the point.
  static func bytes(_ value: Double) -> String {
    let (scale, unit) = value >= 1e9 ? (1e9, "GB") : value >= 1e6 ? (1e6, "MB") : (1e3, "kB")
    let rounded = (value / scale * 10).rounded() / 10
    return "\(Int(exactly: rounded).map { "\($0)" } ?? "\(rounded)") \(unit)"
  }

  /// A value in its unit.
  static func value(_ value: Double, _ unit: MeasureUnit) -> String {
    switch unit {
    case .seconds: return seconds(value)
    case .bytes: return bytes(value)
    case .ratio:
      let percent = (value * 1000).rounded() / 10
      return "\(Int(exactly: percent).map { "\($0)" } ?? "\(percent)") %"
    case .count: return Int(exactly: value).map { "\($0)" } ?? "\(value)"
    case .bytesPerSecond: return bytes(value) + "/s"
    case .perSecond, .convertedPerSecond: return Self.value(value, .count) + "/s"
    case .other(let name): return "\(Self.value(value, .count)) \(name)"
    }
  }
}
