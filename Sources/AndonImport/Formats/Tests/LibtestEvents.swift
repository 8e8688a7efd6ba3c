// libtest --format json: an event a line. Tests with a time, benchmarks, and the suite's counts.

internal import AndonModel
internal import AndonText

/// Reads events of Rust's test harness.
enum LibtestEvents: JSONLinesFormat {
  static let format = ImportFormat.libtest

  // `timeout` is said of a test that takes long and is still running.
  private static let ends = ["ok", "failed", "ignored", "allowed_failure"]

  private static let counts = ["passed", "failed", "ignored", "measured", "filtered_out"]

  static func recognises(_ values: [JSONValue]) -> Bool {
    values.contains { $0["type"]?.text == "suite" && $0["event"]?.text != nil }
  }

  static func read(_ values: [JSONValue], _ found: inout ParseResult) throws(Refusal) {
    var tests = ImportedTests()
    var (begun, ended) = (0, 0)
    var times: [BoundedValue] = []
    var open: Set<String> = []
    // Of the present suite.
    var failed = 0
    for event in values {
      if event["type"]?.text != "suite", let name = event["name"]?.text {
        switch event["event"]?.text {
        case "started": open.insert(name)
        case "timeout": break
        default: open.remove(name)
        }
      }
      switch (event["type"]?.text, event["event"]?.text) {
      case ("test", .some(let end)) where ends.contains(end):
        count(end, &tests)
        if end == "failed" { failed += 1 }
        if end == "failed" { tests.addBroken(broken(event)) }
        if let time = event["exec_time"]?.number, let name = event["name"]?.text {
          try found.add(name, time, unit: "s", .lower)
          if end == "failed" { found.markFailed(since: found.measurements.count - 1) }
        }
      case ("bench", _): try add(benchmark: event, &found)
      case ("suite", "started"): begun += 1
      case ("suite", .some(let end)):
        ended += 1
        let stated = max(end == "failed" ? 1 : 0, Int(exactly: event["failed"]?.number ?? 0) ?? 0)
        tests.suiteErrors += max(0, stated - failed)
        failed = 0
        try add(suite: event, &found)
        times.append(
          event["exec_time"]?.number.map(BoundedValue.exact)
            ?? .missing(reason: "a suite has no time"))
      default: continue
      }
    }
    // A harness that was killed says nothing of the tests that were left.
    guard ended > 0, ended >= begun else { throw Refusal("the events end before the suite does") }
    if let name = open.min() { throw Refusal("the events end before `\(name)` does") }
    if tests.suiteErrors > 0 {
      let failures = Format.count(tests.suiteErrors, "failure")
      found.addFinding(.resultMissing, "a suite states \(failures) that no test shows")
    }
    tests.time = .sum(times)
    found.tests = tests
  }

  // What it printed holds why: the line of the panic.
  private static func broken(_ event: JSONValue) -> FailedTest {
    let lines = event["stdout"]?.text?.split(whereSeparator: \.isNewline) ?? []
    let panic = lines.firstIndex { $0.contains("panicked at") }
    let message = panic.flatMap { $0 + 1 < lines.count ? lines[$0 + 1] : lines[$0] }
    return FailedTest(event["name"]?.text ?? "", message: message.map(String.init))
  }

  private static func count(_ end: String, _ tests: inout ImportedTests) {
    tests.total += 1
    switch end {
    case "ok", "allowed_failure": tests.passed += 1
    case "ignored": tests.skipped += 1
    default: tests.failed += 1
    }
  }

  private static func add(benchmark event: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    guard let name = event["name"]?.text else { throw Refusal("a benchmark has no name") }
    let median = event["median"]?.number
    let spread = event["deviation"]?.number ?? .nan
    try found.add(
      name, median, unit: "ns", .lower, low: median.map { $0 - spread },
      high: median.map { $0 + spread })
  }

  private static func add(suite event: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    let parts = counts.compactMap { name in
      event[name]?.number.map { ImportedValue.Part(name, $0) }
    }
    try found.add(ImportedMeasurement("suite", .several(parts), unit: "count"))
  }
}
