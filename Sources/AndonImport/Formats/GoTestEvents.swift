// go test -json: an event a line. Benchmarks are in what was printed, tests in their ends.

internal import AndonModel
internal import AndonText

/// Reads events of go test.
enum GoTestEvents: JSONLinesFormat {
  static let format = ImportFormat.goBench

  static func recognises(_ values: [JSONValue]) -> Bool {
    values.allSatisfy { $0["Action"]?.text != nil } && values.contains { $0["Package"] != nil }
  }

  static func read(_ values: [JSONValue], _ found: inout Found) throws(Refusal) {
    var output: [String: String] = [:]
    var packages: [String] = []
    var tests = ImportedTests()
    for event in values {
      let package = event["Package"]?.text ?? ""
      if output[package] == nil { packages.append(package) }
      output[package, default: ""] += event["Output"]?.text ?? ""
      if event["Test"] != nil { count(event, &tests) }
    }
    for package in packages {
      let text = output[package] ?? ""
      let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      try GoBench.read(lines, &found)
    }
    if tests.total > 0 || found.measurements.isEmpty { found.tests = tests }
  }

  private static func count(_ event: JSONValue, _ tests: inout ImportedTests) {
    switch event["Action"]?.text {
    case "pass": tests.passed += 1
    case "fail": tests.failed += 1
    case "skip": tests.skipped += 1
    default: return
    }
    tests.total += 1
    if let elapsed = event["Elapsed"]?.number { tests.time = (tests.time ?? 0) + elapsed }
  }
}
