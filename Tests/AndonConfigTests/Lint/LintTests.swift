// What is allowed and yet not meant. Design, section 3, "Lint".

import AndonConfig
import AndonModel
import AndonText
import Testing

@Suite("Lint") struct LintTests {
  private func found(_ text: String) throws -> [String] {
    Lint.findings(try Samples.pipeline(text), today: CalendarDay(year: 2026, month: 11, day: 24))
      .map { "\($0.place?.line ?? 0) \($0.code.rawValue) \($0.stage?.text ?? "-")" }
  }

  private func stage(_ keys: String) -> String {
    "version: 1\nstages:\n  a: { run: x, \(keys) }\n"
  }

  private func command(_ text: String) -> String {
    "version: 1\nstages:\n  a:\n    run: |\n      " + text.replacing("\n", with: "\n      ") + "\n"
  }

  @Test(
    "a whole that is allowed less than its part",
    arguments: [
      "slo: { cpu: '<= 10s', user: '<= 20s' }", "slo: { cpu: '<= 10s', system: '<= 11s' }",
      "slo: { wall: '<= 10s', lock-wait: '<= 20s' }", "slo: { wall: '<= 10s', io-wait: '<= 11s' }",
    ])
  func whole(_ keys: String) throws {
    #expect(try found(stage(keys)) == ["3 AND031 a"])
  }

  @Test(
    "outputs of a reproducible stage that another one may make",
    arguments: [
      ("out/**", "out/b", "", true), ("out/**", "out/b", ", dir: sub", false),
      ("sub/out/**", "out/b", ", dir: sub", true), ("**/*.o", "x/a.o", "", true),
      ("a.txt", "b.txt", "", false), ("out/a*", "out/b*", "", false), ("out/*", "out/b", "", true),
      ("out", "out/b", "", false), ("out/**/x", "out/a/b", "", false), ("**", "x", "", true),
    ] as [(String, String, String, Bool)])
  func overlapping(own: String, other: String, more: String, isMet: Bool) throws {
    let text = """
      version: 1
      stages:
        a: { run: x, outputs: '\(own)', reproducible: { runs: 2 } }
        b: { run: x, outputs: '\(other)'\(more) }
      """
    #expect(try found(text) == (isMet ? ["3 AND038 a"] : []))
  }

  @Test("a budget below what one stage may take")
  func budget() throws {
    #expect(try found("budget: 1m\n" + stage("timeout: { hard: 2m1s }")) == ["4 AND031 a"])
    #expect(try found("budget: 1m\n" + stage("slo: { wall: '<= 90s' }")) == ["4 AND031 a"])
    // The built-in deadline is nobody's promise.
    #expect(try found("budget: 1m\n" + stage("required: true")) == [])
    #expect(try found("budget: 10m\n" + stage("timeout: { hard: 2m1s }")) == [])
    #expect(try found("budget: 1m\n" + stage("timeout: { hard: 2m }")) == ["4 AND031 a"])
  }

  @Test("a budget below what stages that need each other may take together")
  func chains() throws {
    func text(_ needs: String, budget: String = "1m") -> String {
      """
      version: 1
      budget: \(budget)
      stages:
        a: { run: x, slo: { wall: "<= 40s" } }
        b: { run: x, needs: a }
        c: { run: x, \(needs)slo: { wall: "<= 30s" } }
      """
    }
    #expect(try found(text("needs: b, ")) == ["6 AND031 c"])
    #expect(try found(text("")) == [] && found(text("needs: b, ", budget: "70s")) == [])
    // Where one stage runs at a time, all of them wait for each other.
    #expect(try found("machine: { jobs: 1 }\n" + text("")) == ["7 AND031 c"])
    #expect(try found("machine: { jobs: 1 }\n" + text("", budget: "70s")) == [])
    #expect(try found("machine: { jobs: 2 }\n" + text("")) == [])
  }

  @Test("a limit above the memory that the machine has to give")
  func machineMemory() throws {
    let slo = "slo: { peak-memory: '<= 2GB' }"
    #expect(try found("machine: { memory: 1GB }\n" + stage(slo)) == ["4 AND031 a"])
    #expect(try found("machine: { memory: 2GB }\n" + stage(slo)) == [])
  }

