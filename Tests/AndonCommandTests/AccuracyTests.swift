// Figures against workloads whose truth is known: supervision.md, section 3b. With a counter of the
// kernel's and by looks alone; processes that belong together wait for each other at a barrier.

import AndonModel
import AndonSystem
import AndonTestSupport
import Testing

@Suite("Accuracy", .tags(.slow, .needsCgroup), .unlessFast, .timeLimit(.minutes(10)), .serialized)
struct AccuracyTests {
  /// A workload and its truth.
  struct Workload: Sendable, CustomTestStringConvertible {
    let words: String
    /// Megabytes (of 1,048,576 bytes) that it holds at one instant, at the most.
    let truth: Double
    /// Milliseconds for which it holds them.
    let plateau: Int

    var testDescription: String { words }
  }

  static let workloads = [
    Workload(words: "memory 500 50", truth: 500, plateau: 50),
    Workload(words: "together 10 100 60", truth: 1000, plateau: 60),
    Workload(words: "in-turn 5 100 30", truth: 100, plateau: 30),
    Workload(words: "memory 200 25", truth: 200, plateau: 25),
    Workload(words: "memory 200 2", truth: 200, plateau: 2),
    Workload(words: "copied 5 300 400", truth: 300, plateau: 400),
    Workload(words: "shared 2 300 100", truth: 300, plateau: 100),
    Workload(words: "write-file 400 FOLDER/big", truth: 1, plateau: 100),
  ]

  private func reading(_ workload: Workload, _ rights: ContainmentTests.Rights) throws -> Quantity {
    let scene = try CommandFixture()
    let words = workload.words.replacing("FOLDER", with: scene.folder.path)
    try scene.folder.write(
      "andon.yaml",
      """
      version: 1
      stages: { a: { run: '\(try Built.troublemaker()) \(words)', timeout: { hard: 60s } } }
      objectives: { o: { indicator: a.peak-memory, fail: "> 9GB" } }
      """)
    let end = try Child.run(
      rights.words + [try Built.andon(), "run"], in: scene.folder.path)
    let record = try scene.record()
    #expect(record.stages[0].state == .succeeded, "\(end.error)")
    return try #require(record.stages[0].attempts[0].indicators[.builtIn(.peakMemory)])
  }

  /// Whether a cgroup counts the memory of stages here.
  private static let countsMemory: Bool = {
    let pipeline = "version: 1\nstages: { a: { run: [ls], slo: { peak-memory: '<= 1GB' } } }"
    guard let scene = try? CommandFixture(pipeline), (try? scene.andon("run")) != nil,
      let record = try? scene.record()
    else { return false }
    return record.stages[0].indicators[.builtIn(.peakMemory)]?.source == .cgroup
  }()

  @Test(
    "a counter is right within 5 %", .enabled(if: countsMemory, "no cgroup counts memory here"),
    arguments: workloads)
  func counter(_ workload: Workload) throws {
    let quantity = try reading(workload, .all)
    let megabytes = try #require(quantity.reading.value) / 1_048_576
    // What a process needs to live at all.
    let tolerance = max(0.05 * workload.truth, 3)
    #expect(abs(megabytes - workload.truth) <= tolerance, "\(quantity)")
    #expect(quantity.reading.bound != .atLeast)
  }

  @Test("looks are right within 10 %, or do not claim to be", arguments: workloads)
  func looks(_ workload: Workload) throws {
    let rights = ContainmentTests.Rights.readOnly
    let quantity = try reading(workload, rights.isThere ? rights : .all)
    let megabytes = try #require(quantity.reading.value) / 1_048_576
    let tolerance = max(0.1 * workload.truth, 3)
    switch quantity.reading.bound {
    case .exact:
      #expect(abs(megabytes - workload.truth) <= tolerance, "\(quantity)")
      #expect(workload.plateau >= 20, "\(quantity)")
    case .atLeast: #expect(megabytes <= workload.truth + tolerance, "\(quantity)")
    case .atMost, .between: #expect(megabytes >= workload.truth - tolerance, "\(quantity)")
    case .missing: Issue.record("nothing was seen: \(quantity)")
    }
  }

  @Test("who held the memory when it was most is told, with its course in the journal")
  func holders() throws {
    let scene = try CommandFixture(
      "version: 1\nstages: { a: { run: [TROUBLE, together, '4', '50', '600'] } }\n")
    #expect(try scene.andon("run").exitCode == 0)
    let peak = try #require(try scene.record().stages[0].attempts[0].peak)
    let holder = try #require(peak.holders.first)
    // The kernel cuts names to 15 bytes.
    #expect(holder.name == "andon-troublema" && holder.count == 4 && peak.holders.count == 1)
    #expect(holder.bytes > 190e6 && holder.bytes < 230e6, "\(holder.bytes)")
    let journal = try scene.folder.read("andon-out/journal.jsonl")
    #expect(journal.contains("{\"event\":\"memory\""))
  }

