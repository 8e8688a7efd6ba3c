// Coverage reports: what is counted of each file, and heads that contradict it.

import AndonModel
import Testing

@testable import AndonImport

@Suite("Formats of coverage") struct CoverageFormatTests {
  private func read(_ text: String) -> ImportedFile { ResultFiles.read("x", in: Array(text.utf8)) }

  private func coverage(_ text: String, _ format: ImportFormat) throws -> ImportedCoverage {
    let file = read(text)
    #expect(file.format == format && file.state == .ok, "\(file.state)")
    #expect(!file.measurements.isEmpty)
    return try #require(file.coverage)
  }

  private func part(_ covered: Double, _ found: Double) -> ImportedCoverage.Part {
    .init(covered: covered, found: found)
  }

  private func cobertura(_ head: String, _ classes: String) -> String {
    "<coverage line-rate='1' \(head)><packages><package name='p'><classes>\(classes)</classes>"
      + "</package></packages></coverage>"
  }

  private let lines = "<lines><line number='1' hits='1'/><line number='2' hits='0'/></lines>"

  @Test("Cobertura: the lines count, whatever the root states")
  func cobertura() throws {
    let one = "<class filename='a.c'>\(lines)</class>"
    for head in [
      "", "lines-covered='2' lines-valid='2'", "lines-covered='NaN' lines-valid='NaN'",
      "lines-covered='1.0' lines-valid='2.0'", "lines-covered='' lines-valid=''",
    ] {
      #expect(try coverage(cobertura(head, one), .cobertura).part(\.lines) == part(1, 2))
    }
    let lie = read(cobertura("lines-covered='2' lines-valid='2'", one))
    #expect(lie.findings.map(\.code) == [.countsDisagree])
    #expect(read(cobertura("lines-covered='1' lines-valid='2'", one)).findings.isEmpty)
    // One file in several classes.
    #expect(try coverage(cobertura("", one + one), .cobertura).part(\.lines) == part(1, 2))
    let branch =
      "<class filename='a.c'><lines><line number='1' hits='1' branch='true' "
      + "condition-coverage='50% (1/2)'/></lines></class>"
    #expect(try coverage(cobertura("", branch), .cobertura).part(\.branches) == part(1, 2))
    // A line whose branches are not counted may have any number.
    let bare = "<line number='2' hits='1' branch='true' condition-coverage='50%'/>"
    let more = branch.replacing("</lines>", with: "\(bare)</lines>")
    let unread = read(cobertura("", more))
    #expect(unread.coverage?.part(\.branches) == nil && unread.findings.first?.line == 1)
    // Classes without a file.
    let nameless = "<class name='A'>\(lines)</class><class name='B'>\(lines)</class>"
    #expect(try coverage(cobertura("", nameless), .cobertura).part(\.lines) == part(2, 4))
  }

  @Test("equal names in two packages are two files")
  func packages() throws {
    let package = { (name: String, inner: String) in
      "<package name='\(name)'>\(inner)</package>"
    }
    let classes = "<classes><class filename='util.py'>\(lines)</class></classes>"
    let cobertura =
      "<coverage line-rate='1'><packages>\(package("a", classes))\(package("b", classes))"
      + "</packages></coverage>"
    #expect(try coverage(cobertura, .cobertura).part(\.lines) == part(2, 4))
    let source =
      "<sourcefile name='Util.java'><line nr='1' mi='0' ci='3' mb='1' cb='1'/>"
      + "<line nr='2' mi='2' ci='0' mb='0' cb='0'/></sourcefile>"
    let counters =
      "<counter type='LINE' missed='2' covered='2'/><counter type='BRANCH' missed='2' covered='2'/>"
    let jacoco = "<report>\(package("a", source))\(package("b", source))\(counters)</report>"
    let both = try coverage(jacoco, .jacoco)
    #expect(both.part(\.lines) == part(2, 4) && both.part(\.branches) == part(2, 4))
    #expect(both.files.keys.sorted() == ["a/Util.java", "b/Util.java"])
  }

