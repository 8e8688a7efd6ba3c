// The keeper and the reapers that have nothing to do.
// A reaper that has held one tree to its end holds the next: a new one for each costs a quarter of
// a millisecond. When the keeper is gone, this process is the next one up.

#if os(Linux)
  internal import CAndonSystem
  internal import Glibc

  /// Hands out reapers.
  ///
  /// A class, since it owns processes and says farewell to them.
  final class ReaperPool {
    private static let patience = 2.0

    private let programs: OwnPrograms
    private let most: Containment
    private let isAlone: Bool
    private let folders: CgroupDirectories
    private var keeper: Keeper?
    private var idle: [Reaper] = []
    // Those that were killed, while their keeper may be about to be.
    private var lost: [Reaper] = []
    // Whether nothing was left at the end; nil before that.
    private var isEmpty: Bool?
    /// What the first keeper found.
    let found: Keeper.FoundProcess

    /// A pool whose keeper has not answered yet.
    struct Start: ~Copyable {
      private let programs: OwnPrograms
      private let most: Containment
      private let isAlone: Bool
      private let folders: CgroupDirectories
      private let keeper: Keeper.Start

      /// Starts a keeper.
      ///
      /// `isAlone`: this process has no other children, so that all that it inherits is to be
      /// ended.
      init(_ programs: OwnPrograms, most: Containment, isAlone: Bool) throws(SystemError) {
        self.programs = programs
        self.most = most
        self.isAlone = isAlone
        OrphanReaper.prepare()
        folders = most >= .cgroup ? CgroupDirectories() : CgroupDirectories.none
        keeper = try Keeper.Start(programs, folders, most: most)
      }

      /// The pool, when the keeper has answered.
      consuming func ready() throws(SystemError) -> ReaperPool {
        let pool = (programs: programs, most: most, isAlone: isAlone, folders: folders)
        return ReaperPool(
          pool.programs, most: pool.most, isAlone: pool.isAlone, pool.folders,
          try keeper.ready())
      }
    }

    private init(
      _ programs: OwnPrograms, most: Containment, isAlone: Bool, _ folders: CgroupDirectories,
      _ keeper: consuming Keeper
    ) {
      self.programs = programs
      self.most = most
      self.isAlone = isAlone
      self.folders = folders
      found = keeper.found
      self.keeper = consume keeper
    }

    deinit { _ = close() }

    /// Lets keeper and reapers end, and ends what they have left; whether nothing of them is left.
    func close() -> Bool {
      if let isEmpty { return isEmpty }
      idle = []
      keeper.take()?.finish(patience: Self.patience)
      let isEmpty = isAlone ? OrphanReaper.end(sparing: [], patience: Self.patience) : true
      self.isEmpty = isEmpty
      return isEmpty
    }

    /// The keeper's descriptor, which is readable when it is gone; -1 without a keeper.
    var keeperDescriptor: CInt {
      switch keeper {
      case .some(let keeper): keeper.descriptor
      case .none: -1
      }
    }

    /// The folders of the cgroups of a reaper.
    func cgroups(of reaper: Reaper) -> CgroupDirectories {
      let name = "/" + reaper.groupName
      var own = CgroupDirectories.none
      if found.hasCgroups { own.unified = folders.unified.map { $0 + name } }
      if reaper.countsMemory { own.memory = folders.memory.map { $0 + name } }
      return own
    }

    /// A reaper without a tree, which counts memory if it can; a new keeper is started where there
    /// is none any more.
    func acquire(countsMemory isWanted: Bool) throws(SystemError) -> Reaper {
      let countsMemory = isWanted && found.hasMemory
      if let index = idle.lastIndex(where: { $0.countsMemory || !countsMemory }) {
        return idle.remove(at: index)
      }
      // As many as there are slots: the new one takes the place of one that does not count.
      _ = idle.popLast()
      var ours: CInt = -1
      var theirs: CInt = -1
      guard unsafe andon_socket_pair(&ours, &theirs) == 0 else { throw .last("connect a reaper") }
      let socket = Descriptor(owning: ours)
      let control = Descriptor(owning: theirs)
      if keeper == nil { keeper = try Keeper.Start(programs, folders, most: most).ready() }
      try keeper?.fork(control: control)
      return Reaper(
        socket: socket, keeper: keeper?.process ?? 0, countsMemory: countsMemory)
    }

    /// Takes back a reaper whose tree is gone; one that is not as good as new is let go.
    func put(_ reaper: Reaper) {
      if keeper == nil { return }
      if reaper.group?.makeFresh() != false { idle.append(reaper) }
    }

    /// The keeper is gone: reapers that it forked are not used again, and what it had to end is
    /// ended here.
    func forgetKeeper(sparing living: [Reaper]) {
      keeper.take()?.finish(patience: 0)
      idle = []
      for reaper in lost { endStrays(of: reaper, sparing: living) }
      lost = []
    }

    /// A reaper was killed: its keeper ends what it has left, or this process where the keeper is
    /// gone as well.
    func lose(_ reaper: Reaper, sparing living: [Reaper]) {
      if keeper == nil { endStrays(of: reaper, sparing: living) } else { lost.append(reaper) }
    }

    private func endStrays(of reaper: Reaper, sparing living: [Reaper]) {
      guard isAlone else { return }
      _ = OrphanReaper.end(sparing: living.map(\.process), patience: Self.patience)
      OrphanReaper.remove(cgroups(of: reaper), patience: Self.patience)
    }
  }
#endif
