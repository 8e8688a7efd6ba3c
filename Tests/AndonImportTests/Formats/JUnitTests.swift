// JUnit XML: what headers, statuses and times say against the cases.

import AndonModel
import Testing

@testable import AndonImport

@Suite("JUnit") struct JUnitTests {
  private func tests(_ text: String) throws -> ImportedTests {
    let file = ResultFiles.read("x", in: Array(text.utf8))
    #expect(file.state == .ok, "\(file.state)")
    return try #require(file.tests)
  }

  private static let pass = "<testcase classname='c' name='a' time='1'/>"

  @Test(
    "a header that counts more failures than the cases show leaves a lower bound",
    arguments: [
      "<testsuite tests='1' failures='1'>\(pass)</testsuite>",
      "<testsuite errors='1'>\(pass)</testsuite>",
      "<testsuites failures='1'><testsuite>\(pass)</testsuite></testsuites>",
      "<testsuites errors='1'><testsuite errors='0'>\(pass)</testsuite></testsuites>",
      "<testsuite failures='one'>\(pass)</testsuite>",
      // Of two suites each counts its own.
      "<testsuites><testsuite failures='1'>\(pass)</testsuite><testsuite failures='0'>"
        + "<testcase><failure/></testcase></testsuite></testsuites>",
      "<testsuite failed='2'><testcase><failure/></testcase></testsuite>",
    ])
  func hiddenFailures(_ text: String) throws {
    let tests = try tests(text)
    #expect(tests.hidesFailures && tests.lowerBounds.contains("failed"))
  }

  @Test(
    "a header that counts as many, or fewer, leaves the counts exact",
    arguments: [
      "<testsuite tests='1' failures='0' errors='0' skipped='0'>\(pass)</testsuite>",
      "<testsuite tests='1'><testcase><failure/><failure/></testcase></testsuite>",
      "<testsuite failures='2'><testcase><failure/><failure/></testcase></testsuite>",
      "<testsuite failures='1'><testcase><error/></testcase></testsuite>",
      "<testsuite failures='2'><testcase><flakyFailure/><flakyFailure/></testcase></testsuite>",
      "<testsuite tests='' failures=''>\(pass)</testsuite>",
      "<testsuites tests='2'><testsuite tests='2'><testsuite tests='2'>\(pass)\(pass)"
        + "</testsuite></testsuite></testsuites>",
      "<testsuite errors='1'><error/>\(pass)</testsuite>",
    ])
  func agreeingHeaders(_ text: String) throws {
    #expect(try tests(text).lowerBounds.isEmpty)
  }

  @Test("fewer cases than are declared make all counts lower bounds")
  func missingCases() throws {
    let tests = try tests("<testsuite tests='3'>\(Self.pass)</testsuite>")
    #expect(tests.lacksCases && tests.total == 1)
    let skips = try self.tests("<testsuite tests='1' skipped='2'>\(Self.pass)</testsuite>")
    #expect(skips.lowerBounds == ["skipped"])
  }

  @Test(
    "what is spelt as a failure is one, with or without an element",
    arguments: [
      "<failed message='m'/>", "<Failure/>", "<fail/>", "<err/>", "<exception/>",
      "<rerunFailure/>", "<timeout/>",
    ])
  func spelling(_ element: String) throws {
    let tests = try tests("<testsuite><testcase name='a'>\(element)</testcase></testsuite>")
    #expect(tests.failed + tests.errors == 1 && tests.passed == 0)
  }

  @Test(
    "a status alone decides",
    arguments: [
      ("status='failed'", 1, []), ("status='FAIL'", 1, []), ("result='error'", 1, []),
      ("status='run' result='failed'", 1, []), ("status='passed'", 0, []),
      ("status='skipped'", 0, ["skipped"]), ("status='notrun' result='suppressed'", 0, ["skipped"]),
      ("status='run' result='completed'", 0, []),
    ])
  func statuses(_ attributes: String, _ failed: Int, _ bounds: [String]) throws {
    let tests = try tests("<testsuite><testcase name='a' \(attributes)/></testsuite>")
    #expect(tests.failed == failed && tests.lowerBounds == bounds)
  }