  @Test("JaCoCo, Clover, coverage.py: lines count where they are listed, else the totals")
  func heads() throws {
    let lie =
      "<report><package name='a'><sourcefile name='A'><line nr='1' mi='1' ci='0'/></sourcefile>"
      + "</package><counter type='LINE' missed='0' covered='1'/></report>"
    #expect(try coverage(lie, .jacoco).part(\.lines) == part(0, 1))
    #expect(read(lie).findings.map(\.code) == [.countsDisagree])
    let totals = "<report><counter type='LINE' missed='1' covered='3'/></report>"
    #expect(try coverage(totals, .jacoco).part(\.lines) == part(3, 4))
    let clover =
      "<coverage clover='4'><project><metrics statements='2' coveredstatements='2'/>"
      + "<file name='a' path='/a'><line num='1' type='stmt' count='1'/>"
      + "<line num='2' type='stmt' count='1'/>"
      + "<line num='2' type='cond' truecount='1' falsecount='0'/>"
      + "<line num='3' type='method' count='1'/></file></project></coverage>"
    #expect(try coverage(clover, .clover).part(\.lines) == part(2, 2))
    #expect(try coverage(clover, .clover).part(\.branches) == part(1, 2))
    // Istanbul: three of four branches were taken.
    let istanbul = clover.replacing(
      "type='cond' truecount='1' falsecount='0'",
      with: "type='cond' count='1' truecount='3' falsecount='1'")
    #expect(try coverage(istanbul, .clover).part(\.branches) == part(3, 4))
    let python = """
      {"meta": {}, "totals": {"covered_lines": 3, "num_statements": 3, "covered_branches": 1,
        "num_branches": 2}, "files": {"a.py": {"executed_lines": [1, 2], "missing_lines": [4],
        "executed_branches": [[1, 2]], "missing_branches": [[1, 4]]}}}
      """
    #expect(try coverage(python, .coveragePy).part(\.lines) == part(2, 3))
    #expect(try coverage(python, .coveragePy).part(\.branches) == part(1, 2))
  }

  @Test("a Go profile counts statements, and a block that is there twice once")
  func go() throws {
    let profile = "mode: set\nm/a.go:3.14,4.2 2 1\nm/a.go:7.14,8.2 2 0\nm/a.go:11.14,12.2 2 1\n"
    #expect(try coverage(profile, .goCover).part(\.lines) == part(4, 6))
    #expect(read(profile).measurements.first?.value == .number(4.0 / 6))
    let joined = profile + "mode: set\nm/a.go:7.14,8.2 2 5\n"
    #expect(try coverage(joined, .goCover).part(\.lines) == part(6, 6))
    #expect(read("mode: set\nm/a.go:3.14,4.2 2\n").state.reason == "line 2 is no block")
    #expect(read("mode: set\n").state.reason == "it holds no statement")
  }

  @Test("llvm-cov, OpenCover and Istanbul")
  func others() throws {
    let llvm = """
      {"type": "llvm.coverage.json.export", "data": [{"files": [{"filename": "/a.c", "summary":
        {"lines": {"count": 4, "covered": 3}, "branches": {"count": 2, "covered": 1}}}],
        "totals": {"lines": {"count": 4, "covered": 3}}}]}
      """
    #expect(try coverage(llvm, .llvmCov).part(\.lines) == part(3, 4))
    #expect(try coverage(llvm, .llvmCov).part(\.branches) == part(1, 2))
    let openCover =
      "<CoverageSession><Modules><Module><Files><File uid='1' fullPath='C:\\a.cs'/></Files>"
      + "<Classes><Class><Methods><Method><SequencePoints>"
      + "<SequencePoint vc='1' sl='3' sc='1' fileid='1'/>"
      + "<SequencePoint vc='0' sl='4' sc='1' fileid='1'/></SequencePoints><BranchPoints>"
      + "<BranchPoint vc='1' sl='3' path='0' offset='5' fileid='1'/>"
      + "<BranchPoint vc='0' sl='3' path='1' offset='5' fileid='1'/></BranchPoints></Method>"
      + "</Methods></Class></Classes></Module></Modules></CoverageSession>"
    #expect(try coverage(openCover, .openCover).part(\.lines) == part(1, 2))
    #expect(try coverage(openCover, .openCover).part(\.branches) == part(1, 2))
    let summary = """
      {"total": {"lines": {"total": 10, "covered": 8}, "statements": {"total": 10, "covered": 8},
        "branches": {"total": 4, "covered": 2}}, "/a.js": {"lines": {"total": 10, "covered": 8}}}
      """
    #expect(try coverage(summary, .istanbul).part(\.lines) == part(8, 10))
    #expect(try coverage(summary, .istanbul).stated(\.branches) == part(2, 4))
    let final = """
      {"/a.js": {"path": "/a.js", "statementMap": {"0": {"start": {"line": 1}},
        "1": {"start": {"line": 1}}, "2": {"start": {"line": 2}}}, "s": {"0": 0, "1": 3, "2": 0},
        "branchMap": {"0": {"loc": {"start": {"line": 2}}}}, "b": {"0": [1, 0]}}}
      """
    #expect(try coverage(final, .istanbul).part(\.lines) == part(1, 2))
    #expect(try coverage(final, .istanbul).part(\.branches) == part(1, 2))
  }

