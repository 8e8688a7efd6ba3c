// Stages that run again in changed surroundings: real programs that are not deterministic in one
// way each, and what becomes of their outputs when a run goes wrong.

import AndonModel
import AndonSystem
import AndonTestSupport
import Testing

@Suite("Reproducible outputs", .tags(.slow), .unlessFast, .timeLimit(.minutes(10)))
struct ReproducibleTests {
  private static let differing = "\(Built.repository)/Tests/Fixtures/unlike"

  private func scene(_ run: String, _ terms: String, more: String = "") throws -> CommandFixture {
    try CommandFixture(
      """
      version: 1
      stages:
        made:
          run: |
            \(run.replacing("\n", with: "\n      "))
          outputs: [out/**]
          reproducible: { \(terms) }
          slo: { identical-outputs: ">= 100%" }
      \(more)
      """)
  }

  private func stage(_ scene: CommandFixture) throws -> StageRecord {
    try #require(try scene.record().stages.first { $0.id.text == "made" })
  }

  private func share(_ stage: StageRecord) -> BoundedValue? {
    stage.indicators[.builtIn(.identicalOutputs)]?.reading
  }

  @Test(
    "what a program is not deterministic in is found, and with which variation it appears",
    arguments: [
      ("time", .timestamp, .always), ("zone", .timeZone, .under(.timezone)),
      ("path", .path, .under(.path)), ("home", .path, .under(.home)),
      ("shuffled", .order, .always), ("race", .order, .always), ("random", .random, .always),
      ("user", .identity, .under(.userName)), ("umask", .umask, .under(.umask)),
      ("archive", .timestamp, .always),
    ] as [(String, DifferenceCategory, VariationResult)])
  func suspicions(kind: String, suspicion: DifferenceCategory, differs: VariationResult) throws {
    let scene = try scene(
      "mkdir -p out; echo 1 > out/same; \(Self.differing) \(kind) > out/file",
      "runs: 3, vary: [timezone, umask, path, user-name, home, time]")
    #expect(try scene.andon("run").exitCode == 20)
    let stage = try stage(scene)
    let reproduction = try #require(stage.reproduction)
    #expect(reproduction.differing.map(\.difference.path) == ["out/file"])
    #expect(reproduction.differing.first?.difference.suspicion == suspicion)
    #expect(reproduction.differing.first?.differs == differs)
    #expect(share(stage) == .exact(0.5) && reproduction.failure == nil)
    let record = try scene.record()
    let cause = try #require(record.causes.first)
    #expect(cause.kind == .nonDeterminism && cause.rule == suspicion.rawValue)
    #expect(cause.objectives == ["made.identical-outputs"])
    #expect(cause.advice.first?.high == 1 && cause.advice.first?.judgment == "pass")
    #expect(record.findings.contains { $0.code == .outputsDiffer && $0.role == .cause })
    // What is compared is no part of what is measured.
    #expect(stage.attempts.count == 1 && stage.variations.count >= 3)
    #expect(stage.indicators[.builtIn(.attempts)]?.reading == .exact(1))
  }

  @Test("what is the same in all surroundings is green, and what could not be varied is told")
  func same() throws {
    let all = Variation.allCases.map(\.rawValue).joined(separator: ", ")
    let scene = try scene(
      "mkdir -p out; \(Self.differing) nothing > out/file", "runs: 4, vary: [\(all)]")
    #expect(try scene.andon("run").exitCode == 0)
    let stage = try stage(scene)
    let reproduction = try #require(stage.reproduction)
    #expect(share(stage) == .exact(1) && reproduction.runs == 4)
    #expect(stage.variations.count == 3)
    #expect(reproduction.variations.map(\.variation) == Variation.allCases)
    let varied = reproduction.variations.filter(\.isVaried).map(\.variation)
    #expect(Set(stage.variations.flatMap(\.varied)) == Set(varied))
    let notes = try scene.record().findings.filter { $0.code == .notVaried }
    #expect(notes.count == reproduction.variations.count { $0.reasonNotVaried != nil })
    // Nothing is left of it.
    #expect(!Files.isFolder(scene.folder.path + "/andon-out/aside"))
  }

