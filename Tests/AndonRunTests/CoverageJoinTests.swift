// Several coverage reports of one attempt into one figure.

import AndonModel
import Testing

@testable import AndonRun

@Suite("Joined coverage") struct CoverageJoinTests {
  // A report of which each file has lines, some of which were run.
  private func report(
    _ path: String, _ files: [String: (run: Set<Int>, all: ClosedRange<Int>)]
  ) -> CoverageJoin.Report {
    var coverage = ImportedCoverage()
    for (name, lines) in files {
      var file = ImportedCoverage.File()
      for line in lines.all {
        file.lines.add(.init(line: line), isCovered: lines.run.contains(line))
      }
      coverage.files[name] = file
    }
    return (path, coverage)
  }

  private func lines(
    _ reports: CoverageJoin.Report..., there: Set<String> = []
  ) -> Reading {
    CoverageJoin(reports, in: "/w") { there.contains($0) }.reading(\.lines)
  }

  @Test("a line of two reports is one line, and was run when one of them says so")
  func sameFile() {
    let unit = report("unit.info", ["a.c": ([1, 2], 1...4)])
    let end = report("e2e.info", ["a.c": ([3, 4], 1...4)])
    #expect(lines(unit, end) == .exact(1))
    #expect(lines(unit) == .exact(0.5))
    let both = report("unit.info", ["a.c": ([1, 2, 3, 4], 1...4), "b.c": ([], 1...4)])
    #expect(lines(both, report("e2e.info", ["a.c": ([1, 2, 3, 4], 1...4)])) == .exact(0.5))
    #expect(
      lines(unit, report("e2e.info", ["./a.c": ([3, 4], 1...4)]), there: ["a.c"]) == .exact(1))
    #expect(lines(unit, report("e2e.info", ["/w/a.c": ([3, 4], 1...4)])) == .exact(1))
  }

  @Test("different files add up")
  func differentFiles() {
    let left = report("left.info", ["left.c": ([1], 1...2)])
    #expect(lines(left, report("right.info", ["right.c": ([1, 2], 1...2)])) == .exact(0.75))
  }

  @Test("equal relative names in two packages are two files, where both are there")
  func packages() {
    let a = report("packages/a/lcov.info", ["src/i.ts": ([1], 1...2)])
    let b = report("packages/b/lcov.info", ["src/i.ts": ([2], 1...2)])
    let there: Set = ["packages/a/src/i.ts", "packages/b/src/i.ts"]
    #expect(lines(a, b, there: there) == .exact(0.5))
    // One file above both reports.
    #expect(lines(a, b, there: ["src/i.ts"]) == .exact(1))
    // Neither is there: it may be either.
    #expect(lines(a, b) == .between(least: 0.5, most: 1))
    // Other lines are another file.
    let other = report("packages/b/lcov.info", ["src/i.ts": ([1], 1...3)])
    #expect(lines(a, other) == .exact(0.4))
  }

  @Test("counts of one file cover together between the best of them and their sum")
  func counts() {
    func counted(_ path: String, _ covered: Double, _ found: Double) -> CoverageJoin.Report {
      var file = ImportedCoverage.File()
      file.lines.add(.init(covered: covered, found: found))
      var coverage = ImportedCoverage()
      coverage.files["a.c"] = file
      return (path, coverage)
    }
    #expect(lines(counted("x", 5, 10), counted("y", 3, 10)) == .between(least: 0.5, most: 0.8))
    #expect(lines(counted("x", 8, 10), counted("y", 7, 10)) == .between(least: 0.8, most: 1))
    #expect(
      lines(counted("x", 5, 10), report("y", ["a.c": ([1, 2], 1...10)]))
        == .between(least: 0.5, most: 0.7))
  }

  @Test("totals without files are one report, or cannot be joined")
  func totals() {
    var coverage = ImportedCoverage()
    coverage.lines = .init(covered: 3, found: 4)
    #expect(lines(("x", coverage)) == .exact(0.75))
    #expect(lines(("x", coverage), ("y", coverage)).value == nil)
    #expect(lines(("x", ImportedCoverage())).value == nil)
  }

  @Test("where the head states less than the lines show, the part lies between both")
  func lowerHead() {
    var stated = report("x", ["a.c": ([1, 2], 1...2)])
    stated.coverage.lines = .init(covered: 3, found: 10)
    #expect(lines(stated) == .between(least: 0.3, most: 1))
    stated.coverage.lines = .init(covered: 20, found: 20)
    #expect(lines(stated) == .exact(1))
  }
}
