// What /proc says of single processes, asked by path: for looks that are rare.

#if os(Linux)
  internal import AndonModel
  internal import CAndonSystem
  internal import Glibc

  /// Asks /proc.
  enum ProcFiles {
    /// All processes in sight.
    static func all() -> [Int32] { Files.names(in: "/proc").compactMap { Int32($0) } }

    /// What a symbolic link leads to; nil where it cannot be asked.
    static func target(of link: String) -> String? {
      var path = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = unsafe readlink(link, &path, path.count)
      return count < 0
        ? nil : String(decoding: path.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Device and inode as /proc/locks writes them.
    static func key(_ information: stat) -> String {
      let device = UInt64(information.st_dev)
      // gnu_dev_major and gnu_dev_minor, which are macros.
      let major = (device >> 8 & 0xFFF) | (device >> 32 & ~0xFFF)
      let minor = (device & 0xFF) | (device >> 12 & ~0xFF)
      return "\(hex(major)):\(hex(minor)):\(information.st_ino)"
    }

    private static func hex(_ number: UInt64) -> String {
      let digits = String(number, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }

    /// The command line of a process, words separated by blanks; of a zombie its short name.
    static func command(of pid: Int32, _ buffer: inout [UInt8]) -> [UInt8] {
      let words = ProcText(path: "/proc/\(pid)/cmdline", &buffer)?.bytes ?? []
      if words.isEmpty {
        let name = ProcText(path: "/proc/\(pid)/comm", &buffer)?.bytes ?? []
        return Array(name.prefix { $0 != UInt8(ascii: "\n") })
      }
      return Array(words.split(separator: 0).joined(separator: [UInt8(ascii: " ")]))
    }

    /// The value of a variable that a process was started with; nil where it has none, or may not
    /// be asked.
    static func variable(_ name: String, of pid: Int32) -> [UInt8]? {
      guard let bytes = try? Files.read("/proc/\(pid)/environ", limit: 1 << 20) else { return nil }
      let prefix = Array("\(name)=".utf8)
      return bytes.split(separator: 0).first { $0.starts(with: prefix) }
        .map { Array($0.dropFirst(prefix.count)) }
    }

    /// The function of the kernel that a process waits in; nil where it runs or that is not told.
    static func waitChannel(of pid: Int32, _ buffer: inout [UInt8]) -> String? {
      let text = ProcText(path: "/proc/\(pid)/wchan", &buffer)?.text ?? "0"
      return text == "0" || text.isEmpty ? nil : text
    }

    /// The number of the system call that a process is in; nil where it runs or that is not told.
    static func systemCall(of pid: Int32, _ buffer: inout [UInt8]) -> Int? {
      let text = ProcText(path: "/proc/\(pid)/syscall", &buffer)?.text ?? ""
      return text.split(separator: " ").first.flatMap { Int($0) }.flatMap { $0 < 0 ? nil : $0 }
    }

    /// Seconds since the machine was started, sleep included.
    static func uptime(_ buffer: inout [UInt8]) -> Double? {
      let text = ProcText(path: "/proc/uptime", &buffer)?.text
      return text?.split(separator: " ").first.flatMap { Double($0) }
    }

    /// How much the machine waits for each of its resources.
    static func pressure(_ buffer: inout [UInt8]) -> Pressure {
      func share(_ resource: String) -> Double? {
        let words = ProcText(path: "/proc/pressure/\(resource)", &buffer)?.lines.first?
          .split(separator: " ")
        return words?.first { $0.hasPrefix("avg10=") }.flatMap { Double($0.dropFirst(6)) }
      }
      var pressure = Pressure()
      pressure.processor = share("cpu")
      pressure.disk = share("io")
      pressure.memory = share("memory")
      return pressure
    }
  }

  extension LockHolder<[UInt8]> {
    /// What is known of a process that holds something.
    init(of pid: Int32, isOwn: Bool, _ buffer: inout [UInt8]) {
      let now = ProcFiles.uptime(&buffer)
      let reading = ProcessState(of: pid, &buffer)
      self.init(
        pid: Int(pid), command: ProcFiles.command(of: pid, &buffer), isOwn: isOwn,
        age: reading.flatMap { reading in now.map { $0 - reading.startedAt } })
      if let above = reading?.parent, above > 1 {
        let command = ProcFiles.command(of: above, &buffer)
        parent = command.isEmpty ? nil : command
      }
      stage = ProcFiles.variable("ANDON_STAGE", of: pid)
    }
  }

  extension ProcessState {
    /// Reads one process once; nil when it is gone.
    init?(of pid: Int32, _ buffer: inout [UInt8]) {
      guard let text = ProcText(path: "/proc/\(pid)/stat", &buffer) else { return nil }
      self.init(text, pid)
    }
  }
#endif
