// andon's end of one reaper's socket: requests and orders out, reports in.
// The protocol: andon_keeper.h in CAndonSystem. Both ends check every message.

#if os(Linux)
  internal import CAndonSystem
  internal import Glibc

  /// The connection to a reaper, which holds one tree at a time.
  ///
  /// A class, since it owns a descriptor and is kept in collections.
  final class Reaper {
    /// What a look at the socket brought.
    enum Message {
      case report(andon_report)
      /// The reaper is gone, or does not keep to the protocol.
      case closed
    }

    private let socket: Descriptor
    private var pending: [UInt8] = []
    private var handle: Descriptor?
    // That of the keeper that has forked it.
    private let keeper: Int32
    // Its process id as the keeper sees it.
    private var number: Int32 = 0
    /// Its process id; 0 before its first report.
    private(set) var process: Int32 = 0
    /// Whether it counts memory in the hierarchy of version 1.
    let countsMemory: Bool
    /// The account of its cgroups; nil before its first report.
    var group: ControlGroup?

    /// The descriptor to wait for.
    var descriptor: CInt { socket.number }

    /// Takes over the socket.
    init(socket: consuming Descriptor, keeper: Int32, countsMemory: Bool) {
      self.socket = socket
      self.keeper = keeper
      self.countsMemory = countsMemory
    }

    /// The name of its cgroups.
    var groupName: String { "andon-\(keeper)-\(number)" }

    /// Asks for a start, with a descriptor for the output.
    ///
    /// 0, or the error number.
    func request(_ launch: LaunchRequest, output: borrowing Descriptor) -> CInt {
      var text: [UInt8] = []
      for word in ([launch.folder] + launch.arguments).map({ Array($0.utf8) }) + launch.environment
      {
        // A NUL cannot be in a word of the kernel's; it would shift all words behind it.
        text += word.contains(0) ? word.filter { $0 != 0 } : word
        text.append(0)
      }
      let request = andon_request(
        magic: Self.magic, bytes: UInt32(text.count),
        arguments: UInt32(launch.arguments.count), variables: UInt32(launch.environment.count),
        counts_memory: countsMemory ? 1 : 0, keeps_outputs: launch.keepsOutputs ? 1 : 0)
      let bytes = Self.bytes(of: request) + text
      let sent = unsafe andon_send_with_descriptor(
        socket.number, bytes, bytes.count, output.number)
      return sent < 0 ? errno : send(bytes.dropFirst(sent))
    }

    /// Orders a signal for every process of the tree.
    ///
    /// A reaper that is gone has said so itself.
    func signal(_ signal: Int32) { order(ANDON_SIGNAL, signal) }

    /// Orders a signal for those processes of the tree that catch it.
    func ask(_ signal: Int32) { order(ANDON_ASK, signal) }

    /// Orders the end of the tree.
    func kill() { order(ANDON_KILL) }

    /// Kills the reaper itself: the keeper ends what it leaves.
    ///
    /// For one that does not obey, such as one that has been stopped.
    func killItself() {
      switch handle {
      case .some(let handle): _ = andon_signal_process(handle.number, SIGKILL)
      case .none: break
      }
    }

    private func order(_ kind: andon_order_kind, _ signal: Int32 = 0) {
      let order = andon_order(magic: Self.magic, kind: UInt32(kind.rawValue), signal: signal)
      _ = send(Self.bytes(of: order)[...])
    }

    // While it lives, and it has just reported, its number is its own.
    private func record(_ process: Int32, _ number: Int32) {
      if self.process == process { return }
      self.process = process
      self.number = number
      let number = andon_open_process(process)
      if number >= 0 { handle = Descriptor(owning: number) }
    }

    /// Reads what has arrived.
    ///
    /// Called when the socket is readable.
    func receive() -> [Message] {
      let size = MemoryLayout<andon_report>.size
      var chunk = [UInt8](repeating: 0, count: 4 * size)
      var sender: pid_t = 0
      let count = unsafe andon_receive_from(socket.number, &chunk, chunk.count, &sender)
      if count < 0, errno == EAGAIN || errno == EINTR { return [] }
      if count <= 0 { return [.closed] }
      pending += chunk.prefix(count)
      var messages: [Message] = []
      while pending.count >= size {
        let report = unsafe pending.withUnsafeBytes {
          unsafe $0.loadUnaligned(as: andon_report.self)
        }
        pending.removeFirst(size)
        guard report.magic == Self.magic else { return messages + [.closed] }
        record(sender, report.reaper)
        messages.append(.report(report))
      }
      return messages
    }

    private func send(_ bytes: ArraySlice<UInt8>) -> CInt {
      var rest = bytes
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
