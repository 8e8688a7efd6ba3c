// Hand-written reports: what contradicts itself in them is found, and nothing else.

import AndonModel
import AndonSystem
import AndonTestSupport
import Testing

@testable import AndonAudit

@Suite("Audit of reports") struct ReportAuditTests {
  private func found(_ text: String) -> [Contradiction] {
    ReportAudit.contradictions(in: text)
  }

  private func kinds(_ text: String) -> [String] {
    found(text).map { "\($0.claim.line) \($0.kind.rawValue)" }
  }

  private static let table = """
    | # | SLO | Measured | Target | Status |
    |---|---|---|---|---|
    | 1 | Build | 12.1 s | ≤ 15 s | ✅ PASS |
    | 2 | Memory | 130 MB | ≤ 100 MB | 🔴 FAIL |
    | 3 | Suite | 130+ s | ≤ 120 s | 🔴 FAIL |
    | 4 | Start | – | ≤ 1 s | ⚪ Unknown |

    """

  @Test(
    "a report that says what its rows say is left alone",
    arguments: [
      "1/4 SLOs met (25%)", "**Overall**: 1 of 4 objectives met", "- ✅ Passing: 1 (Build)",
      "- Failing: 2", "| SLOs Met | 1 / 4 (25%) |", "1 passed, 2 failed, 1 unknown",
      "All 4 targets are listed above.", "2 failed SLOs, 1 unknown",
      // Other things are counted as well.
      "12 tests passed, 3 failed", "3 stages: 2 succeeded, 1 failed",
      "Exit code 1, failed at 10:30",
      "Version 2.3 passed review in 2026-01-26", "Memory is 1.3x over target",
      "```\n9/11 SLOs met\n```", "We run 4 targets in 3 environments.",
    ])
  func consistent(line: String) {
    #expect(kinds(Self.table + line + "\n") == [])
  }

  @Test(
    "a count that the rows do not give is a contradiction",
    arguments: [
      "2/4 SLOs met (50%)", "**Overall**: 3 of 4 objectives met", "- ✅ Passing: 2 (Build)",
      "- Failing: 1", "| SLOs Failed | 3 / 4 (75%) |", "1 passed, 3 failed, 0 unknown",
      "All 5 targets are listed above.", "1/5 SLOs met (20%)", "1/4 SLOs met (52%)",
    ])
  func tallies(line: String) throws {
    let found = found(Self.table + line + "\n")
    let first = try #require(found.first)
    #expect(first.kind == .tally && first.claim.line == 7, "\(found)")
    #expect(first.against.allSatisfy { (1...6).contains($0.line) } && !first.against.isEmpty)
  }

  private func section(_ target: String, _ measured: String, _ status: String, _ more: String = "")
    -> String
  {
    """
    ### SLO #1: One
    **Target**: \(target)
    **Measured**: \(measured)
    **Status**: \(status)
    \(more)
    """
  }

  @Test(
    "a decision is held against what it rests on",
    arguments: [
      ("≤15s", "120+ seconds (timed out)", "🔴 FAIL", []),
      ("<5 minutes (300 seconds)", "130+ seconds (timed out)", "🔴 FAIL", ["4 censored"]),
      ("≤ 300 s", "at least 130 s", "✅ PASS", ["4 censored"]),
      ("≤ 5 s", "Not measurable", "🔴 FAIL", ["4 unmeasured"]),
      ("≤ 5 s", "Unknown", "✅ PASS", ["4 unmeasured"]),
      ("≤ 5 s", "Unknown", "⚪ UNKNOWN", []),
      ("≤ 5 s", "4.2 s", "🔴 FAIL", ["4 status"]),
      ("≤ 5 s", "6 s", "✅ PASS", ["4 status"]),
      ("≤ 100 MB", "1.5-2.0 GB", "FAIL", []),
      ("≥ 80 %", "75 %", "PASS", ["4 status"]),
      ("100%", "100%", "PASS", []),
      ("< 2 m", "119 s", "met", []),
      ("≤ 5 s", "4 s", "not met", ["4 status"]),
    ] as [(String, String, String, [String])])
  func decisions(target: String, measured: String, status: String, expected: [String]) {
    #expect(kinds(section(target, measured, status)) == expected)
  }

