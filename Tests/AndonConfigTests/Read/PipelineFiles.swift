// Small pipeline files, right and wrong, that the reader and the schema for editors judge alike;
// and wrong ones that only the reader can see through.

/// A pipeline file and whether it is right.
struct PipelineFile: Sendable, CustomStringConvertible {
  let what: String
  let bytes: [UInt8]
  let isRight: Bool

  var description: String { what }

  init(_ what: String, _ text: String, isRight: Bool) {
    self.init(what, Array(text.utf8), isRight: isRight)
  }

  init(_ what: String, _ bytes: [UInt8], isRight: Bool) {
    self.what = what
    self.bytes = bytes
    self.isRight = isRight
  }

  /// A file whose one stage `a` has these keys.
  private static func stage(_ keys: String, top: String = "") -> String {
    "version: 1\n\(top)stages:\n  a: { run: x, \(keys) }\n"
  }

  /// A file with a stage `a` and this objective.
  private static func objective(_ keys: String) -> String {
    "version: 1\nstages: { a: { run: x } }\nobjectives: { o: { \(keys) } }\n"
  }

  private static func rate(_ limits: String) -> String {
    stage("collect: [{ benchmark: b.json }]")
      + "objectives: { o: { indicator: a.bench.x.rate, \(limits) } }\n"
  }

  private static func waiver(_ keys: String) -> String {
    stage("slo: { wall: '<= 1s' }") + "waivers:\n  - { \(keys) }\n"
  }

  private static let plain = "version: 1\nstages: { a: { run: x } }\n"

