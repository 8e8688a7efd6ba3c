// andon's end of the keeper's socket. The protocol: andon_keeper.h in CAndonSystem.

#if os(Linux)
  internal import CAndonSystem
  internal import Glibc

  /// The keeper process, which ends when its owner is gone.
  struct Keeper: ~Copyable {
    private let process: pid_t
    private let control: CInt

    /// Starts the keeper's program.
    static func start(program: String) throws(SystemError) -> Keeper {
      var ours: CInt = -1
      var theirs: CInt = -1
      guard unsafe andon_socket_pair(&ours, &theirs) == 0 else { throw .last("connect the keeper") }
      let process = unsafe andon_start_keeper(program, theirs)
      let failure = SystemError.last("start \(program)")
      Glibc.close(theirs)
      if process < 0 {
        Glibc.close(ours)
        throw failure
      }
      return Keeper(process: process, control: ours)
    }

    private init(process: pid_t, control: CInt) {
      self.process = process
      self.control = control
    }

    deinit {
      Glibc.close(control)
      // It has nothing to do any more: its reapers go on until their trees are gone. The final
      // signal ends it also where somebody has stopped it.
      kill(process, SIGKILL)
      while waitpid(process, nil, 0) < 0, errno == EINTR {}
    }

    /// Has a reaper forked, which takes over both descriptors.
    ///
    /// 0, or the error number.
    borrowing func fork(control theirs: borrowing Descriptor, output: borrowing Descriptor) -> CInt
    {
      andon_send_descriptors(control, theirs.number, output.number) == 0 ? 0 : errno
    }
  }
#endif