  @Test("a locale that is installed is tried, wherever it lies")
  func locale() throws {
    let scene = try scene(
      "mkdir -p out; \(Self.differing) locale > out/file", "runs: 2, vary: locale")
    let made = try Child.run(
      ["localedef", "-i", "de_DE", "-f", "UTF-8", "./de_DE.utf8"], in: scene.folder.path)
    // Its sources come with another package; elsewhere a locale may be installed.
    guard made.exitCode == 0 else { return }
    let end = try scene.andon("run", with: ["LOCPATH": scene.folder.path, "LC_ALL": "C"])
    #expect(end.exitCode == 20)
    let output = try #require(try stage(scene).reproduction?.differing.first)
    #expect(output.difference.first == "3.14" && output.difference.other == "3,14")
    #expect(output.difference.suspicion == .locale && output.differs == .under(.locale))
  }

  @Test("processors, the order of folders and the clock are changed where the machine can")
  func tools() throws {
    for (kind, variation) in [("cpus", Variation.cpus), ("order", .order), ("year", .time)] {
      let scene = try scene(
        """
        mkdir -p out parts; touch parts/a parts/b parts/c
            \(Self.differing) \(kind) > out/file
        """, "runs: 2, vary: \(variation.rawValue)")
      let end = try scene.andon("run")
      let reproduction = try #require(try stage(scene).reproduction)
      let thing = try #require(reproduction.variations.first)
      if thing.reasonNotVaried == nil {
        #expect(end.exitCode == 20, "\(kind)")
        #expect(reproduction.differing.first?.differs == .under(variation), "\(kind)")
      } else {
        // Said, and never counted as done.
        #expect(end.exitCode == 0, "\(kind): \(end.output)")
        #expect(end.output.contains(thing.reasonNotVaried ?? ""))
      }
    }
  }

  @Test("the first run's outputs stay as they are, whatever kind of thing they are")
  func putBack() throws {
    let scene = try scene(
      """
      mkdir out; cd out; date +%N > time; ln -s time link; ln -s gone dangling; ln -s loop loop
          mkfifo pipe; mkdir -p a/empty; echo 1 > $'\\xff'; ln -s ../.. up
          python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'
          cp time ../first.$ANDON_ATTEMPT.$$
      """, "runs: 3, vary: [umask, path]")
    // Whoever makes its folder without -p gets a clean one each time.
    #expect(try scene.andon("run").exitCode == 20)
    let stage = try stage(scene)
    #expect(stage.reproduction?.failure == nil && stage.reproduction?.files == 9)
    #expect(stage.reproduction?.differing.map(\.difference.path) == ["out/time"])
    let out = try Child.run(
      ["bash", "-c", "ls -A out; cat first.*; cat out/time"], in: scene.folder.path)
    let lines = out.output.split(separator: "\n")
    #expect(lines.contains("socket") && lines.contains("pipe") && lines.contains("dangling"))
    #expect(lines.filter { $0 == lines.last ?? "" }.count == 2)
  }

  @Test("a folder that was there before is there for each run, empty")
  func folders() throws {
    let scene = try scene("ls out > out/list", "runs: 3, vary: [umask, home]")
    try Files.createFolder(scene.folder.path + "/out")
    #expect(try scene.andon("run").exitCode == 0)
  }

  @Test("a run that fails makes it unknown, not 0; what differed before is proven all the same")
  func failing() throws {
    let scene = try scene(
      "mkdir -p out; echo 1 > out/a; test \"$HOME\" = \(Self.home)", "runs: 2, vary: home")
    let end = try scene.andon("run", with: ["HOME": Self.home])
    #expect(end.exitCode == 30)
    let made = try stage(scene)
    #expect(made.state == .succeeded && share(made)?.bound == .missing)
    // In unchanged surroundings it was the same.
    #expect(made.reproduction?.runs == 2 && made.variations.count == 2)
    #expect(end.output.contains("AND061"))
    #expect(try scene.record().objectives.map(\.judgment) == [.unknown(.notMeasured)])
    let other = try self.scene(
      "mkdir -p out; date +%N > out/a; test \"$HOME\" = \(Self.home)",
      "runs: 3, vary: [umask, home]")
    #expect(try other.andon("run", with: ["HOME": Self.home]).exitCode == 20)
    #expect(share(try stage(other)) == .atMost(0))
  }

