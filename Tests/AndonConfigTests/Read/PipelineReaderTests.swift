// Right and wrong pipeline files. Design, section 3.

import AndonConfig
import AndonModel
import AndonText
import Testing

@Suite("Pipeline file") struct PipelineReaderTests {
  @Test("every key of the first version is read")
  func everything() throws {
    let read = try Samples.pipeline(
      """
      x-anchors: { limits: &limits { soft: 15s, hard: 10m } }
      version: 1
      name: 2026
      env: { MODE: release, PORT: 8080, EMPTY: "" }
      defaults:
        timeout: { soft: 30s, hard: 2m, grace: 5s }
      machine: { jobs: 3, class: ci-large }
      stages:
        build:
          run: cargo build
          prepare: cargo clean
          locks: cargo
          timeout: *limits
          metrics:
            crates: { regex: 'compiled (\\d+)' }
            took: { regex: 'took (.*) ms', unit: ms, match: max }
          slo: { wall: "<= 15s", took: "< 2s" }
        test:
          needs: build
          always: true
          required: false
          env: { MODE: debug }
          dir: sub
          shell: [python3, -c]
          run: [./t, --all]
          slo: { cpu: "<= 1m" }
      objectives:
        many crates: { indicator: build.crates, fail: "< 30", warn: "< 40", severity: critical, on-fail: yellow, required: false }
      report: { dir: out }
      exit: { yellow: 0 }
      """)
    #expect(read.name == "2026")
    #expect(read.environment.map(\.value) == ["release", "8080", ""])
    #expect(read.jobs == 3)
    #expect(read.machineClass == "ci-large")
    #expect(read.reportFolder == "out")
    #expect(read.yellowExit == 0)
    let build = read.stages[0]
    #expect(build.deadlines == Deadlines(soft: 15, hard: 600, grace: 5))
    #expect(build.locks == ["cargo"])
    #expect(build.metrics[1].scale == 0.001)
    #expect(build.metrics[1].source == .output(pattern: "took (.*) ms", .max))
    #expect(build.place == FileLocation(file: "andon.yaml", line: 9, column: 3))
    let test = read.stages[1]
    #expect(test.needs == [StageID("build")])
    #expect(test.always && !test.required)
    #expect(test.run == .words(["./t", "--all"]))
    #expect(test.shell == ["python3", "-c"])
    #expect(read.objectives.map(\.id) == ["build.wall", "build.took", "test.cpu", "many crates"])
    #expect(read.objectives[0].fail?.text == "> 15s")
    #expect(read.objectives[0].place?.line == 17)
    #expect(read.objectives[2].required == false)
    let last = read.objectives[3]
    #expect(last.severity == .critical && last.onFail == .yellow && !last.required)
    #expect(last.place == FileLocation(file: "andon.yaml", line: 28, column: 3))
  }

  @Test(
    "deadlines are filled in key by key",
    arguments: [
      ("", "", Deadlines(soft: 30, hard: 120, grace: 10)),
      ("", "{ hard: 40s }", Deadlines(soft: 10, hard: 40, grace: 10)),
      ("{ hard: 1m, grace: 0s }", "", Deadlines(soft: 15, hard: 60, grace: 0)),
      ("{ soft: 5s }", "{ hard: 1m }", Deadlines(soft: 5, hard: 60, grace: 10)),
      ("{ hard: 1m }", "{ soft: 50s }", Deadlines(soft: 50, hard: 60, grace: 10)),
    ])
  func deadlines(_ defaults: String, _ own: String, _ expected: Deadlines) throws {
    let head = defaults.isEmpty ? "" : "defaults: { timeout: \(defaults) }\n"
    let tail = own.isEmpty ? "" : ", timeout: \(own)"
    let read = try Samples.pipeline("version: 1\n\(head)stages: { a: { run: x\(tail) } }")
    #expect(read.stages[0].deadlines == expected)
  }

