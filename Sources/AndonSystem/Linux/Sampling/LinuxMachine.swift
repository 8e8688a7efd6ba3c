// The real machine: reapers, pipes and samplers behind one poll(2).
// One thread waits and acts, so events have one order. Decides nothing: what to signal and when is
// the caller's.

package import AndonModel

#if os(Linux)
  internal import CAndonSystem
  internal import Glibc

  /// A Linux machine that runs process trees through the keeper.
  package struct LinuxMachine: Machine {
    private let pool: ReaperPool
    private let signals: CInt
    private let clocks = Clocks()
    private var trees: [RunningTree] = []
    private var waiting: [MachineEvent] = []
    // After a start andon waits awake for so long, in nanoseconds, while a processor is free: a
    // stage that does next to nothing ends sooner than a sleeping processor wakes up.
    private static let awake: Int64 = 1_000_000
    private let processors: Int
    private var awakeUntil: Int64 = 0
    // Seconds before something is to be ended.
    private static let lead = 0.25
    private var expected: Instant?
    private var hasRaisedPriority = false
    private var again: [RunningTree] = []
    private var buffer = [UInt8](repeating: 0, count: OutputCapture.chunk)

    /// Takes over what a `StartingMachine` has started.
    init(_ pool: ReaperPool, signals: CInt, processors: Int) {
      self.pool = pool
      self.signals = signals
      self.processors = processors
    }

    /// How trees are held together.
    package var containment: Containment { pool.found.containment }

    /// Ends what stages have left, when no tree is held any more; whether nothing is left.
    package func close() -> Bool { pool.close() }

    /// Why they are not held better; nil where they are held in the best way.
    package var containmentReason: String? {
      if containment >= .cgroup { return nil }
      let error = pool.found.error
      return error == 0
        ? "no unified cgroup hierarchy is in sight"
        : "no cgroup of its own could be made: \(SystemError.text(of: error))"
    }

    /// All reports show this exit code, so a later signal ends andon in half a second at most, and
    /// with no other code.
    package static func settle(_ exitCode: Int) { andon_settle(CInt(exitCode)) }

    /// Sets the limit of a file's size to what it was at the start: a stage of the same user may
    /// have limited this process.
    package static func restoreFileSizeLimit() { andon_restore_file_size_limit() }

    /// The monotonic clock.
    package var now: Instant { Instant(nanoseconds: andon_monotonic()) }

    /// Sleep, and the calendar's clock.
    package var drift: ClockDrift { clocks.drift }

    /// Those who have a listening socket open, as far as they are in sight.
    package func listeners(on port: Int) -> [LockHolder<[UInt8]>] { PortTable.listeners(on: port) }

    /// Those that are mounted and live on this machine.
    package var fullFileSystems: [FullFileSystem] { FileSystems.full }

    /// Starts a tree; a failure before the keeper is an event as well.
    package mutating func start(_ id: TreeID, _ launch: LaunchRequest) {
      do throws(StartFailure) {
        trees.append(try connect(id, launch))
        awakeUntil = trees.count < processors ? andon_monotonic() + Self.awake : 0
      } catch {
        waiting.append(.notStarted(id, error.fault))
      }
    }

    private struct StartFailure: Error { let fault: StartError }

    private mutating func connect(_ id: TreeID, _ launch: LaunchRequest) throws(StartFailure)
      -> RunningTree
    {
      var reading: CInt = -1
      var writing: CInt = -1
      guard unsafe andon_pipe(&reading, &writing) == 0 else {
        throw StartFailure(fault: .system(errno))
      }
      let capture = OutputCapture(pipe: Descriptor(owning: reading))
      let output = Descriptor(owning: writing)
      do throws(SystemError) {
        let reaper = try acquireReaper(countsMemory: launch.countsMemory)
        let request = reaper.request(launch, output: output)
        // That a reaper is gone, as when its keeper has just been killed, its socket says as well.
        if request != 0, request != EPIPE { throw SystemError(request, "ask for a start") }
        return RunningTree(id, launch, reaper: reaper, capture: capture)
      } catch {
        throw StartFailure(fault: .system(error.number))
      }
    }

    // That the keeper is gone may be noticed here first.
    private mutating func acquireReaper(countsMemory: Bool) throws(SystemError) -> Reaper {
      do throws(SystemError) {
        return try pool.acquire(countsMemory: countsMemory)
      } catch {
        guard error.number == EPIPE else { throw error }
        loseKeeper()
        return try pool.acquire(countsMemory: countsMemory)
      }
    }

    /// Sends a signal to every process of the tree.
    package mutating func signal(_ id: TreeID, _ signal: Int32) { tree(id)?.signal(signal) }

    /// Sends a signal to those processes of the tree that catch it.
    package mutating func ask(_ id: TreeID, _ signal: Int32) { tree(id)?.reaper.ask(signal) }

    /// Kills the tree until nothing is left.
    package mutating func kill(_ id: TreeID) { tree(id)?.kill() }

    /// Gives the tree to the keeper, which goes on trying to end it.
    ///
    /// Its reaper is killed: it may be what does not obey.
    package mutating func abandon(_ id: TreeID) -> TreeEnd {
      let end = tree(id)?.end() ?? TreeEnd(usage: nil, samples: TreeSamples(), output: 0)
      tree(id)?.reaper.killItself()
      trees.removeAll { $0.id == id }
      return end
    }

    /// Reads the tree from /proc.
    package func processes(of id: TreeID) -> [ProcessEntry<[UInt8]>] { tree(id)?.processes() ?? [] }

    /// Reads the tree, its locks and the machine's pressure from /proc.
    package mutating func look(at id: TreeID, patience: Double) -> TreeSnapshot<[UInt8]> {
      tree(id)?.look(patience: patience) ?? TreeSnapshot<[UInt8]>()
    }

    /// From a quarter of a second before that on, until nothing is left of what is ended then,
    /// andon comes before its stages, where it may: a storm of processes would keep it waiting as
    /// long.
    package mutating func expect(_ instant: Instant?) { expected = instant }

    // When to come before the stages, if not now.
    private var readyAt: Instant? { expected?.advanced(bySeconds: -Self.lead) }

    private mutating func raisePriority() {
      let mustHurry = trees.contains(where: \.isEnding) || readyAt.map { $0 <= now } == true
      if mustHurry == hasRaisedPriority { return }
      hasRaisedPriority = mustHurry
      andon_hurry(mustHurry ? 1 : 0)
    }

    /// Waits in poll(2); looks at trees that are due on the way.
    package mutating func wait(
      until deadline: Instant?, output: (TreeID, Span<UInt8>) -> Void
    ) throws -> [MachineEvent] {
      var events = waiting
      waiting = []
      while events.isEmpty {
        let due = trees.lazy.compactMap { $0.sampler?.due }.min()
        raisePriority()
        let until = [deadline, due, hasRaisedPriority ? nil : readyAt].compactMap { $0 }.min()
        try poll(until: until, output: output, &events)
        let present = now
        for tree in trees { tree.sample(share: trees.count, at: present) }
        if let deadline, deadline <= present { break }
      }
      return events
    }

    private mutating func poll(
      until: Instant?, output: (TreeID, Span<UInt8>) -> Void, _ events: inout [MachineEvent]
    ) throws {
      var watched = [
        pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
        pollfd(fd: pool.keeperDescriptor, events: Int16(POLLIN), revents: 0),
      ]
      for tree in trees {
        let pipe = tree.capture.isOpen ? tree.capture.descriptor : -1
        watched.append(pollfd(fd: tree.reaper.descriptor, events: Int16(POLLIN), revents: 0))
        watched.append(pollfd(fd: pipe, events: Int16(POLLIN), revents: 0))
      }
      var ready = unsafe andon_poll(&watched, watched.count, 0)
      while ready == 0, andon_monotonic() < min(awakeUntil, until?.nanoseconds ?? .max) {
        ready = unsafe andon_poll(&watched, watched.count, 0)
      }
      let pause = until.map { max(0, $0.nanoseconds - andon_monotonic()) } ?? -1
      if ready == 0 { ready = unsafe andon_poll(&watched, watched.count, pause) }
      if ready < 0, errno != EINTR { throw SystemError.last("wait for events") }
      if ready <= 0 { return }
      // Output first: a report that arrived later may be the tree's last.
      for (index, tree) in trees.enumerated() where watched[3 + 2 * index].revents != 0 {
        _ = tree.capture.read(into: &buffer) { output(tree.id, $0) }
      }
      var ended: [TreeID] = []
      for (index, tree) in trees.enumerated() where watched[2 + 2 * index].revents != 0 {
        for message in tree.reaper.receive() where ended.last != tree.id {
          if handle(message, of: tree, output, &events) { ended.append(tree.id) }
        }
      }
      if !ended.isEmpty { trees.removeAll { ended.contains($0.id) } }
      if watched[1].revents != 0 { loseKeeper() }
      startAgain()
      if watched[0].revents != 0 {
        while case let number = andon_next_signal(signals), number != 0 {
          events.append(.signal(number))
        }
      }
    }

    // Trees whose reaper was gone before it had started anything: once more.
    private mutating func startAgain() {
      for tree in again {
        start(tree.id, tree.launch)
        trees.last { $0.id == tree.id }?.isRetried = true
      }
      again = []
    }

    // What the keeper held is ended: a run goes on with a new one.
    private mutating func loseKeeper() {
      pool.forgetKeeper(sparing: trees.map(\.reaper))
      for tree in trees {
        tree.loss = .keeper
        tree.kill()
      }
    }

    // True when nothing more will come of the tree.
    private mutating func handle(
      _ message: Reaper.Message, of tree: RunningTree, _ output: (TreeID, Span<UInt8>) -> Void,
      _ events: inout [MachineEvent]
    ) -> Bool {
      guard case .report(let report) = message else {
        pool.lose(tree.reaper, sparing: trees.map(\.reaper).filter { $0 !== tree.reaper })
        tree.capture.drain(&buffer) { output(tree.id, $0) }
        if tree.isStarted {
          events.append(.lost(tree.id, tree.end(), tree.loss ?? .reaper))
        } else if tree.isRetried {
          events.append(.notStarted(tree.id, .system(EAGAIN)))
        } else {
          again.append(tree)
        }
        return true
      }
      let at = Instant(nanoseconds: report.at)
      switch andon_report_kind(report.kind) {
      case ANDON_STARTED:
        tree.begin(report.leader, pool.cgroups(of: tree.reaper), at: at)
        events.append(.started(tree.id, at: at))
        return false
      case ANDON_NOT_STARTED:
        pool.put(tree.reaper)
        events.append(.notStarted(tree.id, Self.fault(of: report)))
        return true
      case ANDON_ENDED:
        tree.usage = TreeUsage(of: report)
        // What was ended because its keeper is gone did not end by itself.
        if tree.loss == nil {
          events.append(.leaderEnded(tree.id, LeaderEnd(status: report.status), at: at))
        }
        return false
      case ANDON_GONE:
        tree.usage = TreeUsage(of: report)
        tree.capture.drain(&buffer) { output(tree.id, $0) }
        let end = tree.end()
        if tree.isReusable { pool.put(tree.reaper) }
        events.append(tree.loss.map { .lost(tree.id, end, $0) } ?? .gone(tree.id, end))
        return true
      default:
        events.append(.lost(tree.id, tree.end(), .reaper))
        return true
      }
    }

    private func tree(_ id: TreeID) -> RunningTree? { trees.first { $0.id == id } }

    private static func fault(of report: andon_report) -> StartError {
      switch andon_start_step(UInt32(bitPattern: report.step)) {
      case ANDON_STEP_FOLDER: .folder(report.error)
      case ANDON_STEP_PROGRAM: .program(report.error)
      default: .system(report.error)
      }
    }
  }

  extension LeaderEnd {
    // wait(2): the macros WIFEXITED, WEXITSTATUS and WTERMSIG.
    fileprivate init(status: Int32) {
      let signal = status & 0x7F
      self = signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
    }
  }
#endif
