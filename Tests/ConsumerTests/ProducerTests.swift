// Tools whose result files andon reads: each writes one here, of a known outcome.

import AndonModel
import AndonSystem
import AndonTestSupport
import Testing

@testable import AndonImport

@Suite("Producers", .tags(.slow), .unlessFast) struct ProducerTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  // Runs a script of a shell in the folder; what it printed.
  @discardableResult private func run(_ script: String, exits exitCode: Int32 = 0) throws -> String
  {
    let home = [
      "HOME": folder.path, "GOCACHE": "\(folder.path)/.cache", "GOFLAGS": "-mod=mod",
      "NODE_PATH": "/usr/share/nodejs",
    ]
    let end = try Child.run(["bash", "-c", script], in: folder.path, home)
    #expect(end.exitCode == exitCode, "\(end.output)\(end.error)")
    return end.output
  }

  private func read(_ name: String, _ text: String) -> ImportedFile {
    var piece: [UInt8]? = Array(text.utf8)
    return ResultFiles.read(name) {
      defer { piece = nil }
      return piece
    }
  }

  private func counts(_ text: String, _ format: ImportFormat) throws -> [Int] {
    let file = read("x", text)
    #expect(file.format == format && file.state == .ok, "\(file.state)\n\(text)")
    let tests = try #require(file.tests)
    #expect(!tests.lacksCases && !tests.hidesFailures)
    return [tests.total, tests.passed, tests.failed, tests.skipped]
  }

  private func lines(_ name: String, _ format: ImportFormat) throws -> ImportedCoverage.Part? {
    let file = read(name, try folder.read(name))
    #expect(file.format == format && file.state == .ok, "\(file.state)")
    return file.coverage?.part(\.lines)
  }

  @Test("Test::More of Perl writes TAP")
  func perl() throws {
    try folder.write(
      "t.pl",
      """
      use Test::More tests => 5;
      ok(1, 'adds'); ok(0, 'the \\# SKIP mark'); ok(1, 'see page.html#skip');
      TODO: { local $TODO = 'later'; ok(0, 'divides'); }
      SKIP: { skip 'no display', 1; ok(1); }
      """)
    #expect(try counts(run("perl t.pl 2>/dev/null", exits: 1), .tap) == [5, 2, 1, 2])
    try folder.write("short.pl", "use Test::More tests => 3; ok(1); BAIL_OUT('no database');")
    let file = read("x", try run("perl short.pl 2>&1", exits: 255))
    #expect((file.tests?.suiteErrors ?? 0) > 0)
  }

  @Test("llvm-cov exports the same lines as JSON and for lcov")
  func llvmCov() throws {
    try folder.write(
      "a.c",
      """
      int f(int n) {
        if (n > 1) {
          return n;
        }
        return 0;
      }
      int main(void) {
        return f(0);
      }
      """)
    let tools = "PATH=$(dirname $(readlink -f $(command -v swift))):$PATH"
    try run(
      """
      \(tools) && clang -fprofile-instr-generate -fcoverage-mapping -o a a.c && ./a \
        && llvm-profdata merge -o a.profdata default.profraw \
        && llvm-cov export a -instr-profile=a.profdata > a.json \
        && llvm-cov export a -instr-profile=a.profdata -format=lcov > a.info
      """)
    let json = try #require(try lines("a.json", .llvmCov))
    #expect(json.found == 9 && json.covered < 9 && json.covered > 5)
    #expect(try lines("a.info", .lcov) == json)
  }

  @Test(
    "rustc's test harness, go's cover profile, bats and Istanbul",
    .enabled(if: Consumers.areAll, "ci/check --consumers installs them"))
  func others() throws {
    try folder.write(
      "t.rs",
      """
      #[test] fn adds() {}
      #[test] fn fails() { panic!("no"); }
      #[test] #[should_panic] fn panics() { panic!("as expected"); }
      #[test] #[ignore] fn later() {}
      """)
    #expect(
      try counts(run("/usr/bin/rustc --test t.rs && ./t", exits: 101), .libtest) == [4, 2, 1, 1])
    try folder.write("go.mod", "module example.org/m\n\ngo 1.19\n")
    try folder.write(
      "m.go", "package m\n\nfunc F(n int) int {\n\tif n > 1 {\n\t\treturn n\n\t}\n\treturn 0\n}\n")
    try folder.write(
      "m_test.go", "package m\n\nimport \"testing\"\n\nfunc TestF(t *testing.T) { F(0) }\n")
    let total = try run(
      "PATH=/usr/bin:/bin; go test -coverprofile=c.out . >&2 && go tool cover -func=c.out | tail -1"
    )
    #expect(total.contains("66.7%"))
    #expect(try lines("c.out", .goCover) == .init(covered: 2, found: 3))
    try folder.write(
      "t.bats",
      "@test adds { true; }\n@test fails { false; }\n@test later { skip 'no display'; }\n")
    #expect(try counts(run("bats --tap t.bats", exits: 1), .tap) == [3, 1, 1, 1])
    try folder.write(
      "a.js", "function f(n) {\n  if (n > 1) {\n    return n;\n  }\n  return 0;\n}\nf(0);\n")
    try run("istanbul cover --report json --report lcovonly --report json-summary a.js >&2")
    let final = try #require(try lines("coverage/coverage-final.json", .istanbul))
    #expect(try lines("coverage/lcov.info", .lcov) == final)
    #expect(final == .init(covered: 4, found: 5))
  }
}
