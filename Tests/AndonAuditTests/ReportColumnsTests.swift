// Which column says what, by its cells and its heading.

import AndonModel
import Testing

@testable import AndonAudit

@Suite("Columns of reports") struct ReportColumnsTests {
  private func lines(_ table: String) -> [Int] {
    ReportAudit.contradictions(in: table).found.map(\.claim.line)
  }

  @Test(
    "a value that breaks its limit contradicts a pass under any heading",
    arguments: [
      "SLA | Actual | Status", "Budget | Actual | Status", "Limit | Result | Status",
      "Target | Value | Met?", "Threshold | Observed | Pass / Fail", "Expected | Actual | Result",
      "Requirement | Measured | OK", "Ziel | Ist | Erfüllt", "Max | Now | State", "A | B | C",
    ])
  func headings(_ heading: String) {
    let head = "| Endpoint | \(heading) |\n|---|---|---|---|\n"
    let rows = "| Search p95 | < 500 ms | 870 ms | ✅ |\n| Cart p95 | < 500 ms | 120 ms | ✅ |\n"
    #expect(lines(head + rows) == [3], "\(heading)")
  }

  @Test(
    "marks and short names of signs are statuses",
    arguments: [
      "✔", "☑", "👍", "🟢", ":white_check_mark:", ":heavy_check_mark:", ":+1:", "[x]", "PASS", "Met",
    ], ["✖", "❌", "👎", ":x:", ":no_entry:", ":-1:", "FAIL", "not met"])
  func marks(_ pass: String, _ fail: String) {
    let table = """
      | Name | Target | Actual | Status |
      |---|---|---|---|
      | a | 10 s | 12 s | \(pass) |
      | b | 10 s | 8 s | \(pass) |
      | c | 10 s | 12 s | \(fail) |
      | d | 10 s | 8 s | \(fail) |
      """
    #expect(lines(table) == [3, 6])
  }

  @Test("the name of a row is told, whatever its column is called")
  func names() {
    let table = """
      | NFR | Target | Observed | Pass / Fail |
      |---|---|---|---|
      | Checkout p95 | < 800 ms | 912 ms | Pass |
      """
    let found = ReportAudit.contradictions(in: table).found
    #expect(found.map(\.message) == ["Checkout p95 is PASS, and its value breaks the limit"])
  }

  @Test(
    "what describes the test, or is denied, is no disturbance",
    arguments: ["under load of 200 users", "no lock contention", "not blocked by others", ""])
  func remarks(_ note: String) {
    let head = "| Name | Target | Actual | Status | Notes |\n|---|---|---|---|---|\n"
    #expect(lines(head + "| a | < 2 s | 1 s | Pass | \(note) |\n") == [])
    #expect(lines(head + "| a | < 2 s | 1 s | Pass | waiting for file lock |\n") == [3])
  }

  @Test("thousands and millions have a letter")
  func multiples() {
    let head = "| Name | Target | Actual | Status |\n|---|---|---|---|\n"
    #expect(lines(head + "| t | > 1.2k req/s | 950 req/s | PASS |\n") == [3])
    #expect(lines(head + "| t | > 1.2k req/s | 1,400 req/s | PASS |\n") == [])
    #expect(lines(head + "| t | < 2M rows | 2,500,000 rows | PASS |\n") == [3])
  }

  @Test("a table without limits holds no objective, and one without values is not judged")
  func nothing() {
    let plain = ReportAudit.contradictions(in: "| Month | Orders |\n|---|---|\n| May | 81 |\n")
    #expect(plain.objectives == 0 && plain.found.isEmpty)
    let head = "| Name | Target | Actual | Status |\n|---|---|---|---|\n"
    let vague = ReportAudit.contradictions(in: head + "| a | fast | very fast | PASS |\n")
    #expect(vague.objectives == 1 && vague.judged == 0 && vague.found.isEmpty)
    let judged = ReportAudit.contradictions(in: head + "| a | < 2 s | 1 s | PASS |\n")
    #expect(judged.objectives == 1 && judged.judged == 1)
  }

  // Lines with a contradiction in a table of a name, a limit, a value and a status.
  private func lines(_ rows: [(limit: String, value: String, status: String)]) -> [Int] {
    let head = "| Name | Target | Actual | Status |\n|---|---|---|---|\n"
    return lines(head + rows.map { "| a | \($0.limit) | \($0.value) | \($0.status) |\n" }.joined())
  }

