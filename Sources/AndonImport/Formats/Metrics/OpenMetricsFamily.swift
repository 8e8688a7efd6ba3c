// How lines of OpenMetrics go together: what a family of a type may hold. OpenMetrics 1.0, "Metric
// Types". What breaks a rule is refused.

/// A family of OpenMetrics, as it is being read.
struct OpenMetricsFamily {
  /// Its name.
  let name: Substring
  /// Its type.
  private(set) var type: Substring = "unknown"
  /// Its unit; nil where none is stated.
  private(set) var unit: Substring?
  private var described: Set<Substring> = []
  private var hasSamples = false
  // The series that has been read last, and all before it.
  private var group: [OpenMetricsLine.Label]?
  private var groups: Set<[OpenMetricsLine.Label]> = []
  private var times: [Substring: Double?] = [:]
  private var hasTimes: Bool?
  private var buckets = Buckets()

  private static let types: Set<Substring> = [
    "counter", "gauge", "histogram", "gaugehistogram", "stateset", "info", "summary", "unknown",
  ]
  private static let suffixes: [Substring: [String]] = [
    "counter": ["_total", "_created"], "summary": ["", "_count", "_sum", "_created"],
    "histogram": ["_bucket", "_count", "_sum", "_created"],
    "gaugehistogram": ["_bucket", "_gcount", "_gsum"], "info": ["_info"],
  ]
  // What only grows, and is never below zero.
  private static let growing = ["_total", "_sum", "_count", "_bucket", "_gcount"]

  /// A family of which nothing is known but its name.
  init(name: Substring) { self.name = name }

  /// Names of samples that may be a part of it.
  var names: [String] { (Self.suffixes[type] ?? [""]).map { name + $0 } }

  /// Takes a description: `TYPE`, `HELP` or `UNIT`; the reason when it breaks a rule.
  mutating func describe(_ what: Substring, _ text: Substring) -> String? {
    if hasSamples { return "a description follows the samples of `\(name)`" }
    if !described.insert(what).inserted { return "`\(name)` has two of \(what)" }
    switch what {
    case "TYPE":
      guard Self.types.contains(text) else { return "`\(text)` is no type" }
      type = text
    case "UNIT":
      if !text.isEmpty, !name.hasSuffix("_\(text)") { return "the name does not end in its unit" }
      unit = text.isEmpty ? nil : text
    default: break
    }
    let isBare = type == "info" || type == "stateset"
    return isBare && unit != nil ? "a \(type) has no unit" : nil
  }

  /// Takes a sample of its own; the reason when it breaks a rule.
  mutating func read(_ line: OpenMetricsLine) -> String? {
    hasSamples = true
    let suffix = String(line.name.dropFirst(name.count))
    return fault(line, suffix) ?? order(line) ?? buckets.read(line, suffix, type)
  }

  /// It has ended; the reason when it lacks something.
  mutating func close() -> String? { buckets.close(type) }

  private func fault(_ line: OpenMetricsLine, _ suffix: String) -> String? {
    switch (type, suffix) {
    case ("stateset", _):
      if line[String(name)] == nil { return "a state has no label of its name" }
      if line.value != 0, line.value != 1 { return "a state is 0 or 1" }
    case ("info", _):
      if line.value != 1 { return "an info is 1" }
    case ("summary", ""):
      guard let text = line["quantile"], let quantile = OpenMetricsLine.number(text[...]),
        quantile >= 0, quantile <= 1
      else { return "a quantile is from 0 to 1" }
      if line.value < 0 { return "a quantile is below 0" }
    case ("histogram", "_bucket"), ("gaugehistogram", "_bucket"):
      guard let text = line["le"], let bound = OpenMetricsLine.number(text[...]), !bound.isNaN
      else { return "a bucket has no bound" }
    default: break
    }
    let grows = Self.growing.contains(suffix) && type != "unknown" && type != "gauge"
    if grows, line.value.isNaN || line.value < 0 { return "what only grows is \(line.valueText)" }
    if suffix == "_created", type != "unknown", !line.value.isFinite || line.value < 0 {
      return "a time of creation is \(line.valueText)"
    }
    let mayShow = suffix == "_bucket" || (type == "counter" && suffix == "_total")
    return line.hasExemplar && !mayShow ? "only buckets and counters have exemplars" : nil
  }

  // Samples of one series stand together, in the order of their times.
  private mutating func order(_ line: OpenMetricsLine) -> String? {
    let inner: Set<String> = ["le", "quantile", type == "stateset" ? String(name) : "le"]
    let own = line.labels.filter {
      type == "unknown" || type == "gauge" || !inner.contains($0.name)
    }
    .sorted { $0.name < $1.name }
    if own != group {
      if let reason = buckets.close(type) { return reason }
      if !groups.insert(own).inserted { return "samples of one series do not stand together" }
      group = own
      times = [:]
      hasTimes = nil
    }
    if let hasTimes, hasTimes != (line.time != nil) { return "only some samples have a time" }
    hasTimes = line.time != nil
    if let before = times[line.series] {
      guard let before, let time = line.time, time > before else {
        return "a series comes twice, or goes back in time"
      }
    }
    times[line.series] = line.time
    return nil
  }

  // The buckets of one histogram.
  private struct Buckets {
    private var bound: Double?
    private var value = 0.0
    private var count: Double?
    private var hasSum = false
    private var isNegative = false

    mutating func read(_ line: OpenMetricsLine, _ suffix: String, _ type: Substring) -> String? {
      guard type == "histogram" || type == "gaugehistogram" else { return nil }
      switch suffix {
      case "_bucket":
        let next = OpenMetricsLine.number(line["le"].map { $0[...] } ?? "") ?? .nan
        if let bound, next == bound { self = Buckets() }
        if let bound, next < bound { return "buckets are out of order" }
        if line.value < value { return "a bucket holds less than the one before" }
        if next < 0 { isNegative = true }
        (bound, value) = (next, line.value)
      case "_count", "_gcount": count = line.value
      case "_sum", "_gsum": hasSum = true
      default: break
      }
      return nil
    }

    mutating func close(_ type: Substring) -> String? {
      defer { self = Buckets() }
      guard type == "histogram" || type == "gaugehistogram" else { return nil }
      let hasAny = bound != nil || count != nil || hasSum
      if !hasAny { return nil }
      if bound != .infinity { return "a histogram has no bucket of +Inf" }
      if let count, count != value { return "a histogram counts more, or less, than its buckets" }
      if hasSum != (count != nil) { return "a histogram has only one of sum and count" }
      return isNegative && hasSum && type == "histogram"
        ? "a histogram of negative values has a sum" : nil
    }
  }
}