  static let right: [PipelineFile] = [
    ("the smallest", plain), ("a byte order mark", "\u{FEFF}" + plain),
    ("CRLF", plain.replacing("\n", with: "\r\n")), ("a document's start", "---\n" + plain),
    ("a quoted version", plain.replacing("1", with: "\"1\"")),
    ("names in other scripts", "version: 1\nstages: { äöü-漢字_1: { run: x } }"),
    ("a number as a name", "version: 1\nname: 2026\nstages: { 2026: { run: x } }"),
    ("an extension key", "x-any: [1, { a: b }]\n" + plain),
    (
      "an anchor and a merge",
      "x-a: &a { run: x }\nversion: 1\nstages: { a: *a, b: { <<: *a, needs: a } }"
    ),
    ("variables of every kind", stage("env: { A: 1, B: true, C: '', D: yes, E: 012 }")),
    ("a command as a list", plain.replacing("run: x", with: "run: [x, 1, '']")),
    ("a command as a block", "version: 1\nstages:\n  a:\n    run: |\n      one\n      two\n"),
    ("one need without a list", "version: 1\nstages: { a: { run: x }, b: { run: x, needs: a } }"),
    ("booleans", stage("always: true, required: false")),
    ("quoted booleans", stage("always: 'true', required: \"false\"")),
    ("every time", stage("timeout: { soft: 250ms, hard: 1h30m, grace: 0s, on-soft: rerun }")),
    ("a time with a blank", stage("timeout: { hard: 1.5 s }")),
    ("a time of a benchmark", stage("slo: { wall: '<= 5 µs' }")),
    ("a day", stage("timeout: { hard: 1d2h3m4s5ms }")),
    ("default times", stage("retry: 0", top: "defaults: { timeout: { soft: 30s } }\n")),
    ("retries", stage("retry: 3")), ("a series", stage("repeat: { runs: 5, warmup: 1, use: p95 }")),
    (
      "collected results",
      stage(
        "collect: [{ junit: 'target/**/junit.xml' }, { benchmark: b.json }, { coverage: c.xml }], slo: { tests.failed: '<= 2', coverage.lines: '>= 80%', bench.x.mean: '<= 5ms' }"
      )
    ),
    ("a change", objective("indicator: a.cpu, against: { branch: main }, fail: '> +10%'")),
    (
      "a change of two bounds",
      objective(
        "indicator: a.cpu, against: { branch: main, runs: 20 }, fail: '>+10 % and > +1m30s', warn: ' > +200ms  and  > +5% ', confirm: { runs: 3 }"
      )
    ),
    (
      "a change of what should be high",
      objective("indicator: a.processes, against: { history: base.sqlite }, fail: '< -10%'")
    ),
    ("a history", stage("", top: "history: { path: x.sqlite }\n")),
    ("the usual history", stage("", top: "history: {}\n")),
    ("a series run by run", stage("repeat: { decide: sequential }")),
    ("a p95 run by run", stage("repeat: { decide: sequential, use: p95, runs: 80 }")),
    ("a series of all runs", stage("repeat: { runs: 3, decide: all, use: mean }")),
    ("a series that is told to go on", stage("repeat: { runs: 2 }, timeout: { on-soft: extend }")),
    ("an expectation", stage("expect: { matches: 'Compiling (core|util)', exit: [0, 1] }")),
    ("one good exit code", stage("expect: { exit: 3 }")),
    ("a metric", stage("metrics: { n: { regex: 'n=(\\d+)', unit: ms, match: max } }")),
    ("a metric with dots", stage("metrics: { a.b.c: { regex: x } }")),
    ("a metric from a file", stage("metrics: { n: { file: s.json, json: /a~1b/0, unit: '%' } }")),
    ("a metric at a file's top", stage("metrics: { n: { file: s.json, json: '' } }")),
    (
      "a metric that is a rate",
      stage("metrics: { n: { regex: 'n=(\\d+)', unit: MB/s } }, slo: { n: '>= 800 MB/s' }")
    ),
    ("short rates", rate("fail: '< 3krps', warn: '<5 Mbps'")),
    ("a rate of a minute", rate("fail: '< 90 req/min'")),
    ("outputs", stage("outputs: ['out/**', a.bin], slo: { output-size: '<= 1 MiB' }")),
    ("one output", stage("outputs: out/*.o")), ("no output", stage("outputs: []")),
    (
      "reproducible outputs",
      stage(
        "outputs: 'out/**', reproducible: { runs: 3, vary: [locale, timezone, umask, path, user-name, home, cpus, order, time], ignore: ['out/**/*.log'], normalise: [{ files: 'out/**/*.json', json: /a~1b/0 }], explain: diffoscope }, slo: { identical-outputs: '>= 99.5%' }"
      )
    ),
    ("a reproducible output", stage("outputs: a, reproducible: { vary: path, ignore: b }")),
    (
      "two runs",
      stage("outputs: a, reproducible: { runs: 2 }, slo: { identical-outputs: '== 1' }")
    ),
    ("good conditions", stage("slo: { wall: '<= 15s', cpu: '<1m', exit-code: '== 0' }")),
    ("sizes", stage("slo: { peak-memory: '< 1.5 GB', log-size: '<= 64KiB' }")),
    ("a comparison with blanks", stage("slo: { wall: ' <=  15 s ' }")),
    ("a silenced warning", stage("lint: { allow: AND036 }")),
    ("two silenced warnings", stage("lint: { allow: [AND031, AND037] }")),
    ("memory", stage("memory: 1GB", top: "machine: { jobs: 2, memory: 4GB, class: big }\n")),
    ("a budget", "budget: 40m\n" + plain), ("a log's limit", "log: { max: 10MB }\n" + plain),
    ("masks", "mask: [A, B]\n" + plain), ("one mask", "mask: A\n" + plain),
    ("a report folder", "report: { dir: out/andon }\n" + plain),
    ("an exit code", "exit: { yellow: 0 }\n" + plain),
    ("an objective", objective("indicator: a.wall, fail: '> 5s', warn: '> 3s', severity: low")),
    ("only a warning", objective("indicator: a.exit-code, warn: '!= 0', on-fail: yellow")),
    ("a precondition", objective("indicator: a.wall, fail: '> 5s', given: 'a.cpu >= 1s'")),
    ("a precondition of two", objective("indicator: a.wall, fail: '> 5s', given: 'a.user<a.cpu'")),
    ("an optional objective", objective("indicator: a.wall, fail: '> 5s', required: false")),
    (
      "a waiver",
      waiver("objective: a.wall, until: 2027-01-31, not-above: 60s, owner: '@me', reason: later")
    ),
    (
      "a waiver without a bound",
      waiver("objective: a.wall, until: 2027-01-31, owner: 1, reason: x")
    ),
    ("no waivers", plain + "waivers: []\n"),
    ("locks and shell", stage("locks: [a, b], shell: [sh, -c]")),
    ("a folder and a preparation", stage("dir: sub/dir, prepare: make clean")),
  ].map { PipelineFile($0.0, $0.1, isRight: true) }

