// JUnit XML in all its dialects: test cases anywhere in the document, each counted once; of several
// results of a case an error comes before a failure, and that before a skip. What headers count is
// compared, never believed.

internal import AndonModel
internal import AndonXML

/// Reads test results.
struct JUnit: XMLFormat {
  static let format = ImportFormat.junit

  static func recognises(_ root: borrowing XMLStream) -> Bool {
    root.isNamed("testsuites") || root.isNamed("testsuite")
  }

  private var tests = ImportedTests()
  private var notRun = 0
  // Cases within cases, the outermost first.
  private var openCases: [OpenCase] = []
  // The depth of the outermost suite that is open.
  private var outerDepth: Int?
  private var root = Header()
  private var suites = Header()
  private var caseTime = 0.0

  /// Nothing read yet.
  init() {}

  mutating func cutShort() -> Bool {
    // A case that was being read may still have failed: it is no pass.
    openCases.removeAll { !$0.isBroken }
    return tests.total > 0 || !openCases.isEmpty
  }

  mutating func visit(_ element: borrowing XMLStream) throws(Refusal) {
    let depth = element.depth
    while let open = openCases.last, depth <= open.depth { closeCase() }
    if let outer = outerDepth, depth <= outer { outerDepth = nil }
    if element.isNamed("testcase") {
      openCases.append(OpenCase(element, isNamed: tests.takesBroken))
    } else if let open = openCases.last {
      if depth == open.depth + 1 { openCases[openCases.count - 1].take(element) }
    } else if element.isNamed("testsuite") {
      guard outerDepth == nil else { return }
      outerDepth = depth
      suites.add(element)
    } else if element.isNamed("testsuites"), depth == 0 {
      root.add(element)
    } else if element.isNamed("error") || element.isNamed("failure") {
      tests.suiteErrors += 1
    }
  }

  private mutating func closeCase() {
    guard let open = openCases.popLast() else { return }
    Self.count(open, &tests)
    if open.isNotRun { notRun += 1 }
    caseTime += open.time ?? 0
  }

  private static func count(_ open: OpenCase, _ tests: inout ImportedTests) {
    tests.total += 1
    if open.isBroken { tests.note(BrokenTest(open.name, message: open.message)) }
    if open.hasError {
      tests.errors += 1
    } else if open.hasFailure {
      tests.failed += 1
    } else if open.isSkipped {
      tests.skipped += 1
    } else {
      tests.passed += 1
      if open.isFlaky { tests.flaky += 1 }
    }
  }

  func tell(_ found: inout Found) throws(Refusal) {
    var all = self
    while !all.openCases.isEmpty { all.closeCase() }
    var tests = all.tests
    // The header knows best how long it took from start to end. To the microsecond.
    let time = root.time ?? suites.time ?? all.caseTime
    tests.time = (time * 1e6).rounded() / 1e6
    found.tests = tests
    for (header, name) in [(root, "the root"), (suites, "the suites")] {
      header.compare(with: tests, name, &found)
    }
    if tests.total == 0 { found.note(.noTests, "it holds no test case") }
    if all.notRun > 0 {
      found.note(.resultMissing, "\(all.notRun) cases are marked as not run, and count as passed")
    }
    if tests.suiteErrors > 0 {
      found.note(
        .resultMissing, "\(tests.suiteErrors) errors stand beside the cases: a suite broke itself")
    }
  }

  // A case whose results are being read.
  private struct OpenCase {
    let depth: Int
    let time: Double?
    /// With that of its class; empty where nobody asks for it.
    private(set) var name = ""
    /// The first line of what its failure says.
    private(set) var message: String?
    private let status: String?
    var hasError = false
    var hasFailure = false
    var isSkipped = false
    var isFlaky = false

    var isBroken: Bool { hasError || hasFailure }

    init(_ element: borrowing XMLStream, isNamed: Bool) {
      depth = element.depth
      if isNamed {
        let parts = [element.attribute("classname"), element.attribute("name")]
        name = parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
      }
      time = element.attribute("time").flatMap(Header.number)
      status = element.attribute("status")
    }

    mutating func take(_ element: borrowing XMLStream) {
      if message == nil, element.isNamed("error") || element.isNamed("failure") {
        message = element.attribute("message")?.split(whereSeparator: \.isNewline).first
          .map(String.init)
      }
      if element.isNamed("error") {
        hasError = true
      } else if element.isNamed("failure") {
        hasFailure = true
      } else if element.isNamed("skipped") {
        isSkipped = true
      } else if element.isNamed("flakyFailure") || element.isNamed("flakyError") {
        isFlaky = true
      }
    }

    // Only the attribute says it.
    var isNotRun: Bool {
      guard !hasError, !hasFailure, !isSkipped, let status else { return false }
      return ["notrun", "disabled"].contains(status.lowercased())
    }
  }

  // What elements say of the cases in them, added up; nil where they say nothing.
  private struct Header {
    private(set) var time: Double?
    private var tests: Double?
    private var failures: Double?
    private var errors: Double?
    private var skipped: Double?

    mutating func add(_ element: borrowing XMLStream) {
      time = Self.sum(time, element.attribute("time"))
      tests = Self.sum(tests, element.attribute("tests"))
      failures = Self.sum(failures, element.attribute("failures"))
      errors = Self.sum(errors, element.attribute("errors"))
      skipped = Self.sum(skipped, element.attribute("skipped"))
    }

    private static func sum(_ sum: Double?, _ text: String?) -> Double? {
      guard let number = text.flatMap(number) else { return sum }
      return (sum ?? 0) + number
    }

    // Some write thousands with a comma.
    static func number(_ text: String) -> Double? {
      let text = text.utf8.contains(UInt8(ascii: ",")) ? text.filter { $0 != "," } : text
      return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    func compare(with counted: ImportedTests, _ name: String, _ found: inout Found) {
      let pairs = [
        ("tests", tests, counted.total), ("failures", failures, counted.failed),
        ("errors", errors, counted.errors), ("skipped", skipped, counted.skipped),
      ]
      for (what, declared, counted) in pairs {
        guard let declared, declared != Double(counted) else { continue }
        let number = Int(exactly: declared)?.description ?? "\(declared)"
        found.note(
          .countsDisagree, "\(name) declare \(what)=\(number), and \(counted) were counted")
      }
    }
  }
}