  @Test("waiting for a processor is told from working")
  func processorWait() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        a: { run: [TROUBLE, spin, '8', '600'], timeout: { hard: 60s }, metrics: { spun: { regex: 'spun (\\S+)', unit: s } } }
      """)
    #expect(try scene.andon("run").exitCode == 0)
    let record = try scene.record()
    let figures = record.stages[0].attempts[0].indicators
    let wall = try #require(figures[.builtIn(.wall)]?.reading.value)
    let wait = try #require(figures[.builtIn(.cpuWait)])
    // Eight that want to run on fewer processors wait nearly all the time.
    if record.run.machine.processors ?? 99 <= 4 {
      #expect((wait.reading.value ?? 0) > 0.5 * wall && (wait.reading.value ?? 9) <= wall)
    }
    let work = try #require(figures[.builtIn(.cpu)]?.reading.value)
    // What it got depends on who else is there: it tells itself.
    let spun = try #require(figures[.metric("spun")]?.reading.value)
    #expect(abs(work - spun) <= max(0.05, 0.05 * spun), "\(work) s, and it says \(spun) s")
    #expect((figures[.builtIn(.processes)]?.reading.value ?? 0) >= 9)
  }

  @Test(
    "a wait for a file lock is told with the file and who holds it",
    arguments: ["flock", "posix", "ofd"])
  func locks(_ kind: String) throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        a: { run: [TROUBLE, lock, \(kind), FILE], timeout: { soft: 400ms, hard: 900ms, grace: 0s }, metrics: { asks: { regex: 'asks after (\\S+)', match: first, unit: s } } }
      """)
    let trouble = try Built.troublemaker()
    let file = scene.folder.path + "/the.lock"
    let text = try scene.folder.read("andon.yaml").replacing("FILE", with: file)
    try scene.folder.write("andon.yaml", text)
    let holder = try Child([trouble, "lock", kind, file, "held"], in: scene.folder.path)
    try scene.waitFor("held")
    // Whoever has much to look through for the holder still has to look at the waiter.
    let others = try (0..<200).map { _ in try Child(["sleep", "20"], in: scene.folder.path) }
    let end = try scene.andon("run")
    for child in [holder] + others { child.send(9) }
    for child in [holder] + others { _ = try child.end() }
    #expect(end.exitCode == 20)
    let record = try scene.record()
    let figures = record.stages[0].attempts[0].indicators
    let wait = try #require(figures[.builtIn(.lockWait)])
    let seconds = try #require(wait.reading.value)
    // It waits from when it asks, which it tells itself, until it is stopped.
    let asks = try #require(figures[.metric("asks")]?.reading.value)
    let wall = try #require(figures[.builtIn(.wall)]?.reading.value)
    let truth = wall - asks
    // What rests on looks is right within some of their pauses.
    let error = 0.01 + 4 * (wait.period ?? 0)
    #expect(seconds > truth - error && seconds > 0.1, "\(wait), of \(truth) s")
    #expect(seconds < truth + error + 0.1, "\(wait), of \(truth) s")
    let said = "waits for the lock on \(file), held by \(holder.pid) `\(trouble) lock \(kind)"
    for rule in [FindingCode.hardDeadline, .softDeadline] {
      let finding = try #require(record.findings.first { $0.code == rule })
      #expect(finding.evidence.contains { $0.contains(said) }, "\(finding.evidence)")
    }
    #expect(end.error.contains(said))
    #expect(try scene.folder.read("andon-out/junit.xml").contains("the.lock"))
  }

  @Test("a holder that is not who called is found by its open file")
  func inheritedLock() throws {
    let scene = try CommandFixture(
      "version: 1\nstages: { a: { run: 'flock the.lock true', timeout: { hard: 600ms } } }\n")
    // The shell's idiom: flock(1) is gone, the shell has the lock by its descriptor.
    let script = "exec 9>the.lock; flock 9; touch held; exec sleep 20"
    let holder = try Child(["bash", "-c", script], in: scene.folder.path)
    try scene.waitFor("held")
    let end = try scene.andon("run")
    holder.send(9)
    _ = try holder.end()
    #expect(end.error.contains("held by \(holder.pid) `sleep 20` (not of this stage"))
  }

  @Test(
    "a memory kill is known from the counter of the kernel",
    .enabled(if: countsMemory, "no cgroup counts memory here"))
  func memoryKill() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        a:
          run: |
            folder=/sys/fs/cgroup/memory$(grep :memory: /proc/self/cgroup | cut -d: -f3)
            echo 50M > $folder/memory.limit_in_bytes
            exec TROUBLE memory 200 100
          slo: { peak-memory: "<= 1GB" }
        b: { run: kill -9 $$, needs: [c], slo: { peak-memory: "<= 1GB" } }
        c: { run: [TROUBLE, memory, '90', '100'], slo: { peak-memory: "<= 1GB" } }
      """)
    let end = try scene.andon("run", "--jobs", "1")
    let stages = try scene.record().stages
    let attempts = stages.compactMap(\.attempts.first)
    // What a stage does to its cgroup is not left to the next.
    try #require(attempts.count == 3 && stages[2].state == .succeeded, "\(end.error)")
    #expect(end.exitCode == 20)
    #expect(attempts.map(\.memoryKills) == [1, 0, 0])
    let causes = try scene.record().findings.filter { $0.role == .cause }.map(\.message)
    #expect(causes[0].contains("the kernel killed a process of it for want of memory"))
    #expect(!causes[1].contains("memory"))
  }

  @Test("before it is stopped, a stage that asks for it is made to say what it does")
  func asks() throws {
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        a:
          run: [TROUBLE, answer-quit]
          timeout: { hard: 500ms, grace: 2s }
          evidence: { signal: QUIT }
      """)
    #expect(try scene.andon("run").exitCode == 20)
    let log = try scene.folder.read("andon-out/logs/a.1.log")
    #expect(log == "these are my stacks\n")
  }
}