  @Test(
    "an element or a status of no known kind may be a failure",
    arguments: [
      "<testcase><fehler/></testcase>", "<testcase status='rot'/>", "<testfall name='a'/>",
    ])
  func unclear(_ text: String) throws {
    let file = ResultFiles.read("x", in: Array("<testsuite>\(text)</testsuite>".utf8))
    #expect(file.tests?.hidesFailures == true)
    #expect(file.findings.contains { $0.message.contains("no known kind") && $0.line == 1 })
  }

  private func time(_ text: String) throws -> BoundedValue { try tests(text).time }

  private func cases(_ times: String...) -> String {
    times.map { "<testcase time='\($0)'/>" }.joined()
  }

  @Test("times that are missing or none make a lower bound, or a missing time")
  func times() throws {
    #expect(try time("<testsuite>\(cases("1.5", "2"))</testsuite>") == .exact(3.5))
    #expect(try time("<testsuite>\(cases("0.1", "0.2"))</testsuite>") == .exact(0.3))
    for other in ["NaN", "INF", "-5", "x", ""] {
      #expect(try time("<testsuite>\(cases("1.5", other))</testsuite>") == .atLeast(1.5))
    }
    #expect(try time("<testsuite><testcase/></testsuite>").value == nil)
    #expect(
      try time("<testsuite>\(cases("2"))<testcase><skipped/></testcase></testsuite>") == .exact(2))
    #expect(try time("<testsuite>\(cases("2min 10s", "PT95.2S"))</testsuite>") == .exact(225.2))
    #expect(try time("<testsuite/>").value == nil)
  }

  @Test("a header's time counts unless a part of it took longer")
  func headerTimes() throws {
    #expect(try time("<testsuite time='9'>\(cases("2"))</testsuite>") == .exact(9))
    // Two at once.
    #expect(try time("<testsuite time='3'>\(cases("2", "3"))</testsuite>") == .exact(3))
    #expect(try time("<testsuite time='1'>\(cases("2", "3"))</testsuite>") == .exact(5))
    #expect(try time("<testsuite time='NaN'>\(cases("2", "3"))</testsuite>") == .exact(5))
    let suites = "<testsuite time='44'/><testsuite time='44'/>"
    #expect(try time("<testsuites time='0'>\(suites)</testsuites>") == .exact(88))
    #expect(try time("<testsuites time='50'>\(suites)</testsuites>") == .exact(50))
    #expect(
      try time("<testsuites><testsuite time='4'/><testsuite><testcase/></testsuite></testsuites>")
        == .atLeast(4))
    #expect(try time("<testsuite time='1,234.5'>\(cases("2"))</testsuite>") == .exact(1234.5))
    #expect(try time("<testsuite time='0,482'>\(cases("0,482"))</testsuite>") == .exact(0.482))
  }

  @Test("a run of gotestsum that was repeated is one test; of other producers it is two")
  func reruns() throws {
    let runs = "<testcase name='T'><failure/></testcase><testcase name='T' time='1'/>"
    func written(by version: String, _ more: String = "") throws -> ImportedTests {
      try tests(
        """
        <testsuite tests='2' failures='1'>
        <properties><property name='go.version' value='\(version)'/></properties>
        \(runs)\(more)</testsuite>
        """)
    }
    let flaky = try written(by: "go1.22 linux/amd64", "<testcase name='U' time='1'/>")
    #expect(flaky.total == 2 && flaky.failed == 0 && flaky.flaky == 1 && flaky.broken.isEmpty)
    #expect(flaky.lowerBounds.isEmpty)
    // Every test ran twice, as `-count=2` has it: a failure that is not retried then counts.
    #expect(try !written(by: "go1.22 linux/amd64").lowerBounds.isEmpty)
    // go-junit-report names no machine and never runs a test again.
    #expect(try written(by: "go1.22").failed == 1)
    let plain = try tests("<testsuite>\(runs)</testsuite>")
    #expect(plain.total == 2 && plain.failed == 1)
  }

  @Test("text after the end of the document is no part of it")
  func noise() {
    let document = "<testsuite>\(String(repeating: Self.pass, count: 50))</testsuite>"
    for rest in ["\nDone in 3 s\n", document, "\n\n[log] x\n"] {
      let file = ResultFiles.read("x", in: Array((document + rest).utf8))
      #expect(file.state.name == "refused")
      #expect(file.state.reason?.contains("after the end") == true, "\(file.state)")
    }
    let cut = ResultFiles.read("x", in: Array(document.utf8.dropLast("</testsuite>".count)))
    #expect(cut.state.reason?.contains("cut off") == true, "\(cut.state)")
  }
}