  @Test("a hard deadline that is not above the soft one")
  func deadlines() throws {
    #expect(try found(stage("timeout: { soft: 1m, hard: 1m }")) == ["3 AND032 a"])
    #expect(try found(stage("timeout: { soft: 1m, hard: 61s }")) == [])
  }

  @Test(
    "a warning that cannot come first",
    arguments: [
      ("> 120s", "> 120s", true), ("> 120s", "> 150s", true), ("> 120s", ">= 120s", false),
      (">= 120s", "> 120s", true), ("> 120s", "> 30s", false), ("< 10s", "< 5s", true),
      ("< 10s", "< 15s", false), ("> 10s", "< 5s", false), ("!= 1s", "> 1s", true),
      ("!= 1s", ">= 1s", false), ("!= 1s", "!= 1s", true), ("> 1s", "== 2s", true),
    ])
  func warn(_ fail: String, _ warn: String, _ isOdd: Bool) throws {
    let text = """
      version: 1
      stages: { a: { run: x } }
      objectives: { o: { indicator: a.cpu, fail: "\(fail)", warn: "\(warn)" } }
      """
    #expect(try found(text) == (isOdd ? ["3 AND033 a"] : []))
  }

  @Test(
    "commands that hide their failure",
    arguments: [
      "make || true", "make ||true", "make || :", "make || /bin/true", "make || exit 0",
      "make||true",
      "make || /usr/bin/true", "set +e\nmake", "set +ex; make", "set +o errexit; make",
      "make || \\\ntrue",
      "if timeout 30s make; then exit 0; fi; status=$?",
      "if make; then\n  ok\nfi\nstatus=$?",
    ])
  func swallowed(_ text: String) throws {
    #expect(try found(command(text)) == ["4 AND034 a"])
  }

  @Test(
    "commands that do not",
    arguments: [
      "make", "true", "make || exit 1", "make || echo failed >&2; exit 1", "make && true",
      "set -e\nmake", "exit 0",
      "make; true", "make\nexit 0", "make # || true", "echo 'make || true'", "if make; then ok; fi",
      "make trueish || falsehood",
    ])
  func honest(_ text: String) throws {
    #expect(try found(command(text)) == [])
  }

