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
    var course = Course()
    for event in values {
      let package = event["Package"]?.text ?? ""
      if output[package] == nil { packages.append(package) }
      output[package, default: ""] += event["Output"]?.text ?? ""
      course.take(event, package)
    }
    if let open = course.open { throw Refusal("the events end before `\(open)` does") }
    for package in packages {
      let text = output[package] ?? ""
      var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      if !lines.contains(where: { $0.hasPrefix("pkg: ") }) {
        lines.insert("pkg: \(package)", at: 0)
      }
      try GoBench.read(lines, &found)
    }
    let tests = course.counted
    if tests.suiteErrors > 0 {
      found.note(
        .resultMissing, "\(tests.suiteErrors) packages failed beside their tests, or were not built"
      )
    }
    let hasTests = tests.total > 0 || tests.suiteErrors > 0
    if hasTests || found.measurements.isEmpty { found.tests = tests }
  }

  // What has begun, and how it ended. cmd/test2json.
  private struct Course {
    private var tests = ImportedTests()
    private var openTests: Set<String> = []
    private var openPackages: Set<String> = []
    private var packagesWithFailures: Set<String> = []
    private var brokenPackages = 0
    private var brokenBuilds = 0

    mutating func take(_ event: JSONValue, _ package: String) {
      let action = event["Action"]?.text
      if action == "build-fail" { brokenBuilds += 1 }
      guard event["Package"] != nil else { return }
      if let test = event["Test"]?.text {
        take(action, test: "\(package) \(test)", package, event["Elapsed"]?.number)
        return
      }
      switch action {
      case "pass", "skip": openPackages.remove(package)
      case "fail":
        openPackages.remove(package)
        if !packagesWithFailures.contains(package) { brokenPackages += 1 }
      case "bench", .none: break
      case .some: openPackages.insert(package)
      }
    }

    private mutating func take(
      _ action: String?, test: String, _ package: String, _ elapsed: Double?
    ) {
      switch action {
      case "run":
        openTests.insert(test)
        return
      case "pass": tests.passed += 1
      case "fail":
        tests.failed += 1
        tests.note(BrokenTest(test))
        packagesWithFailures.insert(package)
      case "skip": tests.skipped += 1
      default: return
      }
      openTests.remove(test)
      tests.total += 1
      if let elapsed { tests.time = (tests.time ?? 0) + elapsed }
    }

    // What has begun and not ended: the events were cut off.
    var open: String? { openTests.min() ?? openPackages.min() }

    var counted: ImportedTests {
      var tests = tests
      tests.suiteErrors = max(brokenPackages, brokenBuilds)
      return tests
    }
  }
}