  static let right = [
    "version: 1\nstages: { a: { run: x } }",
    "\u{FEFF}version: 1\nstages: { a: { run: x } }",
    "version: 1\r\nstages:\r\n  a:\r\n    run: x\r\n",
    "version: \"1\"\nstages: { äöü-漢字_1: { run: x } }",
    "x-a: &a { run: x }\nversion: 1\nstages: { a: *a, b: { <<: *a, needs: a } }",
    "x-a: &a { run: x }\nx-b: &b { dir: d }\nversion: 1\nstages: { a: { <<: [*a, *b] } }",
    "---\nversion: 1\nstages:\n  a:\n    run: |\n      one\n      two\n",
    "version: 1\nstages: { a: { run: x, slo: { wall: '<= 1.5 s' } } }",
    "version: 1\nstages: { a: { run: x } }\nobjectives: { o: { indicator: a.wall, warn: '> 1s' } }",
  ]

  @Test("right files are read", arguments: right)
  func rightFiles(_ text: String) {
    #expect(Samples.faults(text) == [])
  }

  static let wrong: [(String, String)] = [
    ("", "1:1 the file holds no pipeline"),
    ("# only comments\n", "1:1 the file holds no pipeline"),
    ("just text", "1:1 the file must be a mapping, not text"),
    ("version: 1", "1:1 the file has no `stages`"),
    ("version: 2\nstages: { a: { run: x } }", "1:10 this andon reads version 1 only"),
    ("version: 1\nstages: {}", "2:9 there is no stage"),
    ("version: 1\nstages: { a: {} }", "2:14 the stage `a` has no `run`"),
    ("version: 1\nstages: { a: { run: } }", "2:16 the key `run` has no value"),
    ("version: 1\nstages: { a: { run: x, rnu: y } }", "2:24 unknown key `rnu` in the stage `a`"),
    ("version: 1\nstages: { a: { run: x }, a: { run: y } }", "2:26 the key `a` is here twice"),
    ("version: 1\nversion: 1\nstages: { a: { run: x } }", "2:1 the key `version` is here twice"),
    (
      "version: 1\nstages: { a: { run: x, always: yes } }",
      "2:32 `always` is true or false, not `yes`"
    ),
    (
      "version: 1\nmachine: { jobs: 012 }\nstages: { a: { run: x } }",
      "2:18 `jobs` is a whole number from 1 to 4096, not `012`"
    ),
    (
      "version: 1\nstages: { a: { run: x, timeout: 30s } }",
      "2:33 `timeout: 30s` does not say which one"
    ),
    ("version: 1\nstages: { a: { run: x, timeout: { hard: 30 } } }", "2:41 `30` is not a time"),
    (
      "version: 1\nstages: { a: { run: x, timeout: { hard: 0s } } }",
      "2:41 `hard` must be more than 0"
    ),
    (
      "version: 1\nstages: { a: { run: x, timeout: { hard: 30s2m } } }",
      "2:45 the units of `30s2m` do not descend"
    ),
    ("version: 1\nstages: { a: { run: x, needs: b } }", "2:31 there is no stage `b`"),
    ("version: 1\nstages: { a: { run: x, needs: a } }", "2:31 the stage `a` needs itself"),
    (
      "version: 1\nstages:\n  a: { run: x, needs: c }\n  b: { run: x, needs: a }\n  c: { run: x, needs: b }",
      "3:23 these stages need each other: a → c → b → a"
    ),
    ("version: 1\nstages: { a/b: { run: x } }", "2:11 `a/b` cannot be a stage's name"),
    ("version: 1\nstages: { ..: { run: x } }", "2:11 `..` cannot be a stage's name"),
    (
      "version: 1\nstages: { a: { run: x, slo: { wal: '< 1s' } } }",
      "2:31 the stage `a` has no indicator `wal`"
    ),
    ("version: 1\nstages: { a: { run: x, slo: { wall: '< 1' } } }", "2:40 `1` is not a time"),
    ("version: 1\nstages: { a: { run: x, slo: { wall: 1s } } }", "2:37 `1s` is not a comparison"),
    (
      "version: 1\nstages: { a: { run: x, slo: { peak-memory: '< 1.5.2 GB' } } }",
      "2:50 `.2 GB` is not a unit of size"
    ),
    (
      "version: 1\nstages: { a: { run: x, metrics: { m: { regex: 'a(b' } } } }",
      "2:51 the pattern cannot be compiled: missing closing parenthesis"
    ),
    (
      "version: 1\nstages: { a: { run: x, metrics: { wall: { regex: a } } } }",
      "2:35 `wall` is an indicator of andon's own"
    ),
    (
      "version: 1\nstages: { a: { run: x } }\nobjectives: { stage: { indicator: a.wall, fail: '> 1s' } }",
      "3:15 `stage` is taken by andon's own reports"
    ),
    (
      "version: 1\nstages: { a: { run: x } }\nobjectives: { o: { indicator: a.wall } }",
      "3:18 the objective `o` has neither `fail` nor `warn`"
    ),
    (
      "version: 1\nstages: { a: { run: x } }\nobjectives: { o: { indicator: b.wall, fail: '> 1s' } }",
      "3:31 there is no stage `b`"
    ),
    (
      "version: 1\nstages: { a: { run: x, slo: { wall: '< 1s' } } }\nobjectives: { a.wall: { indicator: a.wall, fail: '> 1s' } }",
      "3:15 there are two objectives `a.wall`"
    ),
    (
      "version: 1\nstages: { a: { run: x } }\nexit: { yellow: 64 }",
      "3:17 `yellow` is a whole number from 0 to 63, not `64`"
    ),
    ("version: 1\nstages: { a: { run: x } }\n---\nversion: 1", "3:1 a second document"),
    ("version: 1\nstages: { a: *b }", "2:14 no anchor `&b` before this"),
    (
      "version: 1\nstages:\n\ta: { run: x }",
      "3:1 YAML: a tab stands where only spaces are allowed"
    ),
    (
      "version: 1\nstages: { a: { run: x, collect: [] } }",
      "2:33 `collect` is no list of results"
    ),
    (
      "version: 1\nname: \"a\u{7}b\"\nstages: { a: { run: x } }",
      "2:9 YAML: control characters are not allowed: U+0007"
    ),
    (
      "version: 1\nstages:\n  a: &b { run: x, env: { c: *b } }",
      "3:29 the anchor `&b` contains itself"
    ),
    (
      "version: 1\nstages: { a: { run: x, needs: { b: c } } }",
      "2:31 `needs` must be a list, not a mapping"
    ),
    (
      "version: 1\nstages: { a: { run: x, expect: { matches: '' } } }",
      "2:43 the pattern is empty: it would match every line"
    ),
    (
      "version: 1\nstages: { a: { run: x, slo: { wall: '=< 1s' } } }",
      "2:38 `=<` is not a sign of comparison"
    ),
    (
      "version: 1\nstages: { a: { run: x, slo: { wall: '≥ 1s' } } }",
      "2:38 `≥` is not a sign of comparison"
    ),
  ]

