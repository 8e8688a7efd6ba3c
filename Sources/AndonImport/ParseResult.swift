// What a reader has found in a file so far.

internal import AndonModel

/// Why a file is refused, in words.
struct Refusal: Error, Equatable {
  let reason: String

  /// Refuses for a reason.
  init(_ reason: String) { self.reason = reason }
}

extension Refusal {
  /// A count as text: decimal digits and nothing else.
  static func count(_ text: String, _ what: String, line: Int) throws(Refusal) -> Double {
    let isCount = !text.isEmpty && text.utf8.count <= 15 && text.utf8.allSatisfy(isDigit)
    guard isCount, let count = Double(text) else {
      throw Refusal("line \(line): `\(what)` is no count")
    }
    return count
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

/// Figures, test cases and oddities, as they are found.
struct ParseResult {
  // A file with more figures than this is no result of a benchmark.
  private static let most = 1_000_000
  // One kind of oddity is told of so many times.
  private static let maxFindings = 20

  /// The figures, in their order.
  private(set) var measurements: [ImportedMeasurement] = []
  /// The test cases, of a file of test results.
  var tests: ImportedTests?
  /// How much of a program was run, of a coverage report.
  var coverage: ImportedCoverage?
  /// What is odd.
  private(set) var findings: [ImportFinding] = []
  private var untold: [FindingCode: Int] = [:]

  /// Notes a figure; one without a value is a finding as well.
  mutating func add(_ measurement: ImportedMeasurement) throws(Refusal) {
    if measurements.count == Self.most { throw Refusal("it holds more than a million figures") }
    measurements.append(measurement)
  }

  /// Notes a number; nil, and what is no finite number, is missing.
  mutating func add(
    _ name: String, _ value: Double?, unit: String?, _ direction: Direction? = nil,
    low: Double? = nil, high: Double? = nil
  ) throws(Refusal) {
    var measurement = ImportedMeasurement(
      name, value.flatMap { $0.isFinite ? .number($0) : nil } ?? .missing, unit: unit, direction)
    measurement.low = low.flatMap { $0.isFinite ? $0 : nil }
    measurement.high = high.flatMap { $0.isFinite ? $0 : nil }
    try add(measurement)
  }

  /// Adds which part of a program was run; nothing for nil.
  mutating func addCoverage(
    _ name: String, _ part: ImportedCoverage.Part?
  ) throws(Refusal) {
    guard let part else { return }
    try add(name, part.covered / part.found, unit: "ratio", .higher)
    try add("\(name).covered", part.covered, unit: "count", .higher)
    try add("\(name).total", part.found, unit: "count")
  }

  /// Sets the coverage of a report, with a finding where its own count of `unit` (such as "lines")
  /// is not that of the lines that it lists.
  mutating func setCoverage(_ coverage: ImportedCoverage, countedIn unit: String) {
    self.coverage = coverage
    guard let stated = coverage.lines, let lines = coverage.part(\.lines), stated != lines else {
      return
    }
    addFinding(
      .countsDisagree,
      "the report counts \(Int(stated.covered)) of \(Int(stated.found)) \(unit), and "
        + "\(Int(lines.covered)) of \(Int(lines.found)) lines are listed")
  }

  /// Says of the figures since a position that what they were measured of failed.
  mutating func markFailed(since start: Int = 0) {
    for index in measurements.indices.dropFirst(start) { measurements[index].isOfFailure = true }
  }

  /// The same of the figures with certain names.
  mutating func markFailed(where isMeant: (String) -> Bool) {
    for index in measurements.indices where isMeant(measurements[index].name) {
      measurements[index].isOfFailure = true
    }
  }

  /// Says of the figures since a position what they are figures of.
  mutating func scope(_ name: String?, since start: Int) {
    for index in measurements.indices.dropFirst(start) { measurements[index].scope = name }
  }

  /// Takes the values of certain figures away: nothing was measured.
  mutating func markMissing(since start: Int = 0, where isMeant: (String) -> Bool = { _ in true }) {
    for index in measurements.indices.dropFirst(start) where isMeant(measurements[index].name) {
      measurements[index].value = .missing
    }
  }

  /// Adds a finding; many of a kind are counted.
  mutating func addFinding(_ rule: FindingCode, _ message: String, line: Int? = nil) {
    if findings.count(where: { $0.code == rule }) < Self.maxFindings {
      findings.append(ImportFinding(rule, message, line: line))
    } else {
      untold[rule, default: 0] += 1
    }
  }

  /// Adds how many oddities were not told of.
  mutating func close() {
    for (rule, count) in untold.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      findings.append(ImportFinding(rule, "and \(count) more of this kind"))
    }
    untold = [:]
  }
}