  private static let home = "/"

  @Test("without outputs there is nothing to compare")
  func nothing() throws {
    let scene = try scene("true", "runs: 2")
    #expect(try scene.andon("run").exitCode == 30)
    #expect(share(try stage(scene))?.bound == .missing)
    #expect(try stage(scene).variations.isEmpty)
  }

  @Test("a stage that fails is not run again, and its share is unknown")
  func broken() throws {
    let scene = try scene("mkdir -p out; echo 1 > out/a; exit 3", "runs: 3")
    #expect(try scene.andon("run").exitCode == 20)
    #expect(try stage(scene).variations.isEmpty)
    #expect(try scene.record().objectives.map(\.judgment) == [.unknown(.stageFailed)])
  }

  @Test("what may differ is left out: whole files, and values of documents")
  func allowed() throws {
    let scene = try scene(
      #"""
      mkdir -p out/d; date +%N > out/d/a.log
          printf '{"a": 1, "generatedAt": "%s"}\n' "$(date +%N)" > out/d/b.json
      """#,
      """
      runs: 3, ignore: ["out/**/*.log"], \
      normalise: [{ files: "out/**/*.json", json: /generatedAt }]
      """)
    #expect(try scene.andon("run").exitCode == 0)
    #expect(try stage(scene).reproduction?.files == 1)
  }

  @Test("the budget and a signal end later runs; the first run's outputs are back")
  func cutOff() throws {
    let run = """
      mkdir -p out; date +%N > out/a
          if [ -e first ]; then touch again; exec sleep 30; fi
          cp out/a first
      """
    let scene = try scene(run, "runs: 3", more: "budget: 1s")
    #expect(try scene.andon("run").exitCode == 30)
    let made = try stage(scene)
    #expect(made.state == .succeeded && made.reason == nil)
    #expect(try scene.record().objectives.map(\.judgment) == [.unknown(.budget)])
    #expect(try scene.folder.read("out/a") == scene.folder.read("first"))
    let other = try self.scene(run, "runs: 3")
    let child = try other.start("run")
    try other.waitFor("again")
    child.send(15)
    #expect(try child.end().exitCode == 143)
    #expect(try other.record().objectives.map(\.judgment) == [.unknown(.cancelled)])
    #expect(try other.folder.read("out/a") == other.folder.read("first"))
    let left = try Child.run(["bash", "-c", "ls -d andon-out/aside"], in: other.folder.path)
    #expect(left.exitCode != 0)
  }

  @Test("what a killed andon had put aside is never lost: it is put back, or kept and told")
  func killed() throws {
    for isInPlace in [true, false] {
      let scene = try scene(
        """
        test ! -e first || { \(isInPlace ? "mkdir out; touch out/b;" : "") touch again; exec sleep 30; }
        mkdir -p out; date +%N > out/a; cp out/a first
        """, "runs: 3", more: "  other: { run: cat first }")
      let child = try scene.start("run")
      try scene.waitFor("again")
      child.send(9)
      #expect(try child.end().signal == 9)
      let end = try scene.andon("run", "--only", "other")
      #expect(end.exitCode == 0)
      let place = isInPlace ? "andon-out/aside/made/out/a" : "out/a"
      #expect(try scene.folder.read(place) == scene.folder.read("first"))
      #expect(end.error.contains("was not replaced") == isInPlace)
      #expect(end.error.contains("is back in") != isInPlace)
    }
  }

  @Test("diffoscope is asked about the first output that differs, where it is there")
  func diffoscope() throws {
    let terms = "runs: 2, explain: diffoscope"
    let run = "mkdir -p out; date +%N > out/a; cp out/a out/b"
    let scene = try scene(run, terms)
    // It has to be found by PATH, and to be given both files.
    try scene.folder.write("bin/diffoscope", "#!/bin/sh\ndiff \"$3\" \"$4\"\n")
    let path = try #require(try ProcessEnvironment().variable("PATH"))
    try #require(
      try Child.run(["chmod", "+x", "bin/diffoscope"], in: scene.folder.path).exitCode == 0)
    let end = try scene.andon("run", with: ["PATH": "\(scene.folder.path)/bin:\(path)"])
    #expect(end.exitCode == 20)
    let log = try #require(try stage(scene).reproduction?.details)
    #expect(log == "logs/made.2.diffoscope.log")
    #expect(try scene.folder.read("andon-out/\(log)").hasPrefix("1c1\n< "))
    #expect(try scene.folder.read("andon-out/report.md").contains("more by diffoscope"))
    let other = try self.scene(run, terms)
    let programs = "for p in bash sh mkdir date cp git; do ln -s $(command -v $p) bin/$p; done"
    try #require(
      try Child.run(["bash", "-c", "mkdir bin; " + programs], in: other.folder.path).exitCode == 0)
    #expect(try other.andon("run", with: ["PATH": other.folder.path + "/bin"]).exitCode == 20)
    #expect(try stage(other).reproduction?.details == "diffoscope is not installed")
  }

  @Test("secrets are hidden in what is shown of outputs, wherever they are cut")
  func secrets() throws {
    let secret = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH"
    let scene = try scene(
      """
      mkdir -p out; n=$(date +%N)
      printf '%0300d%s%045d%s%0300d\\n' 0 "$MY_TOKEN" 0 "$n" 0 > out/long
      printf '\\0\\1\\2%s%s\\0' "$n" "$MY_TOKEN" > out/bytes; echo "{\"$MY_TOKEN\": \"$n\"}" > out/j.json
      """, "runs: 2")
    #expect(try scene.andon("run", with: ["MY_TOKEN": secret]).exitCode == 20)
    #expect(try stage(scene).reproduction?.differing.count == 3)
    let digits = secret.utf8.map { String($0, radix: 16) }.prefix(3).joined(separator: " ")
    for word in [secret, String(secret.dropFirst(2).prefix(12)), digits] {
      let found = try Child.run(["grep", "-rl", word, "andon-out"], in: scene.folder.path)
      #expect(found.output == "", "\(word)")
    }
  }

  @Test("a copy of the work tree holds what git knows and what needed stages made, and git works")
  func copies() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        tool: { run: 'mkdir -p bin; echo "cat in" > bin/tool; chmod +x bin/tool', outputs: bin/tool }
        made:
          needs: [tool]
          dir: sub
          run: |
            test ! -e ../ignored || touch seen
            mkdir -p out; ../bin/tool > out/a; git rev-parse HEAD > out/commit; git status --short > out/status
          outputs: [out/**]
          reproducible: { runs: 2, vary: path }
          slo: { identical-outputs: ">= 100%" }
      """)
    let git = """
      git init -q .; mkdir sub; echo 1 > sub/in; printf 'bin\\nout\\nignored\\nandon-out\\n' > .gitignore
      git add -A; git -c user.name=a -c user.email=a@b commit -qm x; echo 2 > sub/in; echo 3 > sub/new
      echo secret > ignored
      """
    try #require(try Child.run(["bash", "-ec", git], in: scene.folder.path).exitCode == 0)
    let end = try scene.andon("run")
    #expect(end.exitCode == 0, "\(end.output)")
    #expect(try scene.folder.read("sub/out/a") == "2\n")
    let trees = try Child.run(["git", "worktree", "list"], in: scene.folder.path)
    #expect(trees.output.split(separator: "\n").count == 1)
    #expect(try scene.folder.read("sub/out/status").contains(" M in\n"))
  }

  @Test("a verdict over outputs is given again, from its figures and from its journal")
  func again() throws {
    let scene = try scene(
      "mkdir -p out; \(Self.differing) time > out/file", "runs: 2, vary: [umask]")
    #expect(try scene.andon("run").exitCode == 20)
    let verdict = try scene.folder.read("andon-out/verdict.json")
    let judged = try scene.andon(
      "judge", "--pipeline", "andon.yaml", "--measurements", "andon-out/verdict.json", "--json")
    #expect(judged.output == verdict)
    #expect(
      try scene.andon("report", "--journal", "andon-out/journal.jsonl", "--dir", "again").exitCode
        == 0)
    #expect(try scene.record("again").stages == scene.record().stages)
    let told = try scene.andon("explain", "made.identical-outputs").output
    #expect(told.contains("non-determinism") && told.contains("out/file"))
  }
}