  @Test("a refusal names the line of the element, not the line that was read ahead")
  func lineOfRefusal() {
    let head = "<?xml version='1.0'?>\n<coverage line-rate='1' lines-covered='x'>\n"
    for lines in [1, 60, 5000] {
      let file = read(head + String(repeating: "<packages/>\n", count: lines) + "</coverage>")
      #expect(file.findings.first?.line == 2)
    }
  }

  @Test("Cobertura: lines of methods alone, counts that cannot be read, names and their folders")
  func coberturaNames() throws {
    let methods =
      "<class filename='a.c'><methods><method><lines><line number='1' hits='1'/>"
      + "<line number='2' hits='0'/></lines></method></methods><lines/></class>"
    #expect(try coverage(cobertura("", methods), .cobertura).part(\.lines) == part(1, 2))
    let lines = "<class filename='a.c'><lines><line number='1' hits='1'/></lines></class>"
    for count in ["-1", "N/A", "Infinity", "1,002", "None"] {
      let file = read(cobertura("lines-covered='1' lines-valid='\(count)'", lines))
      #expect(file.coverage?.part(\.lines) == part(1, 1) && !file.findings.isEmpty, "\(count)")
    }
    #expect(read(cobertura("lines-covered='1.00' lines-valid='1E0'", lines)).findings.isEmpty)
    // An absolute name in two packages is one file.
    func package(_ run: Int) -> String {
      "</classes></package><package name='p\(run)'><classes><class filename='/s/a.c'><lines>"
        + "<line number='\(run)' hits='1'/><line number='3' hits='0'/></lines></class>"
    }
    let linked = try coverage(cobertura("", package(1) + package(2)), .cobertura)
    #expect(linked.part(\.lines) == part(2, 3))
    let rooted = cobertura("", lines).replacing(
      "<packages>", with: "<sources><source> /ci/src </source></sources><packages>")
    #expect(try coverage(rooted, .cobertura).roots == ["/ci/src"])
  }

  @Test("lcov: expressions with commas; JaCoCo: files of two modules")
  func otherNames() throws {
    let branches = "SF:a.c\nDA:1,1\nBRDA:1,0,f(a, 2),1\nBRDA:1,0,g(b, 3),0\nend_of_record\n"
    #expect(try coverage(branches, .lcov).part(\.branches) == part(1, 2))
    func group(_ name: String, _ run: Int) -> String {
      "<group name='\(name)'><package name='com/x'><sourcefile name='M.java'>"
        + "<line nr='1' ci='\(run)' mi='1'/></sourcefile></package></group>"
    }
    let counter = "<counter type='LINE' missed='1' covered='1'/>"
    let report = "<report>\(group("a", 1))\(group("b", 0))\(counter)</report>"
    #expect(try coverage(report, .jacoco).part(\.lines) == part(1, 2))
  }
}
