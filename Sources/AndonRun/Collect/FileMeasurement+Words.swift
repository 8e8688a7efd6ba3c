// The answer of andon-outputs about the files of a stage: words, each ended by a NUL.

internal import AndonModel
internal import AndonText

extension FileMeasurement {
  // Only what was written to its end ends with it.
  private static let end = "end"

  /// The bytes of an answer.
  package var bytes: [UInt8] {
    var words: [String] = []
    for (name, reading) in metrics.sorted(by: { $0.key < $1.key }) {
      words += ["metric", name] + Self.words(reading)
    }
    if let outputSize { words += ["output-size"] + Self.words(outputSize) }
    for row in collected.rows {
      words += ["row", row.name.description] + Self.words(row.reading) + [row.unit.rawValue]
    }
    for finding in collected.findings {
      words += [
        "finding", finding.code.rawValue, finding.message, finding.line.map(String.init) ?? "",
      ]
    }
    for test in collected.broken {
      words += ["broken", test.name, test.message == nil ? "" : "m", test.message ?? "", test.file]
    }
    words += ["broken-count", "\(collected.brokenCount)", Self.end]
    // A name cannot hold a NUL, a message may.
    return words.flatMap { $0.utf8.filter { $0 != 0 } + [0] }
  }

  /// Reads an answer; nil where it is none, or not whole.
  init?(bytes: [UInt8]) {
    self.init()
    guard bytes.last == 0 else { return nil }
    var words = bytes.dropLast().split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }[...]
    while let name = words.popFirst() {
      switch name {
      case "metric":
        guard let metric = words.popFirst(), let reading = Self.reading(&words) else { return nil }
        metrics[metric] = reading
      case "output-size":
        guard let reading = Self.reading(&words) else { return nil }
        outputSize = reading
      case "row":
        guard let name = words.popFirst(), let reading = Self.reading(&words),
          let unit = words.popFirst().flatMap(MeasureUnit.init)
        else { return nil }
        collected.rows.append((IndicatorName(name), reading, unit))
      case "finding":
        guard let rule = words.popFirst().flatMap(FindingCode.init), let message = words.popFirst(),
          let line = words.popFirst()
        else { return nil }
        collected.findings.append(ImportFinding(rule, message, line: Int(line)))
      case "broken":
        guard words.count > 3 else { return nil }
        let parts = (0..<4).map { _ in words.removeFirst() }
        collected.broken.append(
          FailedTest(parts[0], message: parts[1].isEmpty ? nil : parts[2], file: parts[3]))
      case "broken-count":
        guard let count = words.popFirst().flatMap({ Int($0) }) else { return nil }
        collected.brokenCount = count
      case Self.end where words.isEmpty: return
      default: return nil
      }
    }
    return nil
  }

  /// The same without secrets: what is said of a file may quote it.
  func masked(_ masker: Masker) -> Self {
    var copy = self
    copy.metrics = metrics.mapValues { Self.masked($0, masker) }
    copy.collected.rows = collected.rows.map { row in
      (
        IndicatorName(masker.masked(row.name.description)), Self.masked(row.reading, masker),
        row.unit
      )
    }
    copy.collected.findings = collected.findings.map {
      ImportFinding($0.code, masker.masked($0.message), line: $0.line)
    }
    copy.collected.broken = collected.broken.map {
      FailedTest(masker.masked($0.name), message: $0.message.map(masker.masked), file: $0.file)
    }
    return copy
  }

  private static func masked(_ reading: BoundedValue, _ masker: Masker) -> BoundedValue {
    if case .missing(let reason) = reading {
      .missing(reason: masker.masked(reason))
    } else {
      reading
    }
  }

  // A number that is not finite is missing by its `Quantity`, and has no text of its own.
  private static func words(_ reading: BoundedValue) -> [String] {
    let reading = reading.finite
    return [
      reading.bound.rawValue, reading.value?.description ?? "", reading.least?.description ?? "",
      reading.reason ?? "",
    ]
  }

  private static func reading(_ words: inout ArraySlice<String>) -> BoundedValue? {
    guard words.count > 3, let bound = Bound(rawValue: words.removeFirst()) else { return nil }
    let value = Double(words.removeFirst())
    let least = Double(words.removeFirst())
    return BoundedValue(bound: bound, value: value, least: least, reason: words.removeFirst())
  }
}
