// Attacks by histories.

import AndonModel
import AndonReport
import AndonSystem
import AndonTestSupport
import Testing

@Suite("Hostile histories", .tags(.slow), .unlessFast) struct HostileHistoryTests {
  // Changes the schema, writes NULLs that it forbids, and puts it back.
  private static func nulls(_ table: String, _ column: String) -> String {
    let name = column.prefix { $0 != " " }
    let change = "update sqlite_schema set sql = replace(sql, '\(column)"
    return """
      pragma writable_schema=on; \(change) NOT NULL', '\(column)') where name = '\(table)';
      pragma writable_schema=reset; update \(table) set \(name) = NULL;
      pragma writable_schema=on; \(change)', '\(column) NOT NULL') where name = '\(table)';
      pragma writable_schema=reset;
      """
  }

  private static let pipeline = """
    version: 1
    name: h
    stages: { s: { run: "true" } }
    objectives: { o: { indicator: s.cpu, against: { branch: main }, fail: "> +10%" } }
    """

  private func scene() throws -> CommandFixture {
    let scene = try CommandFixture(Self.pipeline)
    try scene.folder.write(".git/HEAD", "ref: refs/heads/main\n")
    #expect(try scene.andon("run").exitCode == 10)
    return scene
  }

  @Test(
    "a history that was tampered with is a finding and nothing else", .timeLimit(.minutes(10)),
    arguments: [
      "update figure set measured=x'ff00'", "update figure set measured='inf'",
      "update figure set measured='abc'", "update figure set startedAt='abc'",
      "update run set startedAt=9223372036854775807", "update run set seconds='x'",
      "update run set key=x'ff'", "update run set verdict=x'ff'", "update label set text=x'ff00'",
      "update run set commitId=5", "update judgment set answer=x'ff'",
      "update judgment set waived='x'",
      nulls("figure", "measured TEXT"), nulls("run", "seconds REAL"), nulls("run", "verdict TEXT"),
      nulls("label", "text TEXT"), nulls("judgment", "answer TEXT"),
      "pragma user_version=-5", "pragma user_version=0", "pragma user_version=99",
      "drop table judgment; create view judgment as with recursive c(x) as (select 1 union all select x from c) select x as run, 1 as objective, '' as answer, 0 as waived from c",
      "create trigger t after insert on run begin delete from run where id <> new.id; end",
      "create trigger t after insert on run begin insert into label(text) with recursive c(x) as (select 1 union all select x + 1 from c) select x from c; end",
      """
      pragma writable_schema=on;
      insert into sqlite_master values('trigger', 'sqlite_autoindex_x', 'run', 0,
        cast('CREATE TRIGGER sqlite_autoindex_x AFTER INSERT ON run BEGIN DELETE FROM run; END' as blob))
      """,
      "create table extra(x)", "drop table receipt", "drop index runByTime",
    ])
  func tampered(_ sql: String) throws {
    let scene = try scene()
    try scene.folder.write("sql", sql)
    let tamper = """
      python3 -c "
      import sqlite3; c = sqlite3.connect('.andon/history.sqlite'); c.executescript(open('sql').read()); c.commit()
      "; cp .andon/history.sqlite before; : > runs
      """
    try Attack.sh(tamper, in: scene).check()
    for command in [
      "history list", "history export", "history trend s.cpu", "history predictions",
      "history show 0",
      "history prune --keep 1", "history import runs", "history merge before", "run",
    ] {
      let end = try Attack.sh("timeout -s KILL 20 $ANDON \(command)", in: scene)
      #expect(
        end.signal == nil && ![70, 132, 137].contains(end.exitCode ?? 0), "\(command): \(end)")
    }
    #expect([.yellow, .unknown].contains(try scene.record().verdict))
    // No run of others is lost: the file is as it was, or aside.
    let kept = try Attack.sh(
      #"""
      python3 - <<'P'
      import glob, sqlite3
      runs = 0
      for path in glob.glob('.andon/history.sqlite*'):
          if path.endswith(('-wal', '-shm', '-journal')): continue
          try: runs += sqlite3.connect(path).execute('select count(*) from run').fetchone()[0]
          except sqlite3.Error: pass
      print(runs)
      P
      """#, in: scene)
    #expect(Int(kept.output.filter(\.isNumber)) ?? 0 >= 1, "\(kept)")
  }

  @Test("a locked history costs at most 2 s of a run", .timeLimit(.minutes(10)))
  func locked() throws {
    let scene = try scene()
    let lock = """
      import sqlite3, sys, time
      c = sqlite3.connect('.andon/history.sqlite', isolation_level=None)
      c.execute(sys.argv[1]); open('locked', 'w').close(); time.sleep(30)
      """
    try scene.folder.write("lock.py", lock)
    for (index, kind) in ["begin immediate", "begin exclusive"].enumerated() {
      let script = """
        rm -f locked; python3 lock.py '\(kind)' & p=$!
        until [ -e locked ]; do sleep 0.01; done
        $ANDON run --report-dir out\(index); code=$?; kill $p; wait $p 2>/dev/null; exit $code
        """
      let clock = ContinuousClock()
      var end: Child.End?
      let time = try clock.measure { end = try Attack.sh(script, in: scene) }
      #expect(time < .seconds(4), "\(time)")
      #expect(end?.exitCode == 10 || end?.exitCode == 30, "\(String(describing: end))")
    }
  }

  @Test(
    "a journal beside a history names no file that is removed or waited for",
    arguments: ["echo key > precious", "mkfifo precious"])
  func journal(_ victim: String) throws {
    let scene = try scene()
    // One whole record, then the name of a super-journal: sqlite.org/fileformat2.html, section 3.
    let script = """
      import os, sqlite3, struct
      db, target = '.andon/history.sqlite', os.path.abspath('precious').encode()
      c = sqlite3.connect(db); c.execute('pragma journal_mode=delete').fetchall(); c.close()
      whole = open(db, 'rb').read(); size = struct.unpack('>H', whole[16:18])[0]
      magic = bytes.fromhex('d9d505f920a163d7'); page = whole[:size]
      head = magic + struct.pack('>IIIII', 1, 1, len(whole) // size, 512, size)
      check = 1 + sum(page[i] for i in range(size - 200, 0, -200))
      record = struct.pack('>I', 1) + page + struct.pack('>I', check)
      name = struct.pack('>I', 0x40000000 // size + 1) + target
      name += struct.pack('>II', len(target), sum(target)) + magic
      open(db + '-journal', 'wb').write(head.ljust(512, b'\\0') + record + name)
      """
    try scene.folder.write("journal.py", script)
    try Attack.sh(victim, in: scene).check()
    for command in ["run", "history list", "history prune --keep 1", "history merge x", "run"] {
      try Attack.sh("rm -f .andon/*.sqlite-*; python3 journal.py", in: scene)
      let end = try Attack.sh("timeout -s KILL 10 $ANDON \(command)", in: scene)
      #expect(end.signal == nil, "\(command): \(end)")
      #expect(try Attack.sh("[ -e precious ]", in: scene).exitCode == 0, "\(command)")
    }
  }

  @Test("a stage that cuts what SQLite has mapped does not end andon")
  func mapped() throws {
    let scene = try scene()
    try scene.folder.write(
      "andon.yaml",
      Self.pipeline.replacing("\"true\"", with: "'for f in .andon/*; do : > $f; done'"))
    let end = try scene.andon("run")
    #expect(end.exitCode == 10 || end.exitCode == 30, "\(end)")
  }

  @Test("a history that a link leads to is not used")
  func linked() throws {
    let scene = try CommandFixture(Self.pipeline)
    try scene.folder.write(".git/HEAD", "ref: refs/heads/main\n")
    try Attack.sh("mkdir ../andon-e-$$; ln -s ../andon-e-$$ .andon; echo $$ > pid", in: scene)
      .check()
    #expect(try scene.andon("run").exitCode == 30)
    let left = try Attack.sh("ls ../andon-e-$(cat pid); rm -r ../andon-e-$(cat pid)", in: scene)
    #expect(left.output.isEmpty)
  }
}
