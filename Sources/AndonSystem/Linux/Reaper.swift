// andon's end of one reaper's socket: requests and orders out, reports in.
// The protocol: andon_keeper.h in CAndonSystem. Both ends check every message.

#if os(Linux)
  internal import CAndonSystem
  internal import Glibc

  /// The connection to the reaper of one tree.
  struct Reaper: ~Copyable {
    /// What a look at the socket brought.
    enum Message {
      case report(andon_report)
      /// The reaper is gone, or does not keep to the protocol.
      case closed
    }

    private let socket: Descriptor
    private var pending: [UInt8] = []

    /// The descriptor to wait for.
    var descriptor: CInt { socket.number }

    /// Takes over the socket.
    init(socket: consuming Descriptor) { self.socket = socket }

    /// Asks for a start.
    ///
    /// 0, or the error number.
    borrowing func request(_ launch: Launch) -> CInt {
      var text: [UInt8] = []
      for word in ([launch.folder] + launch.arguments).map({ Array($0.utf8) }) + launch.environment
      {
        // A NUL cannot be in a word of the kernel's; it would shift all words behind it.
        text += word.contains(0) ? word.filter { $0 != 0 } : word
        text.append(0)
      }
      let request = andon_request(
        magic: Self.magic, bytes: UInt32(text.count),
        arguments: UInt32(launch.arguments.count), variables: UInt32(launch.environment.count))
      return send(Self.bytes(of: request) + text)
    }

    /// Orders a signal for every process of the tree.
    ///
    /// A reaper that is gone has said so itself.
    borrowing func signal(_ signal: Int32) {
      _ = send(
        Self.bytes(
          of: andon_order(magic: Self.magic, kind: UInt32(ANDON_SIGNAL.rawValue), signal: signal)))
    }

    /// Orders the end of the tree.
    borrowing func kill() {
      _ = send(
        Self.bytes(of: andon_order(magic: Self.magic, kind: UInt32(ANDON_KILL.rawValue), signal: 0))
      )
    }

    /// Reads what has arrived.
    ///
    /// Called when the socket is readable.
    mutating func receive() -> [Message] {
      let size = MemoryLayout<andon_report>.size
      var chunk = [UInt8](repeating: 0, count: 4 * size)
      let count = unsafe Glibc.recv(socket.number, &chunk, chunk.count, CInt(MSG_DONTWAIT))
      if count < 0, errno == EAGAIN || errno == EINTR { return [] }
      if count <= 0 { return [.closed] }
      pending += chunk.prefix(count)
      var messages: [Message] = []
      while pending.count >= size {
        let report = unsafe pending.withUnsafeBytes {
          unsafe $0.loadUnaligned(as: andon_report.self)
        }
        pending.removeFirst(size)
        messages.append(report.magic == Self.magic ? .report(report) : .closed)
      }
      return messages
    }

    private borrowing func send(_ bytes: [UInt8]) -> CInt {
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes {
          unsafe Glibc.send(socket.number, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
        }
        if count < 0 {
          if errno == EINTR { continue }
          return errno
        }
        rest = rest.dropFirst(count)
      }
      return 0
    }

    private static var magic: UInt32 { UInt32(ANDON_MAGIC) }

    private static func bytes<Message: BitwiseCopyable>(of message: Message) -> [UInt8] {
      unsafe withUnsafeBytes(of: message) { unsafe Array($0) }
    }
  }
#endif
