// andon's end of the keeper's socket. The protocol: andon_keeper.h in CAndonSystem.

#if os(Linux)
  internal import CAndonSystem
  internal import Glibc

  /// The keeper process.
  struct Keeper: ~Copyable {
    /// What it found at its start.
    struct FoundProcess: Sendable {
      /// The highest containment level that works.
      let containment: Containment
      /// Why there is no better one; 0 where nothing failed.
      let error: Int32
      /// Whether there are cgroups of their own in the unified hierarchy.
      let hasCgroups: Bool
      /// Whether there is a cgroup for memory in the hierarchy of version 1.
      let hasMemory: Bool
    }

    // The keeper answers after a few system calls; one that takes longer is stopped or broken.
    private static let patience: Int64 = 5_000_000_000

    /// The process that was started; it ends with the keeper.
    let process: pid_t
    private let control: Descriptor
    /// What it found at its start.
    let found: FoundProcess

    /// A keeper that has not answered yet.
    struct Start: ~Copyable {
      private let process: pid_t
      private let control: Descriptor
      private let most: Containment

      /// Starts the keeper's program.
      init(
        _ programs: OwnPrograms, _ folders: CgroupDirectories, most: Containment
      ) throws(SystemError) {
        var ours: CInt = -1
        var theirs: CInt = -1
        guard unsafe andon_socket_pair(&ours, &theirs) == 0 else {
          throw .last("connect the keeper")
        }
        let control = Descriptor(owning: ours)
        let words = [
          "andon-keeper", folders.unified ?? "", folders.memory ?? "", "\(most.rawValue)",
        ]
        var pointers = unsafe words.map { unsafe strdup($0) } + [nil]
        let process = unsafe andon_start_keeper(
          programs.keeper, programs.outputs, theirs, &pointers)
        let failure = SystemError.last("start andon-keeper")
        unsafe pointers.forEach { unsafe free($0) }
        Glibc.close(theirs)
        if process < 0 { throw failure }
        self.process = process
        self.control = control
        self.most = most
      }

      /// The keeper with what it has found.
      ///
      /// A namespace that was asked for and cannot be had is an error; other levels give way to the
      /// next one.
      consuming func ready() throws(SystemError) -> Keeper {
        let process = process
        let most = most
        do throws(SystemError) {
          let found = try hear(control)
          if most == .namespace, found.containment < most {
            throw SystemError(found.error, "make a PID namespace for stages")
          }
          return Keeper(process: process, control: control, found: found)
        } catch {
          Keeper.end(process)
          throw error
        }
      }
    }

    private init(process: pid_t, control: consuming Descriptor, found: FoundProcess) {
      self.process = process
      self.control = control
      self.found = found
    }

    private static func hear(_ control: borrowing Descriptor) throws(SystemError) -> FoundProcess {
      var hello = andon_hello()
      var watched = pollfd(fd: control.number, events: Int16(POLLIN), revents: 0)
      let size = MemoryLayout<andon_hello>.size
      guard unsafe andon_poll(&watched, 1, patience) == 1,
        unsafe recv(control.number, &hello, size, CInt(MSG_WAITALL)) == size,
        hello.magic == UInt32(ANDON_MAGIC), let rerun = Int32(exactly: hello.containment),
        let containment = Containment(rawValue: rerun)
      else { throw SystemError(EPROTO, "hear from the keeper") }
      return FoundProcess(
        containment: containment, error: hello.error, hasCgroups: hello.unified == 1,
        hasMemory: hello.memory == 1)
    }

    /// Readable when the keeper is gone: it says nothing after its first message.
    var descriptor: CInt { control.number }

    /// Has a reaper forked, which takes over the descriptor.
    borrowing func fork(control theirs: borrowing Descriptor) throws(SystemError) {
      var byte: UInt8 = 1
      if unsafe andon_send_with_descriptor(control.number, &byte, 1, theirs.number) != 1 {
        throw .last("have a reaper forked")
      }
    }

    /// Lets it go: it ends what killed reapers have left, waits for the others, and exits.
    ///
    /// Waits for that for at most some seconds; then the final signal ends it. Where somebody has
    /// stopped it, it goes on first.
    consuming func finish(patience seconds: Double) {
      shutdown(control.number, CInt(SHUT_RDWR))
      kill(process, SIGCONT)
      let handle = andon_open_process(process)
      if handle >= 0 {
        var watched = pollfd(fd: handle, events: Int16(POLLIN), revents: 0)
        _ = unsafe andon_poll(&watched, 1, Int64(seconds * 1e9))
        Glibc.close(handle)
      } else {
        // Without a descriptor, as under a limit of their number, its end is not seen.
        _ = andon_poll(nil, 0, Int64(seconds * 1e9))
      }
      Self.end(process)
    }

    // A process that has ended already is only reaped.
    private static func end(_ process: pid_t) {
      kill(process, SIGKILL)
      while waitpid(process, nil, 0) < 0, errno == EINTR {}
    }
  }
#endif