  @Test(
    "numbers, units and signs as people write them",
    arguments: [
      ("< 10 000 ms", "2 500 ms", "12 000 ms"), ("< 10'000 ms", "2’500 ms", "12'000 ms"),
      ("< 1 000 000 rows", "999 999 rows", "1 000 001 rows"),
      ("< 1 s", ".5 s", "1.5 s"), ("<b>500 ms</b>", "<b>320 ms</b>", "620 ms<br>(p95)"),
      ("⩾ 100 MB", "120 MB", "80 MB"), ("&ge; 100 MB", "120 MB", "80 MB"),
      ("$\\geq$ 100 MB", "120 MB", "80 MB"), ("> 100 MB/s", "9000 MB/min", "3000 MB/min"),
      ("95% < 500 ms", "97% < 500 ms", "91% < 500 ms"), ("≥ 99.9% over 30d", "99.95%", "99.5%"),
      ("< 2 million", "900k", "3M"), ("< 90 milliseconds", "0.08 s", "0.12 s"),
      ("< 5 %", "3 percent", "7 percent"), ("< 500 ms", "900 ms → 320 ms", "320 ms → 900 ms"),
    ])
  func cells(_ limit: String, _ good: String, _ bad: String) {
    #expect(lines([(limit, good, "PASS"), (limit, bad, "PASS")]) == [4])
    #expect(lines([(limit, good, "FAIL"), (limit, bad, "FAIL")]) == [3])
  }

  @Test("a value with a sign of comparison is a bound", arguments: ["≥", "$≥$", "$\\geq$", "⩾"])
  func bounds(_ sign: String) {
    let lines = HandReport("\(sign) 80 s").lines.map(\.text)
    #expect(lines == ["≥ 80 s"])
    #expect(lines.first.flatMap { ClaimedValue($0) }?.bound == .atLeast(isStrict: false))
  }

  @Test(
    "answers as people write them",
    arguments: [
      ("true", "false"), ("success", "failure"), ("Achieved", "Not achieved"), ("Y", "N"),
      ("&#x2705;", "&#10060;"), ("&check;", "&cross;"), ("[✅](x/failures)", "[❌](x/passed)"),
      ("✅ 0 failures", "❌ 2 failures"), ("✅ no failures", "failures"),
    ])
  func answers(_ pass: String, _ fail: String) {
    #expect(
      lines([
        ("10 s", "12 s", pass), ("10 s", "8 s", pass), ("10 s", "12 s", fail),
        ("10 s", "8 s", fail),
      ]) == [3, 6])
  }

  @Test(
    "a heading says which column is meant",
    arguments: [
      (
        "Baseline | Now | Limit | Status", "400 ms | 870 ms | < 500 ms",
        "700 ms | 420 ms | < 500 ms"
      ),
      ("p50 | p95 | SLO p95 | Status", "120 ms | 870 ms | < 500 ms", "80 ms | 420 ms | < 500 ms"),
      ("Limit (s) | Actual (ms) | n | Status", "< 1 | 1200 | 3", "< 1 | 870 | 3"),
      ("Maximum | Measured | x | Status", "5 | 8 | -", "5 | 2 | -"),
      (
        "Minimum | Measured | x | Status", "1000 req/s | 800 req/s | -",
        "1000 req/s | 1200 req/s | -"
      ),
      ("Limit | StdDev | Mean | Status", "< 500 ms | 37 ms | 870 ms", "< 500 ms | 800 ms | 420 ms"),
      ("Samples | Limit | Mean | Status", "100 | < 500 ms | 870 ms", "100 | < 500 ms | 420 ms"),
      (
        "Warn | Fail | Value | Status", "> 300 ms | > 500 ms | 870 ms",
        "> 300 ms | > 500 ms | 120 ms"
      ),
    ])
  func meant(_ heading: String, _ broken: String, _ kept: String) {
    let head = "| Check | \(heading) |\n|---|---|---|---|---|\n"
    #expect(lines(head + "| a | \(broken) | ✅ |\n| b | \(kept) | ✅ |\n") == [3])
  }

  @Test("each of two status columns is about the value before it")
  func twoStatuses() {
    let head = "| Metric | Target | Staging | Status | Prod | Status |\n|---|---|---|---|---|---|\n"
    #expect(lines(head + "| a | < 500 ms | 470 ms | ✅ | 870 ms | ✅ |\n") == [3])
    #expect(lines(head + "| a | < 500 ms | 470 ms | ✅ | 130 ms | ✅ |\n") == [])
    let runs = "| Test | Last run | This run | Limit | Value |\n|---|---|---|---|---|\n"
    #expect(lines(runs + "| a | ❌ | ✅ | < 500 ms | 120 ms |\n") == [])
  }

  @Test("a table whose status cannot be read was not judged")
  func unread() {
    let table =
      "| Name | Limit | Actual | Colour |\n|---|---|---|---|\n| a | < 5 s | 9 s | blue |\n"
    let audit = ReportAudit.contradictions(in: table)
    #expect(audit.found.isEmpty && audit.objectives == 1 && audit.judged == 0)
    #expect(
      ReportAudit.contradictions(
        in: "3/3 passed.\n\n| A | Limit | Actual | Status |\n"
          + "|---|---|---|---|\n| a | 5 s | 4 s | PASS |\n| b | 5 s | 9 s | FAIL |\n"
      ).found.count == 1)
  }
}
