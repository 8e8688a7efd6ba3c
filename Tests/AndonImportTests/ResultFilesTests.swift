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
    let finding = file.findings.first
    let place = finding?.line.map { "line \($0): " } ?? ""
    #expect(finding?.code == .fileRefused && place + (finding?.message ?? "") == file.state.reason)
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
    for format in [ImportFormat.jacoco, .lcov] {
      let name = format.rawValue
      let words = "it is not of the format `\(name)`: its root is `testsuite`"
      #expect(reason("<testsuite/>", as: format) == words)
    }
    #expect(reason("{}", as: .junit) == "it cannot be of the format `junit`")
    #expect(reason("[]", as: .hyperfine) == "it holds no result")
    #expect(read("real 1\nuser 0\nsys 0\n", as: .posixTime).state == .ok)
    #expect(reason("real x\nuser 0\nsys 0\n", as: .posixTime) == "`real x` is not a time")
  }

  @Test("a document that declares entities is refused; one that only names a DTD is read past")
  func entities() {
    let bomb = """
      <!DOCTYPE testsuite [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
      <testsuite><testcase name="&b;"/></testsuite>
      """
    #expect(reason(bomb) == "line 1: the document declares entities")
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
    #expect(reason(long) == "line 1: a text is larger than 10 MB")
    let nested = String(repeating: "[", count: 100_000)
    #expect(reason("{\"a\":" + nested).contains("nested deeper than 256 levels"))
  }

  @Test("what only looks like a page is read: a failure may quote one")
  func pages() {
    let quoted = "<testsuite><testcase><failure><![CDATA[<html>]]></failure></testcase></testsuite>"
    #expect(read(quoted).tests?.failed == 1)
    #expect(read("<!-- <html> -->" + quoted).tests?.failed == 1)
    #expect(reason("<!-- a --> <!DOCTYPE html><html/>") == "it is of no format that andon knows")
  }

  @Test("text in UTF-16 is read as what it says")
  func wideText() {
    let text = "real 1\nuser 0\nsys 0\n"
    for isBig in [true, false] {
      let bytes = ("\u{FEFF}" + text).utf16.flatMap { unit -> [UInt8] in
        let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
        return isBig ? [high, low] : [low, high]
      }
      #expect(ResultFiles.read("x", in: bytes).format == .posixTime)
    }
  }

  @Test("counts of coverage are counts, and never more than there is")
  func coverageCounts() {
    // Those beside a list decide nothing where they cannot be read.
    func notes(_ text: String) -> [ImportFinding] {
      let file = read(text)
      #expect(file.state == .ok)
      return file.findings
    }
    for count in ["nan", "inf", "-1", "0x10", "1e300", "1.5", ""] {
      let root = "<coverage line-rate=\"1\" lines-covered=\"1\" lines-valid=\"\(count)\"/>"
      let isTold = !["", "nan"].contains(count)
      #expect(
        notes(root).map(\.message) == (isTold ? ["`lines-valid` is not a count: `\(count)`"] : []))
      let counter = "<counter type=\"LINE\" missed=\"0\" covered=\"\(count)\"/>"
      #expect(reason("<report>\(counter)</report>") == "line 1: `covered` is no count")
      let metrics = "<metrics statements=\"2\" coveredstatements=\"\(count)\"/>"
      let clover = "<coverage clover=\"4\"><project>\(metrics)</project></coverage>"
      #expect(notes(clover).map(\.line) == (isTold ? [1] : []))
      #expect(reason("SF:a\nLF:\(count)\nend_of_record\n").hasPrefix("line 2: `count`"))
    }
    #expect(reason("SF:a\nDA:1,x\nend_of_record\n") == "line 2 has no count")
    #expect(reason("SF:a\nDA:x,1\nend_of_record\n") == "line 2 is no record")
    #expect(reason("SF:a\nDA:1,1\nend_of_record\nSF") == "line 4 is no record")
  }

  @Test("a line that several tests have run is one line")
  func linesOfSeveralTests() {
    let trace = "TN:a\nSF:f\nDA:1,0\nDA:2,1\nend_of_record\nTN:b\nSF:f\nDA:1,5\nend_of_record\n"
    #expect(read(trace).coverage?.part(\.lines) == .init(covered: 2, found: 2))
  }

  @Test("events of go test that are cut off are refused; a package that breaks is a failure")
  func brokenGoEvents() {
    let run = "{\"Action\":\"run\",\"Package\":\"p\",\"Test\":\"T\"}\n"
    let pass = "{\"Action\":\"pass\",\"Package\":\"p\",\"Test\":\"T\"}\n"
    let end = "{\"Action\":\"pass\",\"Package\":\"p\"}\n"
    #expect(reason(run + run) == "the events end before `p` does")
    #expect(read(run + pass + end).tests?.passed == 1)
    let open = read(run + end).tests
    #expect(open?.total == 0 && open?.lacksCases == true && open?.hidesFailures == true)
    #expect(open?.time.value == nil)
    let broken = read(run + pass + end + "{\"Action\":\"fail\",\"Package\":\"q\"}\n")
    #expect(broken.tests?.suiteErrors == 1 && broken.tests?.failed == 0)
    let build = "{\"ImportPath\":\"q\",\"Action\":\"build-fail\"}\n"
    let both = build + "{\"Action\":\"fail\",\"Package\":\"q\",\"FailedBuild\":\"q\"}\n"
    #expect(read(run + pass + end + both).tests?.suiteErrors == 1)
  }

  private static let goEnd = "{\"Action\":\"pass\",\"Package\":\"p\"}"

  @Test(
    "an event that is not whole makes the counts lower bounds, wherever it stands",
    arguments: [
      "\(goEnd)\n{\"Action\":\"start\",\"Package\":\"q",
      "{\"Action\":\"fail\",\"Package\":\"p\",\"Test\":\"B\"} garb\n\(goEnd)", "\(goEnd)\n{",
      " \t{\"Action\":\"fail\",\n\(goEnd)", "printed{\"Action\":\"fail\",\n\(goEnd)",
      "{\"Action\":\"skip\",\"Package\":\"p\",\"Test\":\"B\"}\r{\"Action\":\"fail\"}\n\(goEnd)",
    ])
  func brokenLines(_ rest: String) {
    let begin = "{\"Action\":\"pass\",\"Package\":\"p\",\"Test\":\"A\"}\n"
    let file = read(begin + rest)
    #expect(file.state.name == "recovered" && file.tests?.passed == 1 && file.line != nil)
    #expect(file.findings.map(\.code) == [.fileTruncated])
  }

  @Test("an event after printed text counts; printed text does not")
  func printedBefore() {
    let fail = "{\"Action\":\"fail\",\"Package\":\"p\",\"Test\":\"A\"}\n"
    for before in ["x", " ", "\t", "\u{FEFF}", "a = {1}"] {
      let file = read("{\"Action\":\"start\",\"Package\":\"p\"}\n\(before)\(fail)\(Self.goEnd)\n")
      #expect(file.tests?.failed == 1, "\(before)")
    }
    let file = read("{\"Action\":\"start\",\"Package\":\"p\"}\n{1: 2}\nx = {\n\(fail)\(Self.goEnd)")
    #expect(file.state == .ok && file.tests?.failed == 1)
  }

  @Test("what a suite of libtest states and no test shows is a failure")
  func libtestSuite() {
    let start = "{\"type\":\"suite\",\"event\":\"started\",\"test_count\":3}\n"
    let ok = "{\"type\":\"test\",\"name\":\"a\",\"event\":\"ok\"}\n"
    let begun = "{\"type\":\"test\",\"name\":\"b\",\"event\":\"started\"}\n"
    let failed = "{\"type\":\"test\",\"name\":\"b\",\"event\":\"failed\"}\n"
    let end = "{\"type\":\"suite\",\"event\":\"failed\""
    #expect(read(start + ok + end + ",\"passed\":1,\"failed\":2}\n").tests?.suiteErrors == 2)
    #expect(read(start + ok + end + "}\n").tests?.suiteErrors == 1)
    let whole = read(start + ok + begun + failed + end + ",\"failed\":1}\n").tests
    #expect(whole?.failed == 1 && whole?.suiteErrors == 0)
    #expect(reason(start + ok + begun + end + "}\n") == "the events end before `b` does")
  }

  @Test("a suite of libtest that does not end is refused; a slow test is one test")
  func libtestEvents() {
    let start = "{\"type\":\"suite\",\"event\":\"started\",\"test_count\":1}\n"
    let slow = "{\"type\":\"test\",\"event\":\"timeout\",\"name\":\"a\"}\n"
    let ok = "{\"type\":\"test\",\"event\":\"ok\",\"name\":\"a\"}\n"
    let end = "{\"type\":\"suite\",\"event\":\"ok\",\"passed\":1}\n"
    #expect(reason(start + ok + end + start + ok) == "the events end before the suite does")
    let file = read(start + slow + ok + end)
    #expect(file.tests?.total == 1 && file.tests?.passed == 1)
  }

  @Test("cases within cases, and failures beside cases, are counted")
  func nestedCases() {
    let inner = "<testcase><failure/></testcase>"
    #expect(read("<testsuite><testcase>\(inner)</testcase></testsuite>").tests?.failed == 1)
    #expect(read("<testsuite><testcase>\(inner)</testcase></testsuite>").tests?.total == 2)
    #expect(read("<testsuite><failure/><testcase/></testsuite>").tests?.suiteErrors == 1)
    #expect(read("<testsuites><error/><testsuite/></testsuites>").tests?.suiteErrors == 1)
  }

  @Test("a table of samples is read in one pass, and holds some")
  func samples() {
    let head = "timeStamp,elapsed,success\n"
    #expect(reason(head) == "it holds no sample")
    #expect(reason(head + "1,5,fal\n") == "line 2 is no sample")
    #expect(reason(head + "\"\n" + String(repeating: "x\n", count: 200_000)).contains("cell"))
    #expect(read(head + "1,5,true\n").measurements.first?.value == .number(1))
  }

  @Test("benchmarks that failed or were skipped have no value; a percentage is no time")
  func googleRows() {
    let rows = [
      "{\"name\":\"a\",\"skipped\":true,\"real_time\":0.0,\"time_unit\":\"ns\"}",
      "{\"name\":\"b\",\"aggregate_unit\":\"percentage\",\"real_time\":0.5,\"time_unit\":\"us\"}",
    ].joined(separator: ",")
    let file = read("{\"context\":{},\"benchmarks\":[\(rows)]}")
    #expect(file.measurements.map(\.value) == [.missing, .number(0.5)])
    #expect(file.measurements.map(\.unit) == [nil, "ratio"])
  }

  @Test("the summary that k6 exports is read as well")
  func exportedSummary() {
    let text = """
      {"root_group":{},"metrics":{"http_req_duration":{"avg":2.5,"thresholds":{"avg<3":false}},
      "checks":{"passes":3,"fails":0,"value":1},"data_sent":{"count":5,"rate":1.5}}}
      """
    let file = read(text)
    #expect(file.format == .k6)
    let all = file.measurements.map { "\($0.name) \($0.value.number ?? .nan) \($0.unit ?? "")" }
    #expect(
      all == [
        "http_req_duration/avg 2.5 ms", "http_req_duration/threshold avg<3 1.0 bool",
        "checks/passes 3.0 count", "checks/fails 0.0 count", "checks/value 1.0 count",
        "data_sent/count 5.0 bytes", "data_sent/rate 1.5 bytes/s",
      ])
  }

  @Test("words are no benchmark of Go; those of two packages are told apart")
  func goBenchmarks() {
    #expect(reason("Benchmarking 12 34 horses\n") == "it is of no format that andon knows")
    let text = "pkg: a\nBenchmarkX 10 5 ns/op\npkg: b\nBenchmarkX 10 50 ns/op\n"
    #expect(read(text).measurements.map(\.scope) == ["a", "b"])
  }

  @Test(
    "what breaks OpenMetrics is refused",
    arguments: [
      "a{a=1} 1", "a{a} 1", "a{a=\"1\"b=\"2\"} 1", "a{a=\"1\",,b=\"2\"} 1", "a{a=\"1\",a=\"1\"} 1",
      "0a 1", "a.b 1", "a  1", "a 1 ", "a 1_2", "a 0x1p-3", "a 1 z", "a 1 NaN",
      "# TYPE a gauge\n# TYPE a gauge", "# TYPE a gauge\na 1\n# HELP a x", "a 1\nb 1\na 2",
      "# TYPE a gauge\na 1 # {b=\"c\"} 1", "# TYPE a stateset\na 0", "# TYPE a info\na_info 2",
      "# TYPE a summary\na{quantile=\"-1\"} 0", "# TYPE a histogram\na_bucket{le=\"1\"} 0",
      "# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1",
      "# TYPE a histogram\na_bucket{le=\"+Inf\"} -1", "# TYPE a counter\na 1",
      "# TYPE a gauge\na{a=\"1\"} 1\na{a=\"2\"} 2\na{a=\"1\"} 3", "# TYPE a gauge\na 0 1\na 0 0",
    ])
  func badMetrics(text: String) {
    #expect(read(text + "\n# EOF\n").state.name == "refused")
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
    #expect(none.state == .ok && none.tests?.total == 0 && none.findings.map(\.code) == [.noTests])
    let broken = read("<testsuite><testcase name='a'/><error>no fixture</error></testsuite>")
    #expect(broken.tests?.passed == 1 && broken.tests?.suiteErrors == 1)
    #expect(broken.findings.map(\.code) == [.resultMissing])
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
    #expect(tests?.time == .exact(0.75))
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
