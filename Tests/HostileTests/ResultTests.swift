// Attacks by results, outputs, secrets and programs.

import AndonModel
import AndonReport
import AndonSystem
import AndonTestSupport
import AndonText
import Testing

@Suite("Hostile results", .tags(.slow), .unlessFast) struct HostileResultTests {
  private static let manyAttributes = """
    python3 -c "open('j.xml','w').write('<testsuite><testcase '+' '.join('a%d=\\"x\\"'%i for i in range(60000))+'/></testsuite>')"
    """

  @Test(
    "a file that takes long to read holds up neither the budget nor a signal",
    .timeLimit(.minutes(10)))
  func attributes() throws {
    let scene = try CommandFixture(
      Attack.pipeline(
        Self.manyAttributes, more: "collect: [{ junit: j.xml }]\nslo: { tests.total: '>= 1' }",
        rest: "budget: 3s\n"))
    let end = try Attack.sh("timeout -s KILL 15 $ANDON run", in: scene)
    #expect(end.exitCode == 30 || end.exitCode == 20, "\(end)")
    #expect(try scene.record().run.seconds < 4)
  }

  @Test(
    "a figure beyond all numbers is missing, and verdict.json is there",
    arguments: [
      ("echo v=1e308; echo v=1e308", "metrics: { m: { regex: 'v=(.*)', match: sum } }"),
      ("echo v=1e308", "metrics: { m: { regex: 'v=(.*)', unit: h } }"),
      ("echo v=1.7e308", "metrics: { m: { regex: 'v=(.*)' } }\nrepeat: { runs: 2, use: mean }"),
      ("echo v=1e999", "metrics: { m: { regex: 'v=(.*)' } }"),
      (
        "echo '<testsuite><testcase name=\"a\" time=\"1e308\"/><testcase name=\"b\" time=\"1e308\"/></testsuite>' > j.xml",
        "collect: [{ junit: j.xml }]"
      ),
      ("echo '{\"m\": 1e999}' > n.json", "metrics: { m: { file: n.json, json: /m } }"),
      ("echo v=1e308", "metrics: { m: { regex: 'v=(.*)' } }\nslo: { m: '<= 0.5' }"),
    ])
  func infinite(_ script: String, _ keys: String) throws {
    let scene = try CommandFixture(Attack.pipeline(script, more: keys))
    let end = try scene.andon("run")
    #expect([0, 20, 30].contains(end.exitCode), "\(end)")
    for row in try scene.record().stages[0].indicators.rows {
      #expect(row.quantity.reading.value?.isFinite != false)
    }
  }

  @Test(
    "a file of an earlier stage is not this one's, whatever its time says",
    arguments: ["touch -d @$(date +%s) m.json", "touch -d 2099-01-01 m.json", "touch m.json", ":"],
    ["true", "mv m.json n.json; mv n.json m.json", "chmod 600 m.json", "ln m.json n.json"])
  func stale(_ touch: String, _ second: String) throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        a: { run: "sh write" }
        b: { needs: [a], run: "\(second)", metrics: { x: { file: m.json, json: /x } }, slo: { x: "<= 5" } }
      """)
    let wait = "python3 -c 'import time; time.sleep(1 - time.time() % 1)'"
    try scene.folder.write("write", "\(wait); echo '{\"x\": 1}' > m.json; \(touch)")
    #expect(try scene.andon("run").exitCode == 30)
  }

  @Test("what was changed after its stage had ended is yellow, and the receipt holds what was made")
  func changedLater() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        a: { run: "mkdir out; echo 1 > out/a; echo 1 > out/b; echo 1 > out/c", outputs: ["out/**"] }
        b: { needs: [a], run: "echo 2 > out/a; touch out/b; rm out/c; echo x >> andon-out/logs/a.1.log" }
      """)
    #expect(try scene.andon("run").exitCode == 10)
    let record = try scene.record()
    #expect(record.stages[0].changed == ["logs/a.1.log", "out/a"])
    #expect(record.findings.contains { $0.code == .changedLater } && record.verdict == .yellow)
    let end = try scene.andon("verify")
    #expect(end.exitCode == 20 && end.output.contains("out/a: its bytes are others"))
    #expect(end.output.contains("out/c: it is missing"))
    let again = try scene.andon(
      "report", "--journal", "andon-out/journal.jsonl", "--format", "json")
    #expect(again.output.contains("\"verdict\":\"yellow\""))
  }

  @Test(
    "an output that cannot be looked at any more, or never could be read, is one that was changed",
    arguments: [
      (":", "echo 2 > sub/out/a; mv sub else; ln -s else sub"),
      (":", "echo 2 > sub/out/a; chmod 0 sub/out"),
      ("chmod 0 out/a", "chmod 600 sub/out/a; echo 2 > sub/out/a"),
    ])
  func hiddenChange(_ first: String, _ second: String) throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        a: { dir: sub, run: "mkdir out; echo 1 > out/a; \(first)", outputs: ["out/**"] }
        b: { needs: [a], run: "\(second)" }
      """)
    try scene.folder.write("sub/x", "")
    let end = try scene.andon(as: .nobody, "run")
    #expect(end.exitCode == 10, "\(end)")
    #expect(try scene.record().stages[0].changed == ["sub/out/a"])
    #expect(try scene.andon(as: .nobody, "verify").exitCode != 0)
    try Attack.sh("chmod -R u+rwX .", in: scene).check()
  }

  @Test(
    "no output hides from the comparison, by its name or behind a link",
    arguments: [
      "mkdir -p out/.andon-aside-d; date +%N > out/.andon-aside-d/x; echo 1 > out/x",
      "mkdir -p out; date +%N > out/.andon-aside-x; echo 1 > out/x",
      "mkdir -p o out; echo 1 > o/x; date +%N > out/x; mv out real; ln -s real out",
    ])
  func hiddenOutput(_ script: String) throws {
    let scene = try CommandFixture(
      Attack.pipeline(
        "rm -rf out real o; \(script)",
        more: """
          outputs: ["out/**", "o/**"]
          reproducible: { runs: 2, vary: [umask] }
          slo: { identical-outputs: ">= 100%" }
          """))
    let end = try scene.andon("run")
    #expect(end.exitCode == 20 || end.exitCode == 30, "\(end)")
  }

  private static let results = """
    good() { echo '<testsuite><testcase name="a"/></testsuite>' > t.xml; }
    bad() { echo '<testsuite><testcase name="a"><failure/></testcase></testsuite>' > t.xml; }
    echo x >> n; n=$(wc -l < n)
    """

  @Test("no vote of runs hides a test that failed in one of them, or a figure that was missing")
  func voted() throws {
    let scene = try CommandFixture(
      Attack.pipeline(
        "\(Self.results)\nif [ $n = 2 ]; then bad; else good; fi; echo w=$n",
        more: """
          repeat: { decide: sequential }
          collect: [{ junit: t.xml }]
          metrics: { w: { regex: 'w=(\\d+)' } }
          slo: { w: '<= 4' }
          """))
    #expect(try scene.andon("run").exitCode == 20)
    let gap = try CommandFixture(
      Attack.pipeline(
        "\(Self.results)\n[ $n -le 2 ] || echo v 1",
        more: """
          repeat: { decide: sequential }
          metrics: { v: { regex: 'v (\\d+)' } }
          slo: { v: '<= 3' }
          """))
    #expect(try gap.andon("run").exitCode == 30)
  }

  @Test("what confirms another answer does not hide tests that failed in it")
  func confirmed() throws {
    let scene = try CommandFixture(
      Attack.pipeline(
        """
        \(Self.results)
        if [ $n -le 7 ]; then good; echo v=100
        elif [ $n = 8 ]; then good; echo v=200
        else bad; echo v=100; fi
        """,
        more: "collect: [{ junit: t.xml }]\nmetrics: { v: { regex: 'v=(\\d+)' } }",
        rest: """
          objectives:
            o:
              indicator: s.v
              against: { branch: main }
              fail: "> +10%"
              confirm: { runs: 3 }

          """))
    try scene.folder.write(".git/HEAD", "ref: refs/heads/main\n")
    for _ in 0..<7 { _ = try scene.andon("run") }
    #expect(try scene.andon("run").exitCode == 20)
    #expect(try scene.record().stages[0].attempts.count == 4)
  }

  @Test("a line of which a part was not looked at makes what was found a bound")
  func longLine() throws {
    let scene = try CommandFixture(
      Attack.pipeline(
        "echo '0 failed'; head -c 1100000 /dev/zero | tr '\\0' x; echo ' 7 failed'",
        more: """
          metrics:
            last: { regex: '(\\d+) failed', match: last }
            most: { regex: '(\\d+) failed', match: max }
            sum: { regex: '(\\d+) failed', match: sum }
            first: { regex: '(\\d+) failed', match: first }
          slo: { last: '<= 0', most: '<= 0', sum: '<= 0', first: '<= 0' }
          """))
    #expect(try scene.andon("run").exitCode == 30)
    let judgments = try scene.record().objectives.map { "\($0.id) \($0.judgment.name)" }
    #expect(
      judgments.sorted() == ["s.first pass", "s.last unknown", "s.most unknown", "s.sum unknown"])
  }

  @Test("many figures in one file keep neither deadlines nor the budget up")
  func manyFigures() throws {
    let scene = try CommandFixture(
      Attack.pipeline(
        "cp big.json out.json; touch out.json", more: "collect: [{ benchmark: out.json }]",
        rest: "  t: { run: sleep 30, timeout: { hard: 4s, grace: 100ms } }\n"))
    let script = """
      import json
      json.dump([{'name': f'b{i}', 'unit': 's', 'value': 1} for i in range(100000)], open('big.json', 'w'))
      """
    try Attack.sh("python3 -c \"\(script)\"", in: scene).check()
    let end = try Attack.sh("timeout -s KILL 60 $ANDON run --jobs 2", in: scene)
    let record = try scene.record()
    #expect(end.exitCode == 20 && record.run.seconds < 20, "\(end) \(record.run.seconds)")
    #expect(record.stages[0].indicators.rows.count < 11_000)
    #expect(record.findings.contains { $0.message.contains("10000 became figures") })
  }

  @Test("an output that a later stage makes as well is that stage's")
  func remade() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        a: { run: "echo 1 > a", outputs: [a] }
        b: { needs: [a], run: "echo 2 > a", outputs: [a] }
      """)
    #expect(try scene.andon("run").exitCode == 0 && scene.andon("verify").exitCode == 0)
  }

  @Test("a sparse output does not hold the end up", .timeLimit(.minutes(10)))
  func sparse() throws {
    let scene = try CommandFixture(
      Attack.pipeline("truncate -s 15T big", more: "outputs: [big]", rest: "budget: 3s\n"))
    let end = try Attack.sh("timeout -s KILL 15 $ANDON run", in: scene)
    #expect(try end.exitCode != nil && scene.record().run.seconds < 4)
    #expect(Attack.holds(scene, "andon-out/receipt.json", "unread"))
  }

  @Test(
    "programs beside andon that a stage replaces are not started",
    arguments: [
      "mv i/x i/andon-outputs", "cat i/x > i/andon-outputs",
      "rm i/andon-outputs; ln -s x i/andon-outputs",
    ], CommandFixture.Account.all)
  func outputsProgram(_ replace: String, _ account: CommandFixture.Account) throws {
    let scene = try CommandFixture(
      Attack.pipeline(
        """
        printf '#!/bin/sh\\nprintf "first\\\\0001\\\\000end\\\\000"\\nexit 0\\n' > i/x; chmod +x i/x
        \(replace) 2>/dev/null || true
        mkdir -p out; date +%N > out/a
        """,
        more: """
          outputs: ["out/**"]
          reproducible: { runs: 2, vary: [umask] }
          slo: { identical-outputs: ">= 100%" }
          """))
    try Attack.sh("mkdir i; cp $(dirname $ANDON)/andon* i/", in: scene).check()
    try scene.give(to: account)
    let end = try Child.run(account.words + ["i/andon", "run"], in: scene.folder.path)
    #expect(end.exitCode == 20, "\(end)")
    #expect(try scene.record().findings.contains { $0.code == .writableInstallation })
  }

  @Test("a keeper that a stage replaces and kills is not started")
  func keeperProgram() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        a: { required: false, run: "mv i/x i/andon-keeper; kill -9 $(cut -d' ' -f4 /proc/$PPID/stat)" }
        b: { needs: [a], always: true, run: exit 1 }
      """)
    // It would forge results; that it was started is seen before that.
    try scene.folder.write("x", "#!/bin/sh\ntouch '\(scene.folder.path)/started'\n")
    try Attack.sh("mkdir i; cp $(dirname $ANDON)/andon* i/; chmod +x x; mv x i", in: scene).check()
    // Where b had begun when the keeper died, it is lost.
    let code = try Attack.sh("i/andon run", in: scene).exitCode
    #expect(code == 20 || code == 30)
    #expect(!Files.isFile(scene.folder.path + "/started"))
  }

  @Test("a lost optional stage is at best yellow", arguments: CommandFixture.Account.all)
  func lost(_ account: CommandFixture.Account) throws {
    let scene = try CommandFixture(
      Attack.pipeline("kill -9 $PPID", more: "required: false", rest: "  t: { run: exit 0 }\n"))
    #expect(try scene.andon(as: account, "run").exitCode == 10)
  }

  @Test("each line of a secret, and its forms in other formats, are masked")
  func secrets() throws {
    let scene = try CommandFixture(
      Attack.pipeline(
        """
        echo "$DEPLOY_KEY" | sed 's/^/  /'
        python3 -c "
        import os, json, urllib.parse, html, base64
        for s in [os.environ['DEPLOY_KEY'], os.environ['API_TOKEN']]:
            print(json.dumps(s)); print(urllib.parse.quote(s)); print(urllib.parse.quote_plus(s))
            print(html.escape(s)); print(base64.b64encode(s.encode()).decode())
            for p in ['', 'u', 'u:']: print(base64.b64encode((p + s).encode()).decode())
        "
        exit 1
        """))
    let key = "-----BEGIN KEY-----\nabcdefghij\"klm\nnopqrstuvw\\xyz\n-----END KEY-----"
    let token = "t0k<en/with \"all\" & ümläut+"
    _ = try scene.andon("run", with: ["DEPLOY_KEY": key, "API_TOKEN": token])
    let log = try scene.folder.read("andon-out/logs/s.1.log")
    for part in ["abcdefghij", "nopqrstuvw", "t0k", "with", "YWJjZGVmZ2hp", "bcGFydA"] {
      #expect(!log.contains(part), "\(part) in \(log)")
    }
    for part in [token, "t0k%3C", "t0k&lt;"] { #expect(!log.contains(part)) }
  }

  @Test("a secret as shells and other programs print it is masked")
  func printedSecrets() throws {
    let scene = try CommandFixture(
      Attack.pipeline(
        """
        set -x; : "$API_TOKEN"; set +x; printf '%q\\n' "$API_TOKEN"
        printf %s "$API_TOKEN" | xxd -p -c 99; printf %s "$API_TOKEN" | xxd -u -p -c 99
        python3 -c "
        import os, html, json, shlex
        s = os.environ['API_TOKEN']
        print(html.escape(s)); print(repr(s)); print(shlex.quote(s)); print(json.dumps(json.dumps(s)))
        print(json.dumps(s).replace('<', '\\\\u003c').replace('>', '\\\\u003e').replace('&', '\\\\u0026'))
        print(s.encode().hex(':'))
        "
        exit 1
        """))
    _ = try scene.andon("run", with: ["API_TOKEN": "t0k'en<of>\"this&run"])
    let log = try scene.folder.read("andon-out/logs/s.1.log")
    for part in ["t0k", "this", "run", "74306b", "7468", "74:30", "7468697326"] {
      #expect(!log.lowercased().contains(part), "\(part) in \(log)")
    }
  }

  @Test("a secret in a result file is masked, whatever is said of the file")
  func collectedSecrets() throws {
    let scene = try CommandFixture(
      Attack.pipeline(
        """
        printf '{"Action":"run","Package":"p","Test":"%s"}\\n{"Action":"start","Package":"q"}\\n' $MY_TOKEN > g.json
        printf '<testsuites><testcase name="x"></%s></testsuites>' $MY_TOKEN > a.xml
        printf '<testsuites><testcase name="x"/>&%s;</testsuites>' $MY_TOKEN > b.xml
        printf '<%s/>' $MY_TOKEN > c.xml
        printf 'goos: linux\\npkg: p\\nBenchmark%s 100 1.4 ns/op\\n' $MY_TOKEN > b.txt
        exit 1
        """,
        more: "collect: [{ junit: '*.xml' }, { junit: g.json }, { benchmark: b.txt }]"))
    let end = try scene.andon("run", with: ["MY_TOKEN": "sup3rs3cretvalue"])
    #expect(!(end.output + end.error).contains("s3cret"))
    let found = try Attack.sh("grep -rl s3cret andon-out", in: scene)
    #expect(found.output.isEmpty, "\(found.output)")
  }

  @Test("masking takes no longer for many secrets, or for one that repeats itself")
  func masking() {
    let plain = Masker([Array("hunter22".utf8)])
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: 4_000_000)
    let prefix = (0..<5000).map { Array("prefix-\($0)".utf8) }
    let repeated = [[UInt8](repeating: UInt8(ascii: "a"), count: 20_000) + [UInt8(ascii: "b")]]
    let clock = ContinuousClock()
    let base = clock.measure { _ = plain.masked(text) }
    let same = clock.measure { _ = Masker(repeated).masked(text) }
    let lines = Array(String(repeating: "prefix-x prefix-4999\n", count: 200_000).utf8)
    let many = clock.measure { _ = Masker(prefix).masked(lines) }
    // A debug build checks each access; what matters is that it is not thousands of times.
    #expect(
      same < base * 60 + .seconds(4) && many < base * 60 + .seconds(6), "\(base) \(same) \(many)")
  }
}
