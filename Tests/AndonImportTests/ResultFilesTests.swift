// Hostile files, odd files, and files of no kind.

import AndonModel
import Testing

@testable import AndonImport

@Suite("Result files") struct ResultFilesTests {
  private func read(_ text: String, as format: ImportFormat? = nil) -> ImportedFile {
    ResultFiles.read("x", as: format, in: Array(text.utf8))
  }

  private func reason(_ text: String, as format: ImportFormat? = nil) -> String {
    let file = read(text, as: format)
    #expect(file.state.name == "refused" && file.measurements.isEmpty && file.tests == nil)
    #expect(file.findings.first == ImportFinding(.fileRefused, file.state.reason ?? ""))
    return file.state.reason ?? ""
  }

  @Test("what has no known format is refused, never guessed")
  func unknown() {
    #expect(reason("") == "the file is empty")
    #expect(reason(" \n") == "it is of no format that andon knows")
    #expect(reason("hello\nworld\n") == "it is of no format that andon knows")
    #expect(reason("{}") == "it is of no format that andon knows")
    #expect(reason("[]") == "it is of no format that andon knows")
    #expect(reason("{\"results\": [{\"command\": \"x\"").hasPrefix("it is not JSON: "))
    #expect(reason("<html><body/></html>") == "it is of no format that andon knows")
    #expect(
      reason("<project/>") == "it is XML of no format that andon knows: its root is `project`")
    #expect(reason("<!-- -->").contains("line 1: "))
    #expect(reason("\u{0}\u{1}\u{2}") == "it is of no format that andon knows")
  }

  @Test("a forced reader reads what it can, and refuses the rest")
  func forced() {
    #expect(reason("<testsuite/>", as: .jacoco) == "the report has no counter")
    #expect(reason("<testsuite/>", as: .lcov) == "it cannot be of the format `lcov`")
    #expect(reason("{}", as: .junit) == "it cannot be of the format `junit`")
    #expect(reason("[]", as: .hyperfine) == "it holds no result")
    #expect(read("real 1\nuser 0\nsys 0\n", as: .posixTime).state == .ok)
    #expect(reason("real x\nuser 0\nsys 0\n", as: .posixTime) == "`real x` is no time")
  }

  @Test("a document that declares entities is refused; one that only names a DTD is read past")
  func entities() {
    let bomb = """
      <!DOCTYPE testsuite [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
      <testsuite><testcase name="&b;"/></testsuite>
      """
    #expect(reason(bomb) == "line 2: the document declares entities")
    let file = "<!DOCTYPE testsuite [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><testsuite/>"
    #expect(reason(file) == "line 1: the document declares entities")
    let parameter = "<!DOCTYPE testsuite [<!ENTITY % p SYSTEM \"x.dtd\"> %p;]><testsuite/>"
    #expect(reason(parameter) == "line 1: the document declares entities")
    let named = "<!DOCTYPE testsuite SYSTEM \"http://127.0.0.1:1/x.dtd\"><testsuite/>"
    #expect(read(named).state == .ok)
    #expect(reason("<testsuite><testcase name='&gone;'/></testsuite>").contains("not defined"))
  }

  @Test("depth and length of a document are limited")
  func limits() {
    let deep =
      String(repeating: "<testsuite>", count: 2000)
      + String(repeating: "</testsuite>", count: 2000)
    #expect(reason(deep).contains("Excessive depth in document"))
    let long = "<testsuite name=\"\(String(repeating: "x", count: 10_100_000))\"/>"
    #expect(reason(long).contains("Huge input lookup"))
    let nested = String(repeating: "[", count: 100_000)
    #expect(reason("{\"a\":" + nested).contains("nested deeper than 256 levels"))
  }

  @Test("of a cut off file of results failures count as far as they go, and it never is whole")
  func cutOff() {
    let whole = """
      <testsuite tests="3">
        <testcase name="a"/>
        <testcase name="b"><failure>x</failure></testcase>
        <testcase name="c"><error>y</error></testcase>
      </testsuite>
      """
    #expect(read(whole).state == .ok)
    for length in 1..<whole.utf8.count {
      let file = read(String(whole.prefix(length)))
      #expect(file.state != .ok)
      guard let tests = file.tests else { continue }
      #expect(tests.passed <= 1 && tests.failed <= 1 && tests.errors <= 1)
      #expect(tests.passed + tests.failed + tests.errors == tests.total && tests.total <= 3)
    }
    // The case that was being read may still have failed.
    let open = read("<testsuite><testcase name='a'/><testcase name='b'>")
    #expect(open.state == .recovered(reason: "line 1: the document is cut off"))
    #expect(open.tests?.total == 1)
  }

  @Test("a suite without cases, and one that broke itself, say so")
  func empty() {
    let none = read("<testsuites/>")
    #expect(none.state == .ok && none.tests?.total == 0 && none.findings.map(\.rule) == [.noTests])
    let broken = read("<testsuite><testcase name='a'/><error>no fixture</error></testsuite>")
    #expect(broken.tests?.passed == 1 && broken.tests?.suiteErrors == 1)
    #expect(broken.findings.map(\.rule) == [.resultMissing])
    // A namespace changes nothing.
    let named = read("<j:testsuite xmlns:j='x'><j:testcase><j:failure/></j:testcase></j:testsuite>")
    #expect(named.tests?.failed == 1)
  }

  @Test("events of go test hold tests and benchmarks; what the tests printed is read past")
  func goEvents() {
    let file = read(
      """
      {"Action":"start","Package":"p"}
      {"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\\n"}
      {"Action":"pass","Package":"p","Test":"TestA","Elapsed":0.5}
      {"Action":"skip","Package":"p","Test":"TestB","Elapsed":0}
      {"Action":"fail","Package":"p","Test":"TestC","Elapsed":0.25}
      {"Action":"output","Package":"p","Output":"BenchmarkX-2 \\t"}
      noise
      {"Action":"output","Package":"p","Output":"     100\\t     12.5 ns/op\\n"}
      {"Action":"fail","Package":"p","Elapsed":1}
      """)
    #expect(file.state == .ok && file.format == .goBench)
    #expect(file.measurements.map(\.name) == ["BenchmarkX-2"])
    #expect(file.measurements.first?.value == .number(12.5))
    let tests = file.tests
    #expect(tests?.total == 3 && tests?.passed == 1 && tests?.failed == 1 && tests?.skipped == 1)
    #expect(tests?.time == 0.75)
  }

  @Test("what ends too early is refused")
  func early() {
    #expect(reason("# TYPE a gauge\na 1\n") == "`# EOF` is missing")
    #expect(reason("# TYPE a gauge\na 1\n# EOF\na 2\n") == "line 4 follows `# EOF`")
    #expect(reason("TN:\nSF:a.c\nDA:1,1\n") == "the last record is cut off")
    #expect(
      reason("{\"type\":\"suite\",\"event\":\"started\",\"test_count\":1}\n")
        == "the events end before the suite does")
    #expect(reason("\tCommand being timed: \"x\"\n") == "it ends before the exit status")
    let csv = "timeStamp,elapsed,label,success\n1,20,\"a, \"\"b\"\"\",true\n2,30,c"
    #expect(reason(csv) == "line 3 is no sample")
    #expect(reason("timeStamp,elapsed,label,success\n1,20,\"a") == "the last line is cut off")
  }

  @Test("a table's quoted cells may hold commas, quotes and ends of lines")
  func table() {
    let file = read(
      "timeStamp,elapsed,label,success\n1,20,\"a, \"\"b\"\"\nc\",true\n\n2,30,d,false\n")
    #expect(file.format == .jmeter)
    #expect(file.measurements.map(\.value) == [.number(2), .number(1), .number(25), .number(30)])
  }

  @Test("numbers that JSON does not know are missing")
  func notANumber() {
    let file = read(
      "[{\"benchmark\":\"b\",\"mode\":\"avgt\",\"primaryMetric\":{\"score\":NaN,"
        + "\"scoreError\":\"NaN\",\"scoreUnit\":\"s/op\",\"scoreConfidence\":[-Infinity,2]}}]")
    #expect(file.measurements.map(\.value) == [.missing])
    #expect(file.measurements.first?.low == nil && file.measurements.first?.high == 2)
  }

  @Test("oddities of one kind are told twenty times, and counted")
  func many() {
    let rows = (0..<50).map { "{\"name\":\"b\($0)\",\"error_occurred\":true}" }
    let text = "{\"context\":{},\"benchmarks\":[\(rows.joined(separator: ","))]}"
    let file = read(text)
    #expect(file.findings.count == 21 && file.findings.last?.message == "and 30 more of this kind")
  }
}
