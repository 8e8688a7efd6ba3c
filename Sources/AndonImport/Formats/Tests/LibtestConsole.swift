// cargo test, cargo bench, and what prints like them: `test NAME ... ok`, `test NAME ... bench:
// 3,161 ns/iter (+/- 975)`, and after the tests of each program their counts. Those are what is
// counted: what tests print may stand within their lines.

internal import AndonModel
internal import AndonText

/// Reads what Rust's test harness prints.
enum LibtestConsole: TextFormat {
  static let format = ImportFormat.libtest

  static func recognises(_ lines: [Substring]) -> Bool {
    lines.contains { row($0) != nil || Counts($0)?.isEmpty == false }
  }

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    var tests = ImportedTests()
    var (begun, ended, measured) = (0, 0, 0)
    var times: [BoundedValue] = []
    // Of the present program.
    var failed: [(name: Substring, line: Int)] = []
    // cargo's own words of the programs that it ran.
    var refusals: [(text: Substring, line: Int)] = []
    for (number, line) in lines.enumerated() {
      if let row = row(line) {
        try found.add(
          String(row.name), row.value, unit: String(row.unit),
          row.isRate ? .higher : .lower, low: row.value - row.spread,
          high: row.value + row.spread)
      } else if let counts = Counts(line) {
        ended += 1
        measured += counts.measured
        times.append(
          counts.seconds.map(BoundedValue.exact) ?? .missing(reason: "no time is stated"))
        if counts.measured > 0 {
          for (name, line) in failed {
            found.addFinding(.resultMissing, "the benchmark `\(name)` failed", line: line)
          }
        }
        count(counts, failed.map(\.name), &tests)
        failed = []
      } else if isStart(line) {
        begun += 1
      } else if line.hasPrefix("test "), line.hasSuffix(" ... FAILED") {
        failed.append((line.dropFirst(5).dropLast(11).trimmed, number + 1))
      } else if isFailure(line) {
        refusals.append((line, number + 1))
      }
    }
    if begun > ended { throw Refusal("the tests of a program end before their counts") }
    let lost = measured - found.measurements.count
    if lost > 0 {
      let rows = lost == 1 ? "row of a benchmark" : "rows of benchmarks"
      found.addFinding(.resultMissing, "\(lost) \(rows) cannot be read")
    }
    if let refusal = refusals.first, tests.failed == 0, !tests.hidesFailures {
      found.addFinding(.resultMissing, "\(refusal.text)", line: refusal.line)
      found.markFailed()
      tests.suiteErrors += 1
    }
    // Benchmarks beside which tests were only left out are benchmarks.
    if tests.passed + tests.failed == 0, !found.measurements.isEmpty { return }
    tests.time = .sum(times)
    found.tests = tests
  }

  private static func count(
    _ counts: Counts, _ failed: [Substring], _ tests: inout ImportedTests
  ) {
    tests.total += counts.passed + counts.failed + counts.ignored
    tests.passed += counts.passed
    tests.failed += counts.failed
    tests.skipped += counts.ignored
    for name in failed { tests.addBroken(FailedTest(String(name))) }
    if failed.count > counts.failed || counts.isFailure && counts.failed == 0 {
      tests.hidesFailures = true
    }
  }

  // A program that ended by an exit status or a signal, or that was not built, ran no test to its
  // end.
  private static func isFailure(_ line: Substring) -> Bool {
    let kinds = ["test failed", "doctest failed", "bench failed", "could not compile"]
    if kinds.contains(where: { line.hasPrefix("error: \($0)") }) { return true }
    return line.hasPrefix("error: ") && line.contains(" failed:") && line.contains(" target")
  }

  private static func isStart(_ line: Substring) -> Bool {
    line.hasPrefix("running ") && (line.hasSuffix(" test") || line.hasSuffix(" tests"))
  }

  // `test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 2 filtered out; finished in
  // 0.12s`.
  private struct Counts {
    let isFailure: Bool
    private(set) var passed = 0
    private(set) var failed = 0
    private(set) var ignored = 0
    private(set) var measured = 0
    private(set) var seconds: Double?

    var isEmpty: Bool { passed + failed + ignored + measured == 0 }

    init?(_ line: Substring) {
      guard line.hasPrefix("test result: "), let rest = line.after(". ") else { return nil }
      isFailure = !line.hasPrefix("test result: ok.")
      for part in rest.split(separator: ";") {
        let words = part.words
        if words.starts(with: ["finished", "in"]) {
          seconds = words.last.flatMap { PrintedTime.seconds($0) }
        }
        guard words.count >= 2, let count = Int(words[0]), (0...100_000_000).contains(count) else {
          continue
        }
        switch words[1] {
        case "passed": passed = count
        case "failed": failed = count
        case "ignored": ignored = count
        case "measured": measured = count
        default: continue
        }
      }
    }
  }

  private struct Row {
    let name: Substring
    let value: Double
    let unit: Substring
    let isRate: Bool
    let spread: Double
  }

  private static func row(_ line: Substring) -> Row? {
    guard line.hasPrefix("test "), let name = line.dropFirst(5).before(" ... bench:")?.trimmed,
      let rest = line.after(" ... bench:")
    else { return nil }
    let words = rest.words
    guard words.count >= 4, let value = words[0].grouped, words[2] == "(+/-",
      let spread = words[3].dropLast().grouped
    else { return nil }
    let unit = words[1]
    let isRate = unit.hasSuffix("/s")
    return Row(
      name: name, value: value, unit: unit.hasSuffix("/iter") ? unit.dropLast(5) : unit,
      isRate: isRate, spread: spread)
  }
}
