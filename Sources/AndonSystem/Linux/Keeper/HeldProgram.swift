// A program beside andon, opened when it starts: a stage that can write to the folder that andon is
// installed in cannot put another program in its place.

#if os(Linux)
  internal import CAndonSystem
  internal import Glibc

  /// A program's file, held open.
  package final class HeldProgram: Sendable {
    private let file: Descriptor

    /// Opens an executable file.
    package init(_ path: String) throws(SystemError) {
      file = Descriptor(owning: unsafe andon_open_program(path))
      if file.number < 0 { throw .last("start \(path)") }
    }

    var descriptor: CInt { file.number }
  }
#endif
