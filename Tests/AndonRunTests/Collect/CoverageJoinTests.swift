// Several coverage reports of one attempt into one figure.

import AndonModel
import Testing

@testable import AndonRun

@Suite("Joined coverage") struct CoverageJoinTests {
  // A report of which each file has lines, some of which were run.
  private func report(
    _ path: String, _ files: [String: (run: Set<Int>, all: ClosedRange<Int>)],
    _ format: ImportFormat = .lcov, roots: [String] = []
  ) -> CoverageJoin.Report {
    var coverage = ImportedCoverage()
    coverage.roots = roots
    for (name, lines) in files {
      var file = ImportedCoverage.File()
      for line in lines.all {
        file.lines.add(.init(line: line), isCovered: lines.run.contains(line))
      }
      coverage.files[name] = file
    }
    return (path, format, coverage)
  }

  private func lines(
    _ reports: CoverageJoin.Report..., there: Set<String> = []
  ) -> BoundedValue {
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
    // Other lines may be another file, or the same after a change.
    let other = report("packages/b/lcov.info", ["src/i.ts": ([1], 1...3)])
    #expect(lines(a, other) == .between(least: 1.0 / 3, most: 0.4))
  }

  @Test("one file by several names")
  func names() {
    let mixed = report(
      "a.info", ["./src/a.c": ([1], 1...4), "src/a.c": ([2], 1...4), "x/../src/a.c": ([], 1...4)])
    #expect(lines(mixed) == .exact(0.5))
    let windows = report("a.info", ["c:\\s\\a.c": ([1], 1...4), "C:/s/a.c": ([2], 1...4)])
    #expect(lines(windows) == .exact(0.5))
    let unit = report("unit.info", ["src/pkg/a.py": ([1, 2], 1...4)])
    // Names below the folders that a report states.
    for root in ["/w/src", "src"] {
      let below = report("cov.xml", ["pkg/a.py": ([3], 1...4)], .cobertura, roots: [root])
      #expect(lines(unit, below, there: ["src/pkg/a.py"]) == .exact(0.75))
    }
    // A report of another machine may be about it.
    let away = report("cov.xml", ["/ci/build/src/pkg/a.py": ([3, 4], 1...4)])
    #expect(lines(unit, away, there: ["src/pkg/a.py"]) == .between(least: 0.5, most: 1))
    // JaCoCo names files by their package.
    let tests = report("target/site/jacoco/jacoco.xml", ["com/x/R.java": ([1], 1...2)], .jacoco)
    let more = report("target/site/jacoco-it/jacoco.xml", ["com/x/R.java": ([2], 1...2)], .jacoco)
    #expect(lines(tests, more, there: ["src/main/java/com/x/R.java"]) == .exact(1))
  }

  @Test("formats that count other things than lines overlap, from the best to the sum")
  func formats() {
    var coverage = ImportedCoverage()
    var file = ImportedCoverage.File()
    file.lines.add(.init(line: 1, text: "1.1,3.2"), isCovered: true, weight: 2)
    file.lines.add(.init(line: 4, text: "4.1,5.2"), isCovered: false, weight: 2)
    coverage.files["a.go"] = file
    let lcov = report("e2e.info", ["a.go": ([4, 5], 1...5)])
    #expect(lines(("unit.out", .goCover, coverage), lcov) == .between(least: 0.5, most: 0.9))
    // Totals of a file beside its lines, in one report.
    file = .init()
    file.lines.add(.init(line: 1), isCovered: true)
    file.lines.add(.init(line: 2), isCovered: false)
    file.lines.add(.init(covered: 2, found: 2))
    coverage.files["a.go"] = file
    #expect(lines(("a.info", .lcov, coverage)) == .exact(1))
  }

  @Test("counts of one file cover together between the best of them and their sum")
  func counts() {
    func counted(_ path: String, _ covered: Double, _ found: Double) -> CoverageJoin.Report {
      var file = ImportedCoverage.File()
      file.lines.add(.init(covered: covered, found: found))
      var coverage = ImportedCoverage()
      coverage.files["a.c"] = file
      return (path, .jacoco, coverage)
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
    #expect(lines(("x", .clover, coverage)) == .exact(0.75))
    #expect(lines(("x", .clover, coverage), ("y", .clover, coverage)).value == nil)
    #expect(lines(("x", .clover, ImportedCoverage())).value == nil)
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
