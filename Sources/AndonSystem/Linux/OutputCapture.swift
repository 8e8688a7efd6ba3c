// From a stage's pipe into its log file.
// Reading goes on whatever becomes of the file: a full disk must not stop a stage by a full pipe.

#if os(Linux)
  internal import CAndonSystem
  internal import Glibc

  /// The reading end of a stage's output, and its log.
  struct OutputCapture: ~Copyable {
    /// What one read may bring; the pipe is enlarged to it when a stage prints much.
    static let chunk = 1 << 20
    private static let smallPipe = 1 << 16

    private let pipe: Descriptor
    private let log: Descriptor
    private(set) var count = 0
    private(set) var fault: CInt?
    private(set) var isOpen = true
    private var enlarged = false

    /// The descriptor to wait for.
    var descriptor: CInt { pipe.number }

    /// Takes over the pipe and the log.
    init(pipe: consuming Descriptor, log: consuming Descriptor) {
      self.pipe = pipe
      self.log = log
    }

    /// Reads once what is there.
    ///
    /// False when there was nothing to read.
    mutating func read(
      into buffer: inout [UInt8], _ observe: (Span<UInt8>) -> Void
    ) -> Bool {
      let read = unsafe Glibc.read(pipe.number, &buffer, buffer.count)
      if read < 0 {
        if errno != EAGAIN && errno != EINTR { isOpen = false }
        return false
      }
      if read == 0 {
        isOpen = false
        return false
      }
      count += read
      if read >= Self.smallPipe, !enlarged {
        enlarged = true
        andon_enlarge_pipe(pipe.number, CInt(Self.chunk))
      }
      let bytes = buffer.span.extracting(first: read)
      if fault == nil {
        let error = log.writeAll(bytes)
        if error != 0 { fault = error }
      }
      observe(bytes)
      return true
    }

    /// Reads what the tree left in the pipe.
    ///
    /// Bounded: a stranger may hold the pipe and print on.
    mutating func drain(_ buffer: inout [UInt8], _ observe: (Span<UInt8>) -> Void) {
      let before = count
      while isOpen, count - before <= 2 * Self.chunk, read(into: &buffer, observe) {}
    }
  }
#endif