  static let wrong: [PipelineFile] = [
    ("empty", ""), ("only comments", "# nothing\n\n# at all\n"), ("text", "just text"),
    ("a list", "- version: 1"), ("no version", "stages: { a: { run: x } }"),
    ("no stages", "version: 1"), ("another version", plain.replacing("1", with: "2")),
    ("tabs", "version: 1\nstages:\n\ta: { run: x }"), ("an open brace", "version: 1\nstages: {"),
    ("several documents", plain + "---\n" + plain), ("a dangling alias", plain + "name: *b\n"),
    ("a version twice", "version: 1\n" + plain),
    ("a stage twice", "version: 1\nstages: { a: { run: x }, a: { run: y } }"),
    ("a key of a stage twice", stage("dir: a, dir: b")),
    ("a key of a timeout twice", stage("timeout: { hard: 1s, hard: 2s }")),
    ("a variable twice", "env: { A: 1, A: 2 }\n" + plain),
    ("an unknown top key", "nme: x\n" + plain), ("an unknown stage key", stage("rnu: y")),
    ("a key of another issue", stage("collect: []")),
    ("a rate of no time", rate("fail: '< 3 MB/fortnight'")),
    ("a rate without a number", rate("fail: '< MB/s'")),
    ("a metric of no unit", stage("metrics: { n: { regex: x, unit: MB/fortnight } }")),
    ("a reproducible stage without outputs", stage("reproducible: { runs: 3 }")),
    ("nothing to compare", stage("outputs: [], reproducible: { runs: 3 }")),
    ("one run", stage("outputs: a, reproducible: { runs: 1 }")),
    ("an unknown variation", stage("outputs: a, reproducible: { vary: [moon] }")),
    ("a variation twice", stage("outputs: a, reproducible: { vary: [path, path] }")),
    ("an ignored file elsewhere", stage("outputs: a, reproducible: { ignore: ['../b'] }")),
    (
      "a whole document that may differ",
      stage("outputs: a, reproducible: { normalise: [{ files: a, json: '' }] }")
    ),
    (
      "a value without files",
      stage("outputs: a, reproducible: { normalise: [{ json: /a }] }")
    ),
    ("nothing normalised", stage("outputs: a, reproducible: { normalise: [] }")),
    ("an unknown explainer", stage("outputs: a, reproducible: { explain: hexdump }")),
    ("reproducible as a number", stage("outputs: a, reproducible: 3")),
    (
      "an objective with a baseline",
      objective("indicator: a.wall, fail: '> 1s', against: { branch: main }")
    ),
    ("no stage", "version: 1\nstages: {}"), ("stages as a list", "version: 1\nstages: [a]"),
    ("no run", "version: 1\nstages: { a: { dir: x } }"),
    ("run without a value", "version: 1\nstages: { a: { run: } }"),
    ("an empty command", "version: 1\nstages: { a: { run: '' } }"),
    ("an empty list", "version: 1\nstages: { a: { run: [] } }"),
    ("a mapping as a command", "version: 1\nstages: { a: { run: { x: y } } }"),
    ("yes", stage("always: yes")), ("on", stage("required: on")),
    ("1 as truth", stage("always: 1")),
    ("012 jobs", "machine: { jobs: 012 }\n" + plain), ("0 jobs", "machine: { jobs: 0 }\n" + plain),
    ("half a job", "machine: { jobs: 1.5 }\n" + plain), ("a bare timeout", stage("timeout: 30")),
    ("a timeout without a name", stage("timeout: 30s")),
    ("a time without a unit", stage("timeout: { hard: 30 }")),
    ("1:30", stage("timeout: { hard: 1:30 }")),
    ("a negative time", stage("timeout: { hard: -1s }")),
    ("no time at all", stage("timeout: { hard: 0s }")),
    ("an overflowing time", stage("timeout: { hard: 99999999999999999999d }")),
    ("units that ascend", stage("timeout: { hard: 30s2m }")),
    ("a capital unit", stage("timeout: { hard: 1H }")),
    ("an unknown way", stage("timeout: { on-soft: stop }")),
    ("1.5.2 GB", stage("memory: 1.5.2 GB")),
    ("a size of nothing", stage("memory: 0GB")), ("a size without a unit", stage("memory: 100")),
    ("a small kb", stage("memory: 10kb")), ("negative retries", stage("retry: -1")),
    ("too many retries", stage("retry: 101")),
    ("retry and repeat", stage("retry: 1, repeat: { runs: 2 }")),
    ("repeat and rerun", stage("repeat: { runs: 2 }, timeout: { on-soft: rerun }")),
    ("repeat without runs", stage("repeat: { warmup: 1 }")), ("a bare repeat", stage("repeat: 5")),
    ("results that are a word", stage("collect: junit.xml")),
    ("no results", stage("collect: []")),
    ("results of no kind", stage("collect: [{}]")),
    ("results of two kinds", stage("collect: [{ junit: a, coverage: b }]")),
    ("results of an unknown kind", stage("collect: [{ trx: a }]")),
    ("results elsewhere", stage("collect: [{ junit: ../a.xml }]")),
    ("a metric with a collected name", stage("metrics: { coverage.x: { regex: x } }")),
    ("a change against nothing", objective("indicator: a.cpu, fail: '> +10%'")),
    (
      "a value against a branch",
      objective("indicator: a.cpu, against: { branch: main }, fail: '> 1s'")
    ),
    ("against nobody", objective("indicator: a.cpu, against: {}, fail: '> +10%'")),
    ("against a word", objective("indicator: a.cpu, against: main, fail: '> +10%'")),
    (
      "against too few runs",
      objective("indicator: a.cpu, against: { branch: main, runs: 4 }, fail: '> +10%'")
    ),
    (
      "a change of two parts",
      objective("indicator: a.cpu, against: { branch: main }, fail: '> +10% and > +20%'")
    ),
    (
      "a change in two directions",
      objective("indicator: a.cpu, against: { branch: main }, fail: '> +10% and < -1s'")
    ),
    (
      "a change to the good side",
      objective("indicator: a.cpu, against: { branch: main }, fail: '> -10%'")
    ),
    (
      "a fall of all of it",
      objective("indicator: a.cpu, against: { branch: main }, fail: '< -100%'")
    ),
    ("a value confirmed", objective("indicator: a.cpu, fail: '> 1s', confirm: { runs: 3 }")),
    (
      "no confirmation",
      objective("indicator: a.cpu, against: { branch: main }, fail: '> +10%', confirm: { runs: 0 }")
    ),
    ("a history that is a word", stage("", top: "history: x.sqlite\n")),
    ("a history without a name", stage("", top: "history: { path: '' }\n")),
    ("all runs, but not how many", stage("repeat: { decide: all }")),
    ("a mean run by run", stage("repeat: { decide: sequential, use: mean }")),
    ("an unknown decision", stage("repeat: { runs: 2, decide: early }")),
    ("an unknown statistic", stage("repeat: { runs: 2, use: mode }")),
    ("no expectation", stage("expect: {}")),
    ("an impossible exit code", stage("expect: { exit: 256 }")),
    ("a word as an exit code", stage("expect: { exit: [ok] }")),
    ("a metric without a source", stage("metrics: { n: { unit: s } }")),
    ("a metric from both", stage("metrics: { n: { regex: x, file: s.json, json: /a } }")),
    ("a file without a pointer", stage("metrics: { n: { file: s.json } }")),
    ("a pointer that is none", stage("metrics: { n: { file: s.json, json: a/b } }")),
    ("an unknown unit", stage("metrics: { n: { regex: x, unit: sec } }")),
    ("a metric called wall", stage("metrics: { wall: { regex: x } }")),
    ("a metric called tests.total", stage("metrics: { tests.total: { regex: x } }")),
    ("an output above", stage("outputs: ../x")), ("an absolute output", stage("outputs: [/tmp/x]")),
    ("a limit without a sign", stage("slo: { wall: 15s }")),
    ("a limit without a unit", stage("slo: { wall: '< 15' }")),
    ("a time for a size", stage("slo: { peak-memory: '< 15s' }")),
    ("a size for a count", stage("slo: { exit-code: '< 1MB' }")),
    ("a rule that is none", stage("lint: { allow: AND999 }")),
    ("a rule that cannot be silenced", stage("lint: { allow: AND001 }")),
    ("silence in bulk", stage("lint: { allow: all }")),
    ("a tiny log", "log: { max: 10B }\n" + plain),
    ("a budget of nothing", "budget: 0s\n" + plain),
    ("an exit code of 64", "exit: { yellow: 64 }\n" + plain),
    ("an empty report folder", "report: { dir: '' }\n" + plain),
    ("a slash in a name", "version: 1\nstages: { a/b: { run: x } }"),
    ("two dots as a name", "version: 1\nstages: { ..: { run: x } }"),
    ("a newline in a name", "version: 1\nstages: { \"a\\nb\": { run: x } }"),
    (
      "300 bytes as a name",
      "version: 1\nstages: { \(String(repeating: "n", count: 300)): { run: x } }"
    ),
    ("a blank in a name", "version: 1\nstages: { a b: { run: x } }"),
    ("an objective called stage", objective("x: y").replacing("o:", with: "stage:")),
    ("no indicator", objective("fail: '> 1s'")), ("no condition", objective("indicator: a.wall")),
    ("an indicator without a dot", objective("indicator: a, fail: '> 1s'")),
    ("an unknown severity", objective("indicator: a.wall, fail: '> 1s', severity: hihg")),
    ("a precondition without a sign", objective("indicator: a.wall, fail: '> 1s', given: a.cpu")),
    ("a waiver without an owner", waiver("objective: a.wall, until: 2027-01-31, reason: x")),
    (
      "a waiver without a reason",
      waiver("objective: a.wall, until: 2027-01-31, owner: me, reason: ' '")
    ),
    ("a waiver without a day", waiver("objective: a.wall, owner: me, reason: x")),
    ("a day that is none", waiver("objective: a.wall, until: soon, owner: me, reason: x")),
    ("waivers as a mapping", plain + "waivers: { a: b }\n"),
    ("a variable with a sign", "env: { A=B: 1 }\n" + plain),
    ("a variable without a value", "env: { A: }\n" + plain),
    ("garbage as text", String(repeating: "a b\n", count: 2_500_000)),
    ("10,000 open lists", "x-a: " + String(repeating: "[", count: 10_000)),
  ].map { PipelineFile($0.0, $0.1, isRight: false) }

