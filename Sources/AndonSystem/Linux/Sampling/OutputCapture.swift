// The reading end of a stage's output. What becomes of the bytes is not known here.

#if os(Linux)
  internal import CAndonSystem
  internal import Glibc

  /// The reading end of a stage's output.
  struct OutputCapture: ~Copyable {
    /// What one read may bring at first: all that a pipe of the kernel's own size holds.
    static let chunk = 1 << 16
    // The same for a pipe that was enlarged, since a stage prints much.
    private static let largeChunk = 1 << 20

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
      observe(buffer.span.extracting(first: read))
      if read >= Self.chunk, !enlarged {
        enlarged = true
        andon_enlarge_pipe(pipe.number, CInt(Self.largeChunk))
        if buffer.count < Self.largeChunk {
          buffer = [UInt8](repeating: 0, count: Self.largeChunk)
        }
      }
      return true
    }

    /// Reads what the tree left in the pipe.
    ///
    /// Bounded: a stranger may hold the pipe and print on.
    mutating func drain(_ buffer: inout [UInt8], _ observe: (Span<UInt8>) -> Void) {
      let before = count
      while isOpen, count - before <= 2 * Self.largeChunk, read(into: &buffer, observe) {}
    }
  }
#endif