  @Test("a pass of what was disturbed, a wrong multiple, two places that disagree")
  func others() {
    let waited = section("<150s", "20.7s (with file lock blocking)", "✅ PASS")
    #expect(kinds(waited) == ["4 tainted"])
    #expect(kinds(section("≤15s", "120s", "FAIL (8x over target)")) == [])
    #expect(kinds(section("≤15s", "120s", "FAIL (12x over target)")) == ["4 status"])
    let row = "\n| # | SLO | Measured | Target | Status |\n|--|--|--|--|--|\n"
    let table = row + "| 1 | One | 120 s | ≤15s | PASS |\n"
    #expect(kinds(section("≤15s", "120s", "FAIL") + table).contains("4 status"))
  }

  @Test("one measurement that is counted twice")
  func duplicates() {
    let second = """

      ### SLO #2: Two
      **Target**: ≤ 100 MB
      **Measured**: See SLO #1 (same measurement)
      **Status**: FAIL
      """
    #expect(kinds(section("≤ 100 MB", "1.5-2 GB", "FAIL") + second) == ["8 duplicate"])
    let rows = """
      | # | SLO | Measured | Target | Status |
      |---|---|---|---|---|
      | 1 | Build memory | 1.5-2 GB | ≤ 100 MB | FAIL |
      | 2 | Other memory | 1.5-2 GB | ≤ 100 MB | FAIL |
      | 3 | Build | 120+ s | ≤ 15 s | FAIL |
      | 4 | Other | 120+ s | ≤ 15 s | FAIL |
      """
    #expect(kinds(rows) == ["4 duplicate"])
  }

  @Test("hostile text is read past")
  func hostile() {
    for text in [
      "", "|", "||||", "|-|-|\n|-|-|", "# \n**Status**", "| Status | x |\n|--|--|\n| PASS |",
      String(repeating: "|", count: 5000), String(repeating: "1/", count: 5000),
      "**Target**: 99999999999999999999999999 s\n", "9999999999999999999/1 SLOs met",
      "| # | SLO | Target | Status |\n|--|--|--|--|\n| 1e99 | a | 99999999999999999999 s | PASS |",
      "### SLO #99999999999999999999999: x\n**Target**: 1s\n**Status**: PASS (9999999999999999999999x over)",
      "99999999999999999999999999999 of 3 SLOs failed (99999999999999999999999 %)",
      "\u{0}\u{7F}\r\r\n| # |\u{FEFF}|",
    ] {
      _ = found(text)
      #expect(found(Self.table + text + "\n").allSatisfy { $0.claim.line >= 1 })
    }
  }

  @Test("reports that andon writes do not contradict themselves")
  func own() throws {
    let folder = "\(Built.repository)/Tests/AndonReportTests/Goldens"
    let names = Files.names(in: folder).filter { $0.hasSuffix(".report.md") }
    #expect(names.count > 4)
    for name in names {
      let text = String(decoding: try Files.read("\(folder)/\(name)"), as: UTF8.self)
      #expect(found(text) == [], "\(name)")
      #expect(name != "red.report.md" || HandReport(text).rows.count == 6)
    }
  }

  @Test(
    "the report that started the project contradicts itself in these places",
    .enabled(if: Built.sharedData != nil, "no ../shared/data"))
  func seed() throws {
    let data = try #require(Built.sharedData)
    let bytes = try Files.read("\(data)/../seed/ggen-slo-report.md")
    let found = found(String(decoding: bytes, as: UTF8.self))
    let all = Set(found.map { "\($0.claim.line) \($0.kind.rawValue) \($0.claim.value)" })
    for expected in [
      "12 tally 2/11 PASS", "17 tally 9/11 FAIL", "218 tally 2/11 PASS", "220 tally 7 FAIL",
      "221 tally 3 UNKNOWN", "129 tainted PASS", "163 unmeasured FAIL", "178 censored FAIL",
      "192 duplicate See SLO #4 (same measurement)",
    ] {
      #expect(all.contains(expected), "\(expected)")
    }
    #expect(found.count == 11)
  }
}
