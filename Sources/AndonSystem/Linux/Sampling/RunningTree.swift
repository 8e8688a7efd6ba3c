// A tree that is running: its reaper, its output, its sampler.

#if os(Linux)
  internal import AndonModel
  internal import CAndonSystem

  /// What belongs to one tree.
  ///
  /// A class, since a collection cannot hold what is not copyable.
  final class RunningTree {
    // Seconds of processor time for a list of what is left.
    private static let listPatience = 0.1

    let id: TreeID
    let launch: LaunchRequest
    let reaper: Reaper
    var capture: OutputCapture
    private(set) var sampler: Sampler?
    // As the reaper sees it.
    private var leader: Int32 = 0
    var usage: TreeUsage?
    /// False once its cgroup has been killed: Linux 6.18 kills what is born into such a one later.
    private(set) var isReusable = true
    /// Whether its start has been asked for a second time.
    var isRetried = false
    /// Whether it has been told to end.
    private(set) var isEnding = false
    /// Why it is being ended although nobody asked for it.
    var loss: SupervisorFailure?

    /// A tree whose start has been asked for.
    init(_ id: TreeID, _ launch: LaunchRequest, reaper: Reaper, capture: consuming OutputCapture) {
      self.id = id
      self.launch = launch
      self.reaper = reaper
      self.capture = capture
    }

    /// Whether its leader has been executed.
    var isStarted: Bool { leader != 0 }

    /// Its leader was executed at that instant; `folders` are the reaper's cgroups.
    func begin(_ leader: Int32, _ folders: CgroupDirectories, at instant: Instant) {
      self.leader = leader
      if reaper.group == nil { reaper.group = ControlGroup(folders) }
      sampler = Sampler(
        root: reaper.process, countsMemory: reaper.group?.countsMemory == true, at: instant)
    }

    /// Looks at it, if that is due; `share` trees have the sampler's part of a processor together.
    func sample(share: Int, at now: Instant) {
      guard let sampler, sampler.due <= now else { return }
      sampler.look(&reaper.group, share: share, at: now)
    }

    /// Sends a signal to each of its processes.
    func signal(_ signal: Int32) {
      isEnding = true
      reaper.signal(signal)
    }

    /// Kills it until nothing is left.
    func kill() {
      isEnding = true
      isReusable = false
      reaper.kill()
    }

    /// What its processes, their locks and the machine are doing.
    func look(patience: Double) -> TreeSnapshot<[UInt8]> {
      looker(patience)?.look() ?? TreeSnapshot<[UInt8]>()
    }

    /// Its living processes.
    func processes() -> [ProcessEntry<[UInt8]>] {
      looker(Self.listPatience)?.processes().list ?? []
    }

    private func looker(_ patience: Double) -> TreeInspector? {
      guard let sampler else { return nil }
      let begin = andon_thread_time()
      let share = Int64(patience * 1e9)
      return TreeInspector(
        readings: sampler.processes(until: begin + share / 2), reaper: reaper.process,
        leader: leader, deadline: begin + share)
    }

    /// What is known of it, to be asked when it has ended.
    func end() -> TreeEnd {
      TreeEnd(
        usage: usage, account: reaper.group?.account(), samples: sampler?.samples ?? TreeSamples(),
        output: capture.count)
    }
  }
#endif
