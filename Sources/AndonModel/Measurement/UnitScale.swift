// Units as tools write them, and what brings one to another of its kind.

/// What a unit measures, and how much of that kind's base it is.
package struct UnitScale: Equatable, Sendable {
  /// What is measured.
  package let kind: MeasureUnit
  /// How many of the kind's base one of it is: 0.001 for `ms`, 1e6 for `MB/s`.
  package let factor: Double

  private static let seconds: [([String], Double)] = [
    (["ps", "picosecond"], 1e-12), (["ns", "nsec", "nanosecond", "nano"], 1e-9),
    (["us", "µs", "μs", "usec", "µsec", "μsec", "microsecond", "micro"], 1e-6),
    (["ms", "msec", "millisecond", "milli"], 1e-3), (["s", "sec", "second"], 1),
    (["m", "min", "minute"], 60), (["h", "hr", "hrs", "hour"], 3_600), (["d", "day"], 86_400),
  ]
  private static let bytes: [([String], Double)] = [
    (["B", "byte"], 1), (["kB", "KB", "kbyte", "kilobyte"], 1e3),
    (["MB", "mbyte", "megabyte"], 1e6), (["GB", "gbyte", "gigabyte"], 1e9),
    (["TB", "tbyte", "terabyte"], 1e12), (["PB", "petabyte"], 1e15), (["KiB", "kibibyte"], 1024),
    (["MiB", "mebibyte"], 1_048_576), (["GiB", "gibibyte"], 1_073_741_824),
    (["TiB", "tebibyte"], 1_099_511_627_776), (["PiB", "pebibyte"], 1_125_899_906_842_624),
    (["bit"], 1.0 / 8), (["kbit", "kilobit"], 1e3 / 8), (["mbit", "megabit"], 1e6 / 8),
    (["gbit", "gigabit"], 1e9 / 8),
  ]
  private static let ratios: [([String], Double)] = [
    (["ratio", "fraction"], 1), (["%", "percent", "pct", "percentage"], 0.01),
  ]

  // Words are read in either case and with a plural; signs such as `MB` and `ms` as they are.
  private static let known: [String: UnitScale] = {
    var known = ["count": UnitScale(.count, 1)]
    let groups = [(MeasureUnit.seconds, seconds), (.bytes, bytes), (.ratio, ratios)]
    for (kind, units) in groups {
      for (names, factor) in units {
        for name in names {
          known[name] = UnitScale(kind, factor)
          if name.count > 2, name == name.lowercased() {
            known[name + "s"] = UnitScale(kind, factor)
          }
        }
      }
    }
    return known
  }()

  // What is counted in each second.
  private static let pieces: Set<String> = [
    "1", "op", "ops", "operation", "operations", "req", "reqs", "request", "requests", "event",
    "events", "item", "items", "call", "calls", "iter", "iters", "iteration", "iterations", "tx",
    "txn", "txns", "transaction", "transactions", "msg", "msgs", "message", "messages", "row",
    "rows", "record", "records", "query", "queries", "element", "elements", "elem", "elems", "hit",
    "hits", "run", "runs", "task", "tasks", "packet", "packets", "frame", "frames", "token",
    "tokens", "count",
  ]
  // Single pieces, as in `ns/op`.
  private static let single = pieces.filter { !$0.hasSuffix("s") && $0 != "1" }
  private static let perTime = [
    "Hz": "1/s", "rps": "req/s", "rpm": "req/min", "qps": "queries/s", "tps": "tx/s",
    "pps": "packets/s", "fps": "frames/s", "iops": "ops/s", "IOPS": "ops/s", "i/s": "iter/s",
  ]
  private static let bitsPerSecond = ["bps", "kbps", "Kbps", "Mbps", "Gbps"]
  private static let bytesPerSecond = ["Bps", "kBps", "KBps", "MBps", "GBps"]
  private static let prefixes: [(Character, Double)] = [
    ("k", 1e3), ("K", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12),
  ]

  /// Reads a unit such as `ms`, `MB/s` or `bytes per second`; nil for one that is not known.
  ///
  /// Blanks around it, and a remark in brackets behind it, are not part of it.
  package init?(_ text: String) {
    let words = text.split(whereSeparator: \.isWhitespace).prefix { !$0.hasPrefix("(") }
    var name = ""
    for word in words {
      let isOpen = name.isEmpty || name.hasSuffix("/") || word.hasPrefix("/")
      name += word == "per" ? "/" : isOpen ? "\(word)" : " \(word)"
    }
    if let known = Self.plain(name) ?? Self.rate(name) { self = known } else { return nil }
  }

  private init(_ kind: MeasureUnit, _ factor: Double) {
    self.kind = kind
    self.factor = factor
  }

  private static func plain(_ text: String) -> UnitScale? {
    if let known = known[text] { return known }
    return text.count > 3 ? known[text.lowercased()] : nil
  }

  private static func rate(_ text: String) -> UnitScale? {
    if bitsPerSecond.contains(text) { return rate(text.dropLast(3) + "bit/s") }
    if bytesPerSecond.contains(text) { return rate(text.dropLast(3) + "B/s") }
    for (name, meant) in perTime where text.hasSuffix(name) {
      return rate(text.dropLast(name.count) + meant)
    }
    guard let slash = text.lastIndex(of: "/") else { return nil }
    let counted = String(text[..<slash])
    let each = String(text[text.index(after: slash)...])
    // What one operation takes: `ns/op`.
    if single.contains(each.lowercased()) { return plain(counted) }
    // Metres.
    if counted == "m" { return nil }
    guard let time = plain(each), time.kind == .seconds else { return nil }
    if counted.isEmpty { return UnitScale(.perSecond, 1 / time.factor) }
    switch plain(counted)?.kind {
    case .bytes: return plain(counted).map { UnitScale(.bytesPerSecond, $0.factor / time.factor) }
    case .seconds: return plain(counted).map { UnitScale(.ratio, $0.factor / time.factor) }
    case .ratio, .perSecond, .convertedPerSecond, .bytesPerSecond, .other: return nil
    case .count, nil: break
    }
    return multiple(of: counted).map { UnitScale(.perSecond, $0 / time.factor) }
  }

  // `Mops` are 1e6 of what is counted. The name itself may begin with a letter of a prefix.
  private static func multiple(of counted: String) -> Double? {
    let name = counted.lowercased()
    if pieces.contains(name) { return 1 }
    guard let prefix = prefixes.first(where: { counted.hasPrefix(String($0.0)) }) else {
      return nil
    }
    let rest = String(name.dropFirst())
    return rest.isEmpty || pieces.contains(rest) ? prefix.1 : nil
  }

  /// The unit that a figure is kept in.
  ///
  /// That of a rate says whether it was brought to seconds: a number without a unit could mean
  /// either.
  package var stored: MeasureUnit {
    kind == .perSecond && factor != 1 ? .convertedPerSecond : kind
  }

  /// A number in this unit in the kind's base.
  package func base(of number: Double) -> Double { Self.scaled(number, by: factor) }

  /// A number times a factor.
  ///
  /// A division by a whole number keeps the last digit, so that `8.3 ms` is the same wherever it is
  /// read.
  package static func scaled(_ number: Double, by factor: Double) -> Double {
    let inverse = (1 / factor).rounded()
    let isPart = factor < 1 && abs(factor * inverse - 1) < 1e-12
    return isPart ? number / inverse : number * factor
  }

  /// A number in one unit as a number in another.
  ///
  /// The same number for the same text, whatever it means, and where no unit is stated at all; nil
  /// where the two are of different kinds, or one of them is not known.
  package static func convert(_ number: Double, from text: String?, to other: String?) -> Double? {
    if text == other { return number }
    guard let text, let other, let from = UnitScale(text), let to = UnitScale(other),
      from.kind == to.kind
    else { return nil }
    return number * (from.factor / to.factor)
  }
}