  @Test("a key that is there twice hides no other fault")
  func manyFaults() {
    let text = "version: 1\nversion: 1\nstages: { a: { run: x, rnu: y }, a: { run: z } }"
    #expect(
      Samples.faults(text) == [
        "2:1 the key `version` is here twice", "3:24 unknown key `rnu` in the stage `a`",
        "3:34 the key `a` is here twice",
      ])
  }

  @Test("an alias that dangles, or a second document, hides no other fault")
  func otherFaults() {
    let bad = "stages: { a: { run: x, env: *no, rnu: y }, b: { run: x, needs: [*no, c] } }"
    #expect(
      Samples.faults("version: 1\n\(bad)\n---\nx: y\n") == [
        "2:29 no anchor `&no` before this", "2:34 unknown key `rnu` in the stage `a`",
        "2:65 no anchor `&no` before this", "2:70 there is no stage `c`", "3:1 a second document",
      ])
    #expect(
      Samples.faults("version: 1\nx-b: &b { c: *b }\nstages: { a: { run: x, rnu: y } }") == [
        "2:14 the anchor `&b` contains itself", "3:24 unknown key `rnu` in the stage `a`",
      ])
  }

  @Test(
    "a hint meets the writer",
    arguments: [
      ("slo: { wall: '＜＝ 1s' }", "write \"<= 1s\""), ("slo: { wall: '≧ 1s' }", "write \">= 1s\""),
      ("slo: { wall: '<> 1s' }", "write \"!= 1s\""), ("slo: { wall: '< = 1s' }", "write \"<= 1s\""),
      ("slo: { wall: '<= １s' }", "U+FF11, a full-width"),
      ("slo: { wall: '<= 1\u{A0}s' }", "U+00A0, a no-break space"),
      ("slo: { wa\u{200B}ll: '<= 1s' }", "U+200B, a zero-width space"),
      ("slo: { wall: “<= 1s” }", "U+201C, a typographic quote"), ("retries: 2", "`retry`"),
      ("dir: 'it's'", "write `''`"), ("dir: \"a\\d\"", "single quotes"),
    ])
  func hints(_ key: String, _ hint: String) {
    let text = "version: 1\nstages:\n  t:\n    run: x\n    \(key)\n"
    let error = #expect(throws: ConfigProblems.self) {
      try PipelineReader.read(Array(text.utf8), file: "f", folderName: "f")
    }
    #expect(error?.list.first?.hint.contains(hint) == true, "\(error?.list ?? [])")
  }

  @Test("a bracket or a quote that is not closed is shown where it begins")
  func notClosed() {
    for key in ["needs: [a", "dir: \"a", "dir: 'a"] {
      let text = "version: 1\nstages:\n  t:\n    run: x\n    \(key)\n\n"
      #expect(Samples.faults(text).first?.hasPrefix("5:") == true, "\(key)")
    }
  }

  @Test("a wrong file is refused with the place and the reason", arguments: wrong)
  func wrongFiles(_ text: String, _ fault: String) {
    #expect(Samples.faults(text) == [fault])
  }

  @Test("all faults of a file are found at once, in its order")
  func allAtOnce() {
    let found = Samples.faults(
      """
      version: 1
      nme: x
      stages:
        a: { run: x, needs: [b, c], timeout: { hard: soon } }
        b: { run: x, always: 1 }
      objectives:
        o: { indicator: a.cpuu, fail: "> 1s", severity: hihg }
      """)
    #expect(
      found.map { $0.prefix { $0 != " " } } == ["2:1", "4:27", "4:48", "5:24", "7:21", "7:51"])
  }

  @Test(
    "bytes that are not UTF-8 text are refused with their place",
    arguments: [
      (Array("version: 1\nname: caf".utf8) + [0xE9], "2:10 the file is not UTF-8 text"),
      ([0xFF, 0xFE, 0x76, 0x00], "1:4 the file holds a NUL character: it is not UTF-8 text"),
      (Array("a: 1\nb: \0".utf8), "2:4 the file holds a NUL character: it is not UTF-8 text"),
    ] as [([UInt8], String)])
  func encodings(_ bytes: [UInt8], _ fault: String) {
    #expect(Samples.faults(bytes) == [fault])
  }

  @Test("deep nesting and alias bombs are refused, not carried out")
  func limits() {
    let deep = String(repeating: "[", count: 10_000)
    #expect(Samples.faults("x-a: " + deep) == ["1:69 nested deeper than 64 levels"])
    var bomb = "x-0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let inner = [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      bomb += "x-\(level): &a\(level) [\(inner)]\n"
    }
    #expect(Samples.faults(bomb).count == 1)
    #expect(
      Samples.faults(bomb).first?.hasSuffix("more than 10000 nodes reached through aliases") == true
    )
  }

  @Test("a fault is shown with its line, a caret and a hint")
  func rendering() {
    let error = #expect(throws: ConfigProblems.self) {
      try Samples.pipeline("version: 1\nstages:\n  a: { run: x, timeot: { hard: 1s } }\n")
    }
    #expect(
      error?.rendered(file: "ci/andon.yaml").lines == """
        ci/andon.yaml:3:16: error: unknown key `timeot` in the stage `a`
         3 |   a: { run: x, timeot: { hard: 1s } }
           |                ^
           = help: did you mean `timeout`?

        """)
  }
}