  /// What is no text at all.
  static let binary: [PipelineFile] = [
    ("UTF-16", Array("\u{FEFF}\(plain)".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })),
    (
      "Latin-1",
      Array("version: 1\nname: caf".utf8) + [0xE9, 0x0A] + Array("stages: { a: { run: x } }".utf8)
    ),
    ("NUL", Array("version: 1\nname: \"a\0b\"\nstages: { a: { run: x } }".utf8)),
    (
      "10 MB of garbage",
      (0..<10_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 11) }
    ),
  ].map { PipelineFile($0.0, $0.1, isRight: false) }

  /// Wrong for reasons that no schema can see.
  static let beyondSchema: [PipelineFile] = [
    (
      "a cycle",
      "version: 1\nstages: { a: { run: x, needs: c }, b: { run: x, needs: a }, c: { run: x, needs: b } }"
    ),
    ("a need that dangles", stage("needs: b")),
    ("a need twice", "version: 1\nstages: { a: { run: x }, b: { run: x, needs: [a, a] } }"),
    ("an indicator that dangles", objective("indicator: b.wall, fail: '> 1s'")),
    ("an output size without outputs", stage("slo: { output-size: '< 1MB' }")),
    ("identical outputs of one run", stage("outputs: a, slo: { identical-outputs: '>= 1' }")),
    (
      "a metric's limit in another unit",
      stage("metrics: { n: { regex: x, unit: s } }, slo: { n: '< 1MB' }")
    ),
    (
      "a precondition in another unit",
      objective("indicator: a.wall, fail: '> 1s', given: 'a.cpu < 1MB'")
    ),
    (
      "a precondition of two units",
      objective("indicator: a.wall, fail: '> 1s', given: 'a.cpu < a.log-size'")
    ),
    ("a pattern that is none", stage("expect: { matches: 'a(b' }")),
    ("tests that are not collected", stage("slo: { tests.failed: '< 1' }")),
    (
      "coverage of tests",
      stage("collect: [{ junit: a.xml }], slo: { coverage.lines: '> 80%' }")
    ),
    (
      "a change in another unit",
      objective("indicator: a.cpu, against: { branch: main }, fail: '> +10% and > +5MB'")
    ),
    (
      "a change of nothing",
      objective("indicator: a.cpu, against: { branch: main }, fail: '> +0s'")
    ),
    (
      "a warning in the other direction",
      objective("indicator: a.cpu, against: { branch: main }, fail: '> +10%', warn: '< -10%'")
    ),
    ("a p95 of too few runs", stage("repeat: { decide: sequential, use: p95, runs: 58 }")),
    ("memory beyond the machine's", stage("memory: 5GB", top: "machine: { memory: 4GB }\n")),
    (
      "repeat under a default rerun",
      stage("repeat: { runs: 2 }", top: "defaults: { timeout: { on-soft: rerun } }\n")
    ),
    ("a waiver that dangles", waiver("objective: b, until: 2027-01-31, owner: me, reason: x")),
    (
      "two waivers of one objective",
      waiver(
        "objective: a.wall, until: 2027-01-31, owner: me, reason: x }\n  - { objective: a.wall, until: 2027-01-31, owner: me, reason: x"
      )
    ),
    ("the 31st of February", waiver("objective: a.wall, until: 2027-02-31, owner: me, reason: x")),
    (
      "two objectives of one id",
      stage("slo: { wall: '< 1s' }") + "objectives: { a.wall: { indicator: a.wall, fail: '> 1s' } }"
    ),
    (
      "101 bytes in 51 characters",
      "version: 1\nstages: { \(String(repeating: "é", count: 50))a: { run: x } }"
    ),
  ].map { PipelineFile($0.0, $0.1, isRight: false) }
}
