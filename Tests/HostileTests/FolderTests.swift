// Attacks by the files of a repository or a stage: links, pipes, lists.

import AndonModel
import AndonReport
import AndonSystem
import AndonTestSupport
import Testing

@Suite("Hostile folders", .tags(.slow), .unlessFast) struct HostileFolderTests {
  private static let green = Attack.pipeline("true")

  @Test(
    "a report folder that a link leads to, or that is committed, is refused with a way out",
    arguments: [
      "mkdir e; ln -s e andon-out", "mkdir -p andon-out e; ln -s ../e andon-out/logs",
      "ln -s none andon-out", "ln -s andon-out andon-out",
      "git init -q .; mkdir andon-out; touch andon-out/x; git add -f andon-out",
      "git init -q .; mkdir andon-out; touch andon-out/x; git add -f .; chown -R 65534 . || true",
    ])
  func reportFolder(_ script: String) throws {
    let scene = try CommandFixture(Self.green)
    try Attack.sh("\(script); touch e/foo.1.log 2>/dev/null || true", in: scene)
    let end = try scene.andon("run")
    #expect(end.exitCode == 74 && end.error.contains("help: "), "\(end)")
    #expect(!Files.isFile(scene.folder.path + "/e/verdict.json"))
    let left = try Attack.sh("test ! -d e || test -e e/foo.1.log", in: scene)
    #expect(left.exitCode == 0)
  }

  @Test(
    "a committed report folder is found whatever the environment says, and in a submodule",
    arguments: [("GIT_LITERAL_PATHSPECS=1", "andon-out"), ("", "sub/andon-out")])
  func committed(_ variable: String, _ folder: String) throws {
    let scene = try CommandFixture(Self.green)
    let script = """
      git init -q .; git init -q sub; mkdir andon-out sub/andon-out
      touch andon-out/x sub/andon-out/x; git add -f andon-out; git -C sub add -f andon-out
      \(variable) $ANDON run --report-dir \(folder)
      """
    #expect(try Attack.sh(script, in: scene).exitCode == 74)
  }

  @Test("two commits are compared in their own trees, not where a link leads")
  func compared() throws {
    let scene = try CommandFixture()
    try scene.folder.write("r/sub/andon.yaml", Attack.pipeline("touch made"))
    let script = """
      mkdir else; cd r; git init -q .; git config user.name a; git config user.email a@b
      git add .; git commit -qm a; mv sub kept; ln -s $PWD/../else sub; git add .; git commit -qm b
      rm sub; mv kept sub; cd sub; $ANDON compare HEAD~1 HEAD --stage s --pairs 6
      """
    let end = try Attack.sh(script, in: scene)
    #expect(end.exitCode == 20 && end.output.contains("head has no folder sub"), "\(end)")
    #expect(try Attack.sh("ls else", in: scene).output.isEmpty)
  }

  @Test(
    "a file of the kernel that waits is an error",
    .enabled(if: CommandFixture.Account.all.contains(.root), "only root may read /proc/kmsg"),
    arguments: ["causes: [/proc/kmsg]\n", "history: { path: /proc/kmsg }\n"])
  func kernel(_ key: String) throws {
    let scene = try CommandFixture(Attack.pipeline("true", rest: key))
    let end = try Attack.sh("timeout -s KILL 10 $ANDON run", in: scene)
    #expect(end.signal == nil && (end.exitCode == 78) == key.hasPrefix("causes"), "\(end)")
  }

  @Test("a report that cannot be replaced leaves no other one of an earlier green run")
  func blocked() throws {
    let scene = try CommandFixture(Attack.pipeline("[ ! -e bad ]"))
    #expect(try scene.andon("run").exitCode == 0)
    let block = "touch bad; cd andon-out; rm codequality.json; mkdir -p codequality.json/x"
    try Attack.sh(block, in: scene).check()
    #expect(try scene.andon("run").exitCode == 74)
    let green = """
      cd andon-out; head -1 summary.md report.md | grep green
      grep -h '"success"\\|"verdict":"green"\\|andon_verdict="green"} 1' verdict.json github*.json metrics.txt
      """
    #expect(try Attack.sh(green, in: scene).output.isEmpty)
  }

  @Test("a green run whose reports were taken away is not green for a CI system")
  func takenAway() throws {
    let scene = try CommandFixture(Attack.pipeline("mv andon-out moved"))
    let end = try scene.andon("run", "--host", "gitlab")
    #expect(end.exitCode == 74, "\(end)")
    #expect(Attack.holds(scene, "andon-out/gitlab.env", "ANDON_VERDICT=unknown"))
    #expect(Attack.holds(scene, "andon-out/github-status.json", "\"error\""))
    #expect(Attack.holds(scene, "andon-out/github-check.json", "\"failure\""))
  }

  @Test(
    "links in the place of reports are replaced, never followed",
    arguments: CommandFixture.Account.all)
  func reports(_ account: CommandFixture.Account) throws {
    let scene = try CommandFixture(Self.green)
    try scene.folder.write("precious", "keep me")
    let names = ReportFile.allCases.map(\.rawValue) + ["receipt.json", "journal.jsonl"]
    let links = names.map { "ln -s ../precious andon-out/\($0)" }.joined(separator: "; ")
    try Attack.sh("mkdir -p andon-out/logs; \(links)", in: scene).check()
    try Attack.sh("ln -s ../../precious andon-out/logs/s.1.log", in: scene).check()
    #expect(try scene.andon(as: account, "run").exitCode == 0)
    #expect(try scene.folder.read("precious") == "keep me" && scene.record().verdict == .green)
  }

  @Test(
    "a committed list of shelves moves nothing, in or out", arguments: CommandFixture.Account.all)
  func shelves(_ account: CommandFixture.Account) throws {
    let scene = try CommandFixture()
    try scene.folder.write("home/r/r/andon.yaml", Self.green)
    try scene.folder.write("home/.ssh/id", "key")
    try scene.folder.write("home/r/r/andon-out/aside/x/a", "planted")
    let lists = ["x.moved": ".\0.\0../../../.gitconfig\0", "y.moved": ".\0h/.ssh\0id\0"]
    for (name, text) in lists { try scene.folder.write("home/r/r/andon-out/aside/\(name)", text) }
    try scene.folder.write("home/r/r/.gitconfig", "planted")
    try Attack.sh("ln -s ../../../.. home/r/r/andon-out/aside/h", in: scene).check()
    let end = try Attack.sh("cd home/r/r; $ANDON run", in: scene)
    #expect(end.exitCode == 0 && end.error.contains("was not made by andon"), "\(end)")
    #expect(try scene.folder.read("home/.ssh/id") == "key")
    #expect(!Files.isFile(scene.folder.path + "/home/.gitconfig"))
  }

  @Test(
    "a pipe in andon's way is not waited for", .timeLimit(.minutes(10)),
    arguments: [
      "mkfifo .git", "mkdir .git; echo 'ref: refs/heads/x' > .git/HEAD; mkfifo .git/packed-refs",
      "mkdir -p .andon; mkfifo .andon/history.sqlite",
      "mkdir -p andon-out/aside; mkfifo andon-out/aside/x.moved",
      "mkdir -p andon-out/logs; mkfifo andon-out/verdict.json andon-out/logs/s.1.log",
      "mkdir -p andon-out; mkfifo andon-out/journal.jsonl andon-out/receipt.json",
    ])
  func pipes(_ script: String) throws {
    let scene = try CommandFixture(
      Self.green + "history: { path: .andon/history.sqlite }\n")
    try Attack.sh(script, in: scene).check()
    #expect(try scene.andon("run").exitCode == 0)
  }

  @Test(
    "a pipe that is named is refused", .timeLimit(.minutes(10)),
    arguments: [
      "run --config p", "check --config p", "report --from p", "report --journal p", "verify p",
      "judge --pipeline andon.yaml --measurements p", "import p", "audit p", "explain --log p",
      "history list --history p", "history import --history p andon.yaml", "history import p",
    ])
  func named(_ command: String) throws {
    let scene = try CommandFixture(Self.green)
    try Attack.sh("mkfifo p", in: scene).check()
    let end = try Attack.sh("$ANDON \(command)", in: scene)
    #expect(end.exitCode != 0 && end.exitCode != nil, "\(end)")
  }

  @Test("a pipe that the caller opened is read")
  func opened() throws {
    let end = try Attack.sh("$ANDON explain --log <(echo hello)", in: CommandFixture())
    #expect(end.exitCode == 0)
  }

  @Test("a stage's pipes at the names of reports do not hold andon up", .timeLimit(.minutes(10)))
  func stagePipes() throws {
    let scene = try CommandFixture(
      Attack.pipeline(
        """
        for p in $(ps -eo pid=); do
          mkfifo andon-out/verdict.json.$p.part andon-out/logs/s.1.log.part 2>/dev/null || true
        done
        seq 100000
        """, rest: "log: { max: 1000B }\n"))
    #expect(try scene.andon("run").exitCode == 0)
    #expect(try scene.record().verdict == .green)
  }

  @Test("the tail of a log is that of the log, whatever is in its place")
  func logLink() throws {
    let scene = try CommandFixture(
      Attack.pipeline(
        "echo own; rm andon-out/logs/s.1.log; ln -s ../../secret andon-out/logs/s.1.log; exit 1"))
    try scene.folder.write("secret", "topsecret-of-the-runner")
    let end = try scene.andon("run", "--host", "gitlab")
    #expect(end.exitCode == 20 && !end.error.contains("topsecret"))
    for file in ReportFile.allCases {
      #expect(!Attack.holds(scene, "andon-out/\(file.rawValue)", "topsecret"))
    }
    #expect(Attack.holds(scene, "andon-out/report.html", "own"))
  }

  @Test(
    "a link that leads out of the folder is not read",
    arguments: [
      "collect: [{ junit: l/j.xml }]\nslo: { tests.total: '>= 1' }",
      "collect: [{ junit: l/*.xml }]\nslo: { tests.total: '>= 1' }",
      "collect: [{ junit: j.xml }]\nslo: { tests.total: '>= 1' }",
      "metrics: { n: { file: l/n.json, json: /n } }\nslo: { n: '>= 1' }",
      "metrics: { n: { file: n.json, json: /n } }\nslo: { n: '>= 1' }",
    ])
  func results(_ keys: String) throws {
    let scene = try CommandFixture()
    let script = "touch ../out/j.xml ../out/n.json"
    try scene.folder.write("repo/andon.yaml", Attack.pipeline(script, more: keys))
    try scene.folder.write("out/j.xml", "<testsuite name='a'><testcase name='secret'/></testsuite>")
    try scene.folder.write("out/n.json", "{\"n\": 5}")
    try Attack.sh(
      "ln -s ../out repo/l; ln -s ../out/j.xml repo/j.xml; ln -s ../out/n.json repo/n.json",
      in: scene
    ).check()
    let end = try Attack.sh("cd repo; $ANDON run", in: scene)
    #expect(end.exitCode == 30, "\(end)")
    #expect(!Attack.holds(scene, "repo/andon-out/verdict.json", "secret"))
  }

  @Test("links that stay inside are read")
  func inside() throws {
    let scene = try CommandFixture(
      Attack.pipeline(
        "mkdir -p a; ln -sfn a l; echo '{\"n\": 5}' > a/n.json",
        more: "metrics: { n: { file: l/n.json, json: /n } }\nslo: { n: '>= 1' }"))
    #expect(try scene.andon("run").exitCode == 0)
  }

  @Test("a working folder that a link leads out of is not entered")
  func workingFolder() throws {
    let scene = try CommandFixture()
    try scene.folder.write(
      "repo/andon.yaml", Attack.pipeline("pwd; touch was-here", more: "dir: l"))
    try Attack.sh("mkdir out; ln -s ../out repo/l", in: scene).check()
    #expect(try Attack.sh("cd repo; $ANDON run", in: scene).exitCode == 20)
    #expect(!Files.isFile(scene.folder.path + "/out/was-here"))
  }

  @Test(
    "a pipeline file or catalogue that a link leads out of is not shown", arguments: [true, false])
  func configuration(_ isPipeline: Bool) throws {
    let scene = try CommandFixture()
    try scene.folder.write("id_rsa", "topsecret: [")
    try scene.folder.write("repo/.git/HEAD", "ref: refs/heads/main\n")
    if isPipeline {
      try Attack.sh("ln -s ../id_rsa repo/andon.yaml", in: scene).check()
    } else {
      try scene.folder.write("repo/andon.yaml", Self.green + "causes: [c.yaml]\n")
      try Attack.sh("ln -s ../id_rsa repo/c.yaml", in: scene).check()
    }
    for command in ["run", "check"] {
      let end = try Attack.sh("cd repo; $ANDON \(command)", in: scene)
      #expect(end.exitCode == 78 && !(end.output + end.error).contains("topsecret"), "\(end)")
    }
  }

  @Test("a stage that replaces its own folder by a link fails alone")
  func replacedFolder() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        a: { dir: sub, run: "cd ..; rm -r sub; ln -s /tmp sub", outputs: [x], collect: [{ junit: j.xml }] }
        b: { run: "true" }
      """)
    try Attack.sh("mkdir sub", in: scene).check()
    let end = try scene.andon("run")
    #expect(end.signal == nil && end.exitCode != 0, "\(end)")
    let record = try scene.record()
    #expect(record.stages.map(\.state) == [.succeeded, .succeeded])
  }

  @Test(
    "a pipe beside a history is not waited for", .timeLimit(.minutes(10)),
    arguments: ["journal", "wal", "shm"])
  func historyPipes(_ end: String) throws {
    let scene = try CommandFixture(Self.green + "history: { path: .andon/history.sqlite }\n")
    #expect(try scene.andon("run").exitCode == 0)
    try Attack.sh("rm -f .andon/*-\(end); mkfifo .andon/history.sqlite-\(end)", in: scene).check()
    #expect(try scene.andon("run").exitCode == 0)
  }
}
