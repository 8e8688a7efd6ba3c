// Real outputs of other tools, with what each holds: `data/corpus/MANIFEST.json` beside the
// repository. Names, values to 1e-9, units; and which files must be refused.

import AndonModel
import AndonSystem
import AndonTestSupport
import AndonText
import Testing

@testable import AndonImport

@Suite("Corpus", .enabled(if: Corpus.manifest != nil, "no ../shared/data")) struct CorpusTests {
  @Test("every benchmark, load test and coverage report holds what the manifest says")
  func figures() throws {
    let rows = try #require(Corpus.manifest?["bench"]?.items)
    #expect(rows.count > 60)
    for row in rows {
      guard let (name, file) = try Corpus.read(row), let expected = row["expected"] else {
        continue
      }
      guard expected["valid"] != .boolean(false) else {
        #expect(file.state.name == "refused" && file.measurements.isEmpty, "\(name)")
        continue
      }
      #expect(file.state == .ok, "\(name): \(file.state)")
      // Those that were not worked out are a text.
      guard let metrics = expected["metrics"]?.items else {
        #expect(!file.measurements.isEmpty, "\(name)")
        continue
      }
      #expect(expected["count"]?.number == Double(file.measurements.count), "\(name)")
      var left = file.measurements
      for metric in metrics {
        let found = left.firstIndex { Corpus.isSame($0, metric) }
        #expect(found != nil, "\(name): \(metric)")
        if let found { left.remove(at: found) }
      }
    }
  }

  @Test("every file of test results counts what the manifest counts, or is refused")
  func tests() throws {
    let rows = try #require(Corpus.manifest?["junit"]?.items)
    #expect(rows.count > 60)
    for row in rows {
      guard let (name, file) = try Corpus.read(row), let expected = row["expected"] else {
        continue
      }
      guard expected["parse"]?.text == "ok" else {
        let message = try #require(file.findings.first?.message)
        #expect(file.state != .ok && file.state.reason?.hasSuffix(message) == true, "\(name)")
        // What was counted up to the fault is no more than what a forgiving parser makes of it.
        let most = expected["recovered_counts_informational"]
        #expect(Double(file.tests?.failed ?? 0) <= most?["failures"]?.number ?? 0, "\(name)")
        continue
      }
      #expect(file.state == .ok && file.format == .junit, "\(name): \(file.state)")
      let counts = try #require(expected["counts"])
      let tests = try #require(file.tests)
      let pairs = [
        ("tests", tests.total), ("passed", tests.passed), ("failures", tests.failed),
        ("errors", tests.errors), ("skipped", tests.skipped),
      ]
      for (key, count) in pairs {
        #expect(counts[key]?.number == Double(count), "\(name): \(key)")
      }
      let times = try #require(expected["time"])
      #expect(Corpus.isTime(tests.time, times), "\(name): \(tests.time)")
      let declared = (expected["disagreements"]?.items ?? []).compactMap(\.text).filter {
        $0.hasPrefix("declared")
      }
      #expect(file.findings.count { $0.code == .countsDisagree } == declared.count, "\(name)")
    }
  }

  @Test("a log is of no format, and is refused")
  func logs() throws {
    let rows = try #require(Corpus.manifest?["logs"]?.items)
    for row in rows {
      guard let (name, file) = try Corpus.read(row) else { continue }
      #expect(file.state.name == "refused", "\(name) was read as \(file.format?.rawValue ?? "")")
    }
  }
}

/// The corpus beside the repository.
enum Corpus {
  private static let folder = Built.sharedData.map { $0 + "/corpus" }

  /// What its files hold; nil where it is not there.
  static let manifest: JSONValue? = folder.flatMap { folder in
    (try? Files.read(folder + "/MANIFEST.json")).flatMap { try? JSONReader.value($0) }
  }

  /// A file of it, read; nil for one that the manifest names and that was too large to be kept.
  static func read(_ row: JSONValue) throws -> (String, ImportedFile)? {
    let name = try #require(row["file"]?.text)
    guard let folder, Files.isFile("\(folder)/\(name)") else { return nil }
    return (name, ResultFiles.read(name, in: try Files.read("\(folder)/\(name)")))
  }

  /// Whether a measurement is what the manifest says.
  static func isSame(_ measurement: ImportedMeasurement, _ expected: JSONValue) -> Bool {
    guard measurement.name == expected["name"]?.text, let value = expected["value"] else {
      return false
    }
    // The manifest sends to a line of the file.
    let unit = expected["unit"]?.text
    guard unit == measurement.unit || unit == "see # UNIT" else { return false }
    for (bound, key) in [(measurement.low, "lower"), (measurement.high, "upper")] {
      if let expected = expected[key], !isClose(bound, expected.number) { return false }
    }
    switch (measurement.value, value) {
    case (.number(let number), .number(let expected)): return isClose(number, expected)
    case (.number(let number), .boolean(let expected)): return number == (expected ? 1 : 0)
    case (.number(let number), .text(let text)): return isClose(number, Double(text))
    case (.missing, .null), (.missing, .text("NaN")): return true
    case (.list(let numbers), .array(let expected)):
      return numbers.elementsEqual(expected.map(\.number)) { isClose($0, $1) }
    case (.several(let parts), .object(let expected)):
      return parts.count == expected.count
        && parts.allSatisfy { part in isClose(part.value, value[part.name]?.number) }
    default: return false
    }
  }

  /// Whether a time can be what the manifest says.
  ///
  /// It is never less, and more only where a part of it took longer than its head states; where a
  /// case has none it is a lower bound.
  static func isTime(_ time: BoundedValue, _ expected: JSONValue) -> Bool {
    let stated = ["preferred", "root", "outer_suites_sum", "cases_sum"].map {
      expected[$0]?.number ?? 0
    }
    switch time {
    case .exact(let seconds):
      let least = max(stated[0], 0)
      // The manifest's times are to the microsecond.
      return abs(seconds - least) < 1e-6 || seconds > least && seconds <= stated.reduce(0, +)
    case .atLeast(let seconds): return seconds <= stated.reduce(0, +) || stated[0] < 0
    case .missing: return stated[1] == 0 && stated[2] == 0
    case .atMost, .between: return false
    }
  }

  private static func isClose(_ left: Double?, _ right: Double?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return left == right || abs(left - right) <= 1e-9 * max(abs(left), abs(right))
  }
}

extension ResultFiles {
  /// Reads bytes in pieces of a few hundred.
  static func read(
    _ path: String, as format: ImportFormat? = nil, in bytes: [UInt8], piece: Int = 777
  ) -> ImportedFile {
    var rest = bytes[...]
    return read(path, as: format) {
      if rest.isEmpty { return nil }
      defer { rest = rest.dropFirst(piece) }
      return Array(rest.prefix(piece))
    }
  }
}
