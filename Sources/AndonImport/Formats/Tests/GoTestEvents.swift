// go test -json: an event a line. Benchmarks are in what was printed, tests in their ends.

internal import AndonModel
internal import AndonText

/// Reads events of go test.
enum GoTestEvents: JSONLinesFormat {
  static let format = ImportFormat.goBench

  static func recognises(_ values: [JSONValue]) -> Bool {
    values.allSatisfy { $0["Action"]?.text != nil } && values.contains { $0["Package"] != nil }
  }

  static func read(_ values: [JSONValue], _ found: inout ParseResult) throws(Refusal) {
    var output: [String: String] = [:]
    var packages: [String] = []
    var course = Course()
    for event in values {
      let package = event["Package"]?.text ?? ""
      if output[package] == nil { packages.append(package) }
      output[package, default: ""] += event["Output"]?.text ?? ""
      course.read(event, package)
    }
    if let open = course.openPackages.min() {
      throw Refusal("the events end before `\(open)` does")
    }
    for package in packages {
      let text = output[package] ?? ""
      var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      if !lines.contains(where: { $0.hasPrefix("pkg: ") }) {
        lines.insert("pkg: \(package)", at: 0)
      }
      if course.failedPackages.contains(package) { lines.append("FAIL") }
      try GoBench.read(lines, &found)
    }
    let tests = course.counted
    if tests.suiteErrors > 0 {
      let packages = Format.count(tests.suiteErrors, "package")
      found.addFinding(
        .resultMissing, "\(packages) failed outside their tests, or could not be built")
    }
    let hasTests = tests.total > 0 || tests.suiteErrors > 0 || tests.lacksCases
    if hasTests || found.measurements.isEmpty { found.tests = tests }
  }

  // What has begun, and how it ended. cmd/test2json.
  private struct Course {
    private var tests = ImportedTests()
    private var times: [BoundedValue] = []
    // Of each package the tests that have begun and not ended.
    private var openTests: [String: Set<String>] = [:]
    // Those that waited until their parent had ended, to run beside others.
    private var parallelTests: Set<String> = []
    private(set) var openPackages: Set<String> = []
    private(set) var failedPackages: Set<String> = []
    private var packagesWithFailures: Set<String> = []
    private var brokenPackages = 0
    private var brokenBuilds = 0

    mutating func read(_ event: JSONValue, _ package: String) {
      let action = event["Action"]?.text
      if action == "build-fail" { brokenBuilds += 1 }
      guard event["Package"] != nil else { return }
      if let test = event["Test"]?.text {
        openPackages.insert(package)
        read(action, test, package, event["Elapsed"]?.number)
        return
      }
      switch action {
      case "pass", "skip": end(package, hasFailed: false)
      case "fail": end(package, hasFailed: true)
      case "bench", .none: break
      case .some: openPackages.insert(package)
      }
    }

    // Of a test that a panic or a time-out ends only its package has an end. A benchmark never has
    // one of its own.
    private mutating func end(_ package: String, hasFailed: Bool) {
      openPackages.remove(package)
      if hasFailed { failedPackages.insert(package) }
      for test in (openTests.removeValue(forKey: package) ?? []).sorted() {
        if test.hasPrefix("Benchmark") { continue }
        if hasFailed {
          read("fail", test, package, nil)
        } else {
          tests.lacksCases = true
          tests.hidesFailures = true
          times.append(.missing(reason: "a test has no end"))
        }
      }
      if hasFailed, !packagesWithFailures.contains(package) { brokenPackages += 1 }
    }

    private mutating func read(
      _ action: String?, _ test: String, _ package: String, _ elapsed: Double?
    ) {
      switch action {
      case "run":
        openTests[package, default: []].insert(test)
        return
      case "pause":
        parallelTests.insert("\(package) \(test)")
        return
      case "pass", "fail", "skip": openTests[package]?.remove(test)
      default: return
      }
      if test.hasPrefix("Benchmark"), action != "fail" { return }
      switch action {
      case "pass": tests.passed += 1
      case "skip": tests.skipped += 1
      default:
        tests.failed += 1
        tests.addBroken(FailedTest("\(package) \(test)"))
        packagesWithFailures.insert(package)
      }
      tests.total += 1
      // The time of a test holds that of its subtests, unless these are parallel.
      let isCounted = parallelTests.remove("\(package) \(test)") != nil || !test.contains("/")
      guard isCounted else { return }
      let seconds = elapsed.flatMap { $0 >= 0 ? $0 : nil }
      times.append(seconds.map(BoundedValue.exact) ?? .missing(reason: "a test has no time"))
    }

    var counted: ImportedTests {
      var tests = tests
      tests.suiteErrors = max(brokenPackages, brokenBuilds)
      tests.time = .sum(times)
      return tests
    }
  }
}
