// The living descendants of a process, and their memory, from /proc.
// The kernel's list of children is no snapshot: good for looking, not for "nobody is left".

#if os(Linux)
  internal import CAndonSystem

  /// Reads a process tree from /proc.
  struct ProcessTree {
    // Room for the list of 16,000 children; a longer list is cut.
    private var buffer = [UInt8](repeating: 0, count: 1 << 17)

    /// The descendants of a process with their parents, parents first, without itself.
    mutating func descendants(of root: Int32) -> [(pid: Int32, parent: Int32)] {
      var found = children(of: root).map { (pid: $0, parent: root) }
      var index = 0
      while index < found.count {
        let parent = found[index].pid
        found += children(of: parent).map { (pid: $0, parent: parent) }
        index += 1
      }
      return found
    }

    /// Bytes of anonymous and shared memory of one process.
    ///
    /// Nil when it is gone, and for a child that still shares its parent's memory, between vfork
    /// and exec: the parent counts it already.
    mutating func memory(of pid: Int32, parent: Int32) -> Double? {
      if andon_shares_memory(pid, parent) != 0 { return nil }
      let status = read("/proc/\(pid)/status")
      // A process that has ended but is not reaped yet has no such lines.
      var kilobytes: Int?
      for line in status.split(separator: UInt8(ascii: "\n"))
      where line.starts(with: "RssAnon:".utf8) || line.starts(with: "RssShmem:".utf8) {
        kilobytes = (kilobytes ?? 0) + Self.number(in: line)
      }
      return kilobytes.map { Double($0) * 1024 }
    }

    /// The command line of a process, words separated by blanks; of a zombie its short name.
    mutating func command(of pid: Int32) -> [UInt8] {
      let words = read("/proc/\(pid)/cmdline")
      if words.isEmpty {
        return read("/proc/\(pid)/comm").prefix { $0 != UInt8(ascii: "\n") }
      }
      return words.split(separator: 0).joined(separator: [UInt8(ascii: " ")]).map { $0 }
    }

    /// The children of a process at this moment.
    mutating func children(of pid: Int32) -> [Int32] {
      var found: [Int32] = []
      // A process with one thread, the common case, needs no listing.
      let main = read("/proc/\(pid)/task/\(pid)/children")
      Self.append(main, to: &found)
      let threads = Files.names(in: "/proc/\(pid)/task")
      if threads.count > 1 {
        for thread in threads where thread != "\(pid)" {
          Self.append(read("/proc/\(pid)/task/\(thread)/children"), to: &found)
        }
      }
      return found
    }

    private mutating func read(_ path: String) -> ArraySlice<UInt8> {
      let count = unsafe andon_read_file(path, &buffer, buffer.count)
      return buffer.prefix(max(0, count))
    }

    private static func append(_ list: ArraySlice<UInt8>, to found: inout [Int32]) {
      for word in list.split(separator: UInt8(ascii: " ")) {
        found.append(Int32(number(in: word)))
      }
    }

    private static func number(in text: ArraySlice<UInt8>) -> Int {
      text.reduce(0) { sum, byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          ? sum * 10 + Int(byte - UInt8(ascii: "0")) : sum
      }
    }
  }
#endif
