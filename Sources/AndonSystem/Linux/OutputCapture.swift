// The reading end of a stage's output. What becomes of the bytes is not known here.

#if os(Linux)
  internal import CAndonSystem
  internal import Glibc

  /// The reading end of a stage's output.
  struct OutputCapture: ~Copyable {
    /// What one read may bring; the pipe is enlarged to it when a stage prints much.
    static let chunk = 1 << 20
    private static let smallPipe = 1 << 16

    private let pipe: Descriptor
    private(set) var count = 0
    private(set) var isOpen = true
    private var enlarged = false

    /// The descriptor to wait for.
    var descriptor: CInt { pipe.number }

    /// Takes over the pipe.
    init(pipe: consuming Descriptor) { self.pipe = pipe }

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
      observe(buffer.span.extracting(first: read))
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
