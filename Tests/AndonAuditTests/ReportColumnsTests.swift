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
}