  @Test("a list that hands a text to a shell is looked into, and so is prepare")
  func shells() throws {
    #expect(
      try found("version: 1\nstages: { a: { run: [sh, -c, 'make || true'] } }") == ["2 AND034 a"])
    #expect(try found("version: 1\nstages: { a: { run: [echo, '|| true'] } }") == [])
    #expect(
      try found("version: 1\nstages: { a: { run: [bash, -ec, 'x || true'] } }") == ["2 AND034 a"])
    // Without -e the last command decides.
    #expect(try found("version: 1\nstages: { a: { run: [sh, -c, 'x; true'] } }") == ["2 AND034 a"])
    #expect(try found("version: 1\nstages: { a: { run: [sh, -ec, 'x; true'] } }") == [])
    #expect(try found(stage("shell: [sh, -c], prepare: 'x; true'")) == ["3 AND034 a"])
    #expect(try found(stage("shell: [python3, -c], prepare: 'x || true'")) == [])
    // A shell that runs nothing.
    #expect(try found(stage("shell: [/bin/true]")) == ["3 AND034 a"])
    #expect(try found(stage("prepare: rm x || true")) == ["3 AND034 a"])
  }

  @Test("a waiver whose day is over, from the day after")
  func waivers() throws {
    func text(_ day: String) -> String {
      stage("slo: { wall: '<= 1s' }")
        + "waivers:\n  - { objective: a.wall, until: \(day), owner: me, reason: x }\n"
    }
    #expect(try found(text("2026-11-24")) == [])
    #expect(try found(text("2026-11-23")) == ["5 AND035 a"])
  }

  @Test("tools that lock, side by side without a lock that they share")
  func locks() throws {
    func text(_ first: String, _ second: String, top: String = "") -> String {
      "version: 1\n\(top)stages:\n  a: { \(first) }\n  b: { \(second) }\n"
    }
    let cargo = "run: cargo build"
    #expect(try found(text(cargo, "run: cargo test")) == ["4 AND036 b"])
    #expect(
      try found(text(cargo, "run: cd x && RUST_LOG=1 cargo test | tee log")) == ["4 AND036 b"])
    #expect(try found(text("run: sudo apt-get update", "run: apt install x")) == ["4 AND036 b"])
    #expect(try found(text("run: ./gradlew build", "run: gradle test")) == ["4 AND036 b"])
    #expect(try found(text("run: git fetch", "run: [git, pull]")) == ["4 AND036 b"])
    #expect(try found(text(cargo, "prepare: cargo clean, run: make")) == ["4 AND036 b"])
    for command in [
      "sudo -E apt-get install x", "timeout 30 cargo test", "nice -n 10 cargo test",
      "[sudo, -u, ci, cargo, test]", "[bash, -lc, 'cargo test']",
      "\"if x; then\\n\\tcargo test; fi\"",
    ] {
      let tool = command.contains("apt") ? "run: apt update" : cargo
      #expect(try found(text(tool, "run: \(command)")) == ["4 AND036 b"], "\(command)")
    }
    #expect(try found(text(cargo, "run: cargo --version")) == [])
    #expect(try found(text(cargo, "run: echo 'a; cargo build'")) == [])
    // Shared, ordered, alone, or another tool.
    #expect(try found(text(cargo + ", locks: c", cargo + ", locks: [c, d]")) == [])
    #expect(try found(text(cargo + ", locks: c", cargo + ", locks: d")) == ["4 AND036 b"])
    #expect(try found(text(cargo, cargo + ", needs: a")) == [])
    #expect(try found(text(cargo, cargo, top: "machine: { jobs: 1 }\n")) == [])
    #expect(try found(text(cargo, "run: echo cargo")) == [])
  }

  @Test("an order over several stages is an order")
  func transitive() throws {
    let text = """
      version: 1
      stages:
        c: { run: cargo doc, needs: b }
        b: { run: make, needs: a }
        a: { run: cargo build }
        d: { run: cargo test }
      """
    #expect(try found(text) == ["6 AND036 d"])
  }

  @Test("a limit beyond the deadline that cuts it off")
  func beyond() throws {
    #expect(try found(stage("slo: { wall: '<= 300s' }")) == ["3 AND037 a"])
    #expect(try found(stage("slo: { wall: '<= 120s' }")) == [])
    #expect(try found(stage("slo: { cpu: '<= 300s' }")) == [])
  }

  @Test("a stage allows a rule by its name, and only that one")
  func allowed() throws {
    let odd = "timeout: { soft: 1m, hard: 1m }, prepare: rm x || true"
    #expect(try found(stage(odd)) == ["3 AND032 a", "3 AND034 a"])
    #expect(try found(stage(odd + ", lint: { allow: AND034 }")) == ["3 AND032 a"])
    #expect(try found(stage(odd + ", lint: { allow: [AND032, AND034] }")) == [])
  }

  @Test("a warning is shown at the key that is meant, with its line, a caret and a hint")
  func rendering() throws {
    let text = """
      version: 1
      stages:
        a:
          run: make || true
          timeout:
            soft: 2m
            hard: 1m
      """
    let warnings = Lint.findings(
      try Samples.pipeline(text), today: CalendarDay(year: 2026, month: 11, day: 24))
    let shown = SourceNotes("ci/andon.yaml", Array(text.utf8)).text(warnings).lines
    let blocks = shown.split(separator: "\n\n").map { $0.split(separator: "\n") }
    #expect(
      blocks.map { $0.prefix(3).joined(separator: "\n") } == [
        """
        ci/andon.yaml:4:5: warning: `run` of a hides a failure: `|| true` [AND034]
         4 |     run: make || true
           |     ^
        """,
        """
        ci/andon.yaml:5:5: warning: a is stopped before it can be slow: hard is not above soft [AND032]
         5 |     timeout:
           |     ^
        """,
      ])
    #expect(blocks.allSatisfy { $0.last?.hasPrefix("   = help: ") == true })
    var loose = warnings[0]
    loose.place = nil
    #expect(SourceNotes("", []).text([loose]).lines.hasPrefix("warning: `run` of a hides"))
  }
}
