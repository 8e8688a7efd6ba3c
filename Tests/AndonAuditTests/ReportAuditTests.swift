// Hand-written reports: what contradicts itself in them is found, and nothing else.

import AndonModel
import AndonSystem
import AndonTestSupport
import Testing

@testable import AndonAudit

@Suite("Audit of reports") struct ReportAuditTests {
  private func found(_ text: String) -> [Contradiction] {
    ReportAudit.contradictions(in: text).found
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
      "```\n9/11 SLOs met\n```", "- list\n  ```text\n  9/11 SLOs met\n  ```",
      "~~~\n```\n~~~\n1/4 SLOs met", "<!-- 9/11 SLOs met -->", "Last week 3 of 9 SLOs were met.",
      "It rose from 0 of 6 to 1 of 4 SLOs met.", "We want 4 of 4 SLOs met next quarter.",
      "In total 3 targets failed to build on ARM.", "SLO 4 failed at first.",
      "1 of 4 SLOs met (25 %), 2 of 4 SLOs failed (50 %)", "1 of the 4 objectives was met",
      "| ✅ Pass | 1 |", "| Total | 4 |", "Compliance: 25 %", "We run 4 targets in 3 environments.",
    ])
  func consistent(line: String) {
    #expect(kinds(Self.table + line + "\n") == [])
  }

  @Test(
    "a count that the rows do not give is a contradiction",
    arguments: [
      "2/4 SLOs met (50%)", "**Overall**: 3 of 4 objectives met", "- ✅ Passing: 2 (Build)",
      "- Failing: 1", "| SLOs Failed | 3 / 4 (75%) |", "1 passed, 3 failed, 0 unknown",
      "All SLOs are met.", "None of the SLOs failed.", "Three of four objectives are met.",
      "Passed: 2/4", "3 von 4 Zielen erreicht", "| ✅ Pass | 2 |", "| Total | 5 |",
      "Pass rate: 100 %", "All 5 targets are listed above.", "1/5 SLOs met (20%)",
      "1/4 SLOs met (52%)",
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
      // Numbers and limits as they are written elsewhere.
      ("≤ 1 s", "1,4 s", "erfüllt", ["4 status"]), ("≤ 1,500 ms", "1,400 ms", "NOK", ["4 status"]),
      ("≤ 1.500,0 ms", "1.400,5 ms", "OK", []), ("≤ 1 min 30 s", "80 s", "PASS", []),
      ("≤ 10 min", "11m30s", "PASS", ["4 status"]), ("10 min", "9:30 min", "PASS", []),
      ("≥ -5 ms", "-2 ms", "PASS", []), ("~~2 s~~ 1 s", "1.5 s", "PASS", ["4 status"]),
      ("&lt; 5%", "3 %", "PASS", []), ("≤ 1 ms", "5e-05 s", "PASS", []),
      ("max 80 %", "65 %", "PASS", []), ("1 %", "0.5 %", "PASS", []),
      ("not less than 5 min", "6 min", "PASS", []), ("min. 30 s", "20 s", "PASS", ["4 status"]),
      ("5-10 s", "7 s", "PASS", []), ("30 s (soft), 120 s (hard)", "45 s", "FAIL", []),
      ("10 s ± 2 s", "11 s", "PASS", []), ("no change > +10%, against main", "5 %", "PASS", []),
      ("≥ 1000 req/s", "900 req/s", "PASS", ["4 status"]),
      ("0 errors", "3 errors", "PASS", ["4 status"]),
      // Cut off, or not.
      ("≤ 120 s", "> 120 s", "FAIL", []),
      ("≤ 120 s", "45 s (timeout: 120 s, not exceeded)", "OK", []),
      ("≤ 300 s", "did not finish within 130 s", "FAIL", ["4 censored"]),
      ("≤ 300 s", "over 130 s", "FAIL", ["4 censored"]), ("< 1 %", "0.1 % aborted", "PASS", []),
      ("≤ 500 ms", "≥ 0 s (sampled)", "PASS", []),
      // Not measured, or measured after all.
      ("≤ 5 s", "N/A", "FAIL", ["4 unmeasured"]), ("≤ 5 s", "—", "PASS", ["4 unmeasured"]),
      ("≤ 5 s", "4.2 s, previously unknown", "PASS", []),
      // Words that take back what follows.
      ("≤ 1 s", "0.5 s", "no violation", []), ("≤ 1 s", "2 s", "no pass", []),
      ("≤ 1 s", "0.5 s", "🟢 was red", []),
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

  @Test("names are no remarks, and two tables count each for itself")
  func names() {
    let names = """
      | # | SLO | Measured | Target | Status |
      |---|---|---|---|---|
      | 1 | DB lock contention | 2 ms | < 5 ms | PASS |
      | 2 | Throughput under load | 150/s, no lock contention | > 100/s | PASS |

      # Frontend

      1 of 1 SLOs met, in all 3 of 3 SLOs met

      | # | SLO | Measured | Target | Status |
      |---|---|---|---|---|
      | 1 | LCP | 1.2 s | < 2 s | PASS |
      """
    #expect(kinds(names) == [])
    let row = "| # | SLO | Measured | Target | Status |\n|--|--|--|--|--|\n"
    let other =
      row + "| 1 | LCP | 1 s | < 2 s | PASS |\n\n" + row + "| 1 | CLS | 3 s | < 2 s | FAIL |\n"
    #expect(kinds(other) == [])
  }

  @Test("a thousand objectives take a moment")
  func many() {
    let rows = (0..<1000).map { "| \($0) | o\($0) | 1-2 s | ≤ \($0 + 2) s | PASS |\n" }
    let table = "| # | SLO | Measured | Target | Status |\n|--|--|--|--|--|\n" + rows.joined()
    let clock = ContinuousClock()
    // It was seven seconds when each was held against each.
    var faults: [Contradiction] = []
    let passed = clock.measure { faults = found(table) }
    #expect(faults == [] && passed < .seconds(5))
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
