// A machine whose keeper has been started and may not have answered yet: the caller does other work
// while the keeper tries which containment works.

#if os(Linux)
  internal import CAndonSystem
  internal import Glibc

  /// The start of a `LinuxMachine`.
  package struct StartingMachine: ~Copyable {
    // The signals that end a run.
    private static let watched = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

    private let pool: ReaperPool.Start
    private let signals: CInt
    private let processors: Int
    /// The best way to hold trees that may be used.
    package let most: Containment

    /// Starts the keeper and begins to watch for signals; not for SIGHUP where the caller
    /// had it ignored (nohup).
    ///
    /// `isAlone`: this process has no children but those of this machine; it adopts and ends what a
    /// killed keeper leaves.
    /// `processors` are those that it may use. `patience`: seconds that this process has from the
    /// first signal on to come to its end.
    package init(
      _ programs: OwnPrograms, most: Containment = .cgroup, isAlone: Bool = false,
      processors: Int = 1, patience: Double = 60
    ) throws(SystemError) {
      andon_ignore_write_signals()
      andon_keep_file_size_limit()
      if isAlone { andon_supervise() }
      let pool = try ReaperPool.Start(programs, most: most, isAlone: isAlone)
      // Descriptors of pipes, sockets and /proc. After the keeper's start: stages keep the caller's
      // limit.
      andon_raise_descriptor_limit()
      let wanted = Self.watched.filter { $0 != SIGHUP || andon_signal_is_ignored($0) == 0 }
      let signals = unsafe andon_watch_signals(wanted, wanted.count, Int64(patience * 1e9))
      if signals < 0 { throw .last("watch for signals") }
      self.pool = pool
      self.signals = signals
      self.processors = processors
      self.most = most
    }

    /// The machine, when the keeper has answered.
    ///
    /// A namespace that was asked for and cannot be had is an error.
    package consuming func ready() throws(SystemError) -> LinuxMachine {
      LinuxMachine(try pool.ready(), signals: signals, processors: processors)
    }
  }
#endif
