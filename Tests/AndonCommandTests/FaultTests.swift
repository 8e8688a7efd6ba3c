// What goes wrong around andon: bad files, bad arguments, bad folders, signals, sudden death.

import AndonModel
import AndonReport
import AndonSystem
import AndonTestSupport
import Testing

@Suite("andon in trouble", .tags(.slow), .unlessFast, .timeLimit(.minutes(10))) struct FaultTests {
  private static let good = "version: 1\nstages: { a: { run: ls } }\n"

  @Test("a wrong pipeline file is 78, shows every fault, runs nothing, and unseats old reports")
  func configuration() throws {
    let scene = try CommandFixture(Self.good)
    #expect(try scene.andon("run").exitCode == 0)
    try scene.folder.write("andon.yaml", "version: 1\nstages: { a: { rnu: ls, needs: [b] } }\n")
    let end = try scene.andon("run")
    #expect(end.exitCode == 78)
    #expect(end.error.contains("andon.yaml:2:16: error: unknown key `rnu`"))
    #expect(end.error.contains("did you mean `run`?"))
    #expect(end.error.contains("3 faults in andon.yaml; nothing was run"))
    let record = try scene.record()
    #expect(record.verdict == .unknown && record.exitCode == 78 && !record.complete)
  }

  @Test("no pipeline file is 78, wrong arguments are 64, and neither leaves new files")
  func usage() throws {
    let scene = try CommandFixture()
    #expect(try scene.andon("run").exitCode == 78)
    #expect(try scene.andon("check").exitCode == 78)
    for arguments in [["--nonsense"], ["--jobs", "0"], ["--host", "x"], ["--soft", "1s"]] {
      let end = try Child.run([try Built.andon(), "run"] + arguments, in: scene.folder.path)
      #expect(end.exitCode == 64, "\(arguments)")
      #expect(!end.error.isEmpty)
    }
    #expect(try scene.andon("run", "--hard", "soon", "--", "ls").exitCode == 64)
    #expect(try scene.andon("frobnicate").exitCode == 64)
    #expect(Files.names(in: scene.folder.path) == [])
  }

  @Test("usage faults unseat old reports too; check leaves them alone")
  func earlierReports() throws {
    let scene = try CommandFixture(Self.good)
    #expect(try scene.andon("run").exitCode == 0)
    #expect(try scene.andon("check").output == "ok\n")
    #expect(try scene.record().verdict == .green)
    #expect(try scene.andon("run", "--nonsense").exitCode == 64)
    #expect(try scene.record().exitCode == 64)
  }

  @Test("check shows the faults on its output")
  func check() throws {
    let scene = try CommandFixture("version: 3\nstages: []\n")
    let end = try scene.andon("check")
    #expect(end.exitCode == 78)
    #expect(end.output.contains("andon.yaml:1:10: error:"))
    #expect(end.output.contains("andon.yaml:2:9: error:"))
  }

  @Test("help and version are 0")
  func help() throws {
    let scene = try CommandFixture()
    #expect(try scene.andon("--version").output == "0.1.0\n")
    for arguments in [["--help"], ["run", "--help"], ["check", "--help"], ["help", "run"]] {
      let end = try Child.run([try Built.andon()] + arguments, in: scene.folder.path)
      #expect(end.exitCode == 0 && end.output.contains("USAGE"), "\(arguments)")
    }
  }

  @Test("the pipeline file is found under each of its names, the first one first")
  func search() throws {
    let scene = try CommandFixture()
    for name in [
      ".github/andon.yaml", ".ci/andon.yaml", "ci/andon.yaml", "andon.yml", "andon.yaml",
    ] {
      try scene.folder.write(name, "version: 1\nname: \(name)\nstages: { a: { run: ls } }\n")
      #expect(try scene.andon("run").exitCode == 0)
      #expect(try scene.record().run.pipeline == name)
      #expect(try scene.record().stages[0].place?.file == name)
    }
    #expect(try scene.andon("run", "--config", "ci/andon.yaml").exitCode == 0)
    #expect(try scene.record().run.pipeline == "ci/andon.yaml")
  }

  @Test("a report folder that cannot be written is 74, before any stage runs")
  func reportFolder() throws {
    let scene = try CommandFixture(
      "version: 1\nstages: { a: { run: touch ran } }\nreport: { dir: file/out }\n")
    try scene.folder.write("file", "")
    let end = try scene.andon("run")
    #expect(end.exitCode == 74)
    #expect(end.error.contains("help: "))
    #expect(!Files.isFile(scene.folder.path + "/ran"))
  }

  @Test("a stage that takes the report folder away makes it 74, with the verdict on the console")
  func removedFolder() throws {
    let scene = try CommandFixture(
      "version: 1\nstages: { a: { run: \"rm -rf andon-out; touch andon-out\" } }\n")
    let end = try scene.andon("run")
    #expect(end.exitCode == 74)
    #expect(end.output.contains("GREEN"))
    #expect(end.output.contains("[AND008]"))
  }

  @Test(
    "a stage that fills the disk makes it 74; what has a final name is whole",
    .enabled(if: ContainmentTests.Rights.readOnly.isThere, "nobody may mount here"))
  func fullDisk() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages: { a: { run: "head -c 9000000 /dev/zero > small/fill || echo full" } }
      report: { dir: small/out }
      """)
    let mount = "mkdir small && mount -t tmpfs -o size=400k none small || exit 99"
    let look = """
      cd small/out; grep -o '"exitCode":[0-9]*' verdict.json; for f in *.json *.sarif; do
        python3 -m json.tool "$f" >/dev/null && echo "whole $f"; done; ls *.part 2>/dev/null
      """
    let script = "\(mount); \"$0\" run; echo code $?; \(look)"
    let words = ["unshare", "-m", "sh", "-c", script, try Built.andon()]
    let end = try Child.run(words, in: scene.folder.path)
    #expect(end.output.contains("code 74") && end.output.contains("GREEN"), "\(end)")
    #expect(end.output.contains("\"exitCode\":74"))
    #expect(!end.output.contains(".part"))
    #expect(!end.error.contains("Expecting"), "a file is not whole: \(end.error)")
  }

  @Test(
    "a report that is not on the disk what was written is 70, removed, and told in the others",
    arguments: ReportFile.allCases)
  func damagedReport(_ file: ReportFile) throws {
    let scene = try CommandFixture(Self.good)
    // A disk that changes the last byte of one file as it is put in place.
    try scene.folder.write(
      "disk.c",
      """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <stdio.h>
      #include <string.h>
      #include <fcntl.h>
      #include <unistd.h>
      static int damage(int result, int folder, const char *name) {
        int file = result || strcmp(name, "\(file.rawValue)") ? -1 : openat(folder, name, O_RDWR);
        if (file < 0) return result;
        pwrite(file, " ", 1, lseek(file, 0, SEEK_END) - 1);
        close(file);
        return result;
      }
      int renameat(int one, const char *from, int two, const char *to) {
        int (*real)(int, const char *, int, const char *) = dlsym(RTLD_NEXT, "renameat");
        return damage(real(one, from, two, to), two, to);
      }
      int renameat2(int one, const char *from, int two, const char *to, unsigned int flags) {
        int (*real)(int, const char *, int, const char *, unsigned int) =
            dlsym(RTLD_NEXT, "renameat2");
        return damage(real(one, from, two, to, flags), two, to);
      }
      """)
    let words = ["clang", "-shared", "-fPIC", "-o", "disk.so", "disk.c", "-ldl"]
    try #require(try Child.run(words, in: scene.folder.path).exitCode == 0)
    let disk = scene.folder.path + "/disk.so"
    let end = try scene.andon("run", with: ["LD_PRELOAD": disk])
    let message = "\(file.rawValue): it is not what was written"
    #expect(end.exitCode == 70 && end.output.contains(message), "\(end)")
    #expect(!Files.isFile("\(scene.folder.path)/andon-out/\(file.rawValue)"))
    let other = file == .report ? ReportFile.summary : .report
    #expect(try scene.folder.read("andon-out/\(other.rawValue)").contains(message))
  }

  @Test("andon removes only what it wrote")
  func otherFiles() throws {
    let scene = try CommandFixture(Self.good)
    try scene.folder.write("andon-out/mine.txt", "mine")
    try scene.folder.write("andon-out/logs/mine.txt", "mine")
    try scene.folder.write("andon-out/logs/mine.log", "mine")
    try scene.folder.write("andon-out/logs/old.1.log", "old")
    try scene.folder.write("andon-out/logs/old.1.prepare.log", "old")
    try scene.folder.write("andon-out/logs/old.2.log.0123456789abcdef.part", "old")
    try scene.folder.write("andon-out/junit.xml.4711.part", "old")
    #expect(try scene.andon("run").exitCode == 0)
    #expect(
      Files.names(in: scene.folder.path + "/andon-out/logs") == ["a.1.log", "mine.log", "mine.txt"])
    #expect(
      Files.names(in: scene.folder.path + "/andon-out") == [
        "codequality.json", "github-check.json", "github-status.json", "journal.jsonl", "junit.xml",
        "logs", "metrics.txt", "mine.txt", "receipt.json", "report.html", "report.md", "summary.md",
        "upload.sarif", "verdict.json", "verdict.sarif",
      ])
    #expect(try scene.folder.read("andon-out/mine.txt") == "mine")
  }

  private static let waiting = """
    version: 1
    stages:
      wait: { run: [TROUBLE, ignore-term, ready], slo: { wall: "<= 20s" } }
      next: { run: ls, needs: [wait] }
      always: { run: touch cleaned, needs: [wait], always: true }
    """

  @Test("a signal stops everything, writes all reports and is 128+n", arguments: [1, 2, 3, 15])
  func signals(_ signal: Int32) throws {
    let scene = try CommandFixture(Self.waiting)
    let child = try scene.start("run")
    try scene.waitFor("ready")
    child.send(signal)
    child.send(signal)
    let end = try child.end()
    #expect(end.exitCode == 128 + signal)
    let record = try scene.record()
    #expect(record.verdict == .unknown && !record.complete && record.exitCode == 128 + Int(signal))
    #expect(record.stages.map(\.state) == [.cancelled, .cancelled, .cancelled])
    #expect(record.objectives[0].judgment == .unknown(.cancelled))
    #expect(!Files.isFile(scene.folder.path + "/cleaned"))
  }

  @Test("nohup's ignored HUP is left ignored")
  func ignoredHangUp() throws {
    let scene = try CommandFixture(
      "version: 1\nstages: { a: { run: 'touch ready; until [ -e go ]; do sleep 0.01; done' } }\n"
        .replacing("'touch", with: "[bash, -c, 'touch").replacing("done' }", with: "done'] }"))
    let child = try Child(
      ["sh", "-c", "trap '' HUP; exec \"$0\" run", try Built.andon()], in: scene.folder.path)
    try scene.waitFor("ready")
    child.send(1)
    try scene.folder.write("go", "")
    #expect(try child.end().exitCode == 0)
  }

  @Test(
    "after kill -9 no process is left, and the reports are provisional, never the old green ones")
  func suddenDeath() throws {
    let scene = try CommandFixture(Self.good)
    #expect(try scene.andon("run").exitCode == 0)
    let trouble = try Built.troublemaker()
    try scene.folder.write(
      "andon.yaml",
      "version: 1\nstages: { a: { run: 'echo $$ > pid; \(trouble) daemon; exec \(trouble) ignore-term ready' } }\n"
    )
    let child = try scene.start("run")
    try scene.waitFor("ready")
    child.send(9)
    #expect(try child.end().signal == 9)
    let pid = try scene.folder.read("pid").split(separator: "\n").joined()
    // The reaper ends the tree by itself: wait for that, and for nothing longer.
    let wait = "while kill -0 \(pid) 2>/dev/null; do sleep 0.01; done"
    #expect(try Child.run(["timeout", "20", "bash", "-c", wait], in: "/").exitCode == 0)
    let record = try scene.record()
    #expect(record.verdict == .unknown && !record.complete)
  }

  @Test("an andon inside a stage ends its own run in order when the outer one stops it")
  func nested() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages: { outer: { run: [sh, -c, 'cd inner; exec \(try Built.andon()) run'], timeout: { hard: 2s } } }
      """)
    // The outer signal reaches the inner stage as well: it must not end by that.
    let trouble = try Built.troublemaker()
    try scene.folder.write(
      "inner/andon.yaml", "version: 1\nstages: { a: { run: [\(trouble), ignore-term] } }\n")
    #expect(try scene.andon("run").exitCode == 20)
    #expect(
      try scene.record().stages[0].attempts[0].outcome
        == .stopped(.hard, limit: 2, ending: .exited(code: 143)))
    let inner = try scene.record("inner/andon-out")
    #expect(inner.stages.map(\.state) == [.cancelled] && inner.exitCode == 143)
  }

  @Test("a console whose reader takes nothing holds up no deadline")
  func stalledReader() throws {
    let stages = (1...900).map { "  quick-stage-with-a-long-name-\($0): { run: [ls, /dev/null] }" }
    let scene = try CommandFixture(
      """
      version: 1
      machine: { jobs: 2 }
      stages:
        slow: { run: [TROUBLE, ignore-term], timeout: { hard: 1s, grace: 0s } }
      \(stages.joined(separator: "\n"))
      """)
    // A pipe whose reader opens it and reads only when the run is over.
    let script = "mkfifo pipe; exec 8<>pipe; \"$0\" run 2>pipe 8<&-; code=$?; exit $code"
    let end = try Child.run(
      ["timeout", "60", "bash", "-c", script, try Built.andon()], in: scene.folder.path)
    #expect(end.exitCode == 20)
    let wall = try #require(try scene.record().stages[0].indicators[.builtIn(.wall)]?.reading)
    #expect(wall.bound == .atLeast && (wall.value ?? 99) < 5)
  }

  @Test("a file size limit of the caller's costs a log, not the verdict")
  func fileSizeLimit() throws {
    let scene = try CommandFixture()
    let end = try Child.run(
      [
        "bash", "-c", "ulimit -f 2000; exec \"$0\" run -- head -c 5000000 /dev/zero",
        try Built.andon(),
      ],
      in: scene.folder.path)
    #expect(end.exitCode == 74)
    #expect(try scene.record().stages[0].attempts[0].logTruncated)
  }

  @Test(
    "closed standard streams of the caller do no harm", arguments: ["2>&-", "<&- >&-", ">&- 2>&-"])
  func closedStreams(_ redirection: String) throws {
    let scene = try CommandFixture(
      "version: 1\nstages: { a: { run: \"echo out; echo err >&2\" } }\n")
    let end = try Child.run(
      ["bash", "-c", "\"$0\" run \(redirection)", try Built.andon()], in: scene.folder.path)
    #expect(end.exitCode == 0)
    #expect(try scene.folder.read("andon-out/logs/a.1.log") == "out\nerr\n")
  }

  @Test("a keeper that a stage has stopped does not hold the reports up")
  func stoppedKeeper() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages: { a: { run: "kill -STOP $(ps -o ppid= -p $PPID)" } }
      """)
    let end = try Child.run(["timeout", "30", try Built.andon(), "run"], in: scene.folder.path)
    #expect(end.exitCode == 0)
    #expect(try scene.record().verdict == .green)
  }

  @Test(
    "the exit code is the one in verdict.json, whichever file cannot be written",
    arguments: ReportFile.allCases.map(\.rawValue) + ["receipt.json"])
  func exitCodes(_ name: String) throws {
    // A directory that is not empty cannot be replaced by a file.
    let file = "andon-out/\(name)"
    let scene = try CommandFixture(
      "version: 1\nstages: { a: { run: 'rm -f \(file); mkdir -p \(file)/x' } }")
    #expect(try scene.andon("run").exitCode == 74)
    if name == ReportFile.verdict.rawValue { return }
    // `CommandFixture.record` reads all reports, and one of them is a directory.
    let record = try VerdictFile.read(Files.read(scene.folder.path + "/andon-out/verdict.json"))
    #expect(record.exitCode == 74 && record.verdict == .green)
    let failures = record.findings.filter { $0.code == .reportFailure }
    #expect(failures.count == 1 && failures[0].message.hasPrefix("\(name): "), "\(failures)")
  }

  @Test("a history that cannot be written is a finding, and the exit code stays")
  func unwritableHistory() throws {
    let remove = "rm -rf .andon && mkdir -p .andon/history.sqlite/x"
    let scene = try CommandFixture(
      "version: 1\nhistory: { path: .andon/history.sqlite }\nstages: { a: { run: '\(remove)' } }")
    #expect(try scene.andon("run").exitCode == 0)
    let record = try scene.record()
    #expect(record.exitCode == 0 && record.findings.contains { $0.code == .historyProblem })
  }

  @Test("a report folder that a stage has removed is 74, and is made again")
  func remadeFolder() throws {
    let scene = try CommandFixture(
      "version: 1\nmachine: { jobs: 1 }\nstages: { a: { run: rm -rf andon-out }, b: { run: ls } }\n"
    )
    let end = try scene.andon("run")
    #expect(end.exitCode == 74 && end.output.contains("GREEN"))
    #expect(end.output.contains("andon-out was taken away while stages ran"))
    let record = try scene.record()
    #expect(record.stages.map(\.state) == [.succeeded, .succeeded] && record.exitCode == 74)
  }

  @Test("a link in the place of the report folder is 74, and nothing is written where it leads")
  func linkedFolder() throws {
    let scene = try CommandFixture(
      "version: 1\nstages: { a: { run: \"mkdir other; rm -r andon-out; ln -s other andon-out\" } }\n"
    )
    let end = try scene.andon("run")
    #expect(end.exitCode == 74 && end.output.contains("GREEN"))
    #expect(Files.names(in: scene.folder.path + "/other") == [])
  }

  @Test("of two andons in one report folder the second refuses with 74 and names the first")
  func twoAndons() throws {
    let scene = try CommandFixture(Self.waiting)
    let first = try scene.start("run")
    try scene.waitFor("ready")
    for arguments in [["run"], ["run", "--nonsense"]] {
      let second = try Child.run([try Built.andon()] + arguments, in: scene.folder.path)
      #expect(second.exitCode == (arguments.count == 1 ? 74 : 64))
      if arguments.count == 1 {
        #expect(second.error.contains("andon-out is in use by process \(first.pid), `"))
      }
    }
    #expect(try scene.record().exitCode == 74, "the first one's provisional reports are left alone")
    first.send(9)
    _ = try first.end()
    // A lock of the kernel's is gone with its owner.
    #expect(try scene.andon("run", "--only", "next", "--", "ls").exitCode == 64)
    #expect(try scene.andon("run", "--hard", "2s", "--", "ls").exitCode == 0)
  }

  @Test("a console whose reader is gone does not end the run")
  func brokenPipe() throws {
    let scene = try CommandFixture("version: 1\nstages: { a: { run: \"echo x; exit 1\" } }\n")
    let end = try Child.run(
      ["bash", "-c", "set -o pipefail; \"$0\" run 2>&1 | true", try Built.andon()],
      in: scene.folder.path)
    #expect(end.exitCode == 20)
    #expect(try scene.record().verdict == .red)
  }

  @Test("stages see no descriptor and no socket of andon's")
  func descriptors() throws {
    let scene = try CommandFixture("version: 1\nstages: { a: { run: [ls, /proc/self/fd] } }\n")
    #expect(try scene.andon("run").exitCode == 0)
    #expect(try scene.folder.read("andon-out/logs/a.1.log") == "0\n1\n2\n3\n")
  }
}
