// The kernel's table of file locks, as text. Pure. proc_locks(5).
// The process that a row names is the one that called; it may be dead while another holds the same
// open file. Locks of open file descriptions name none. In another pid namespace rows are missing.

#if os(Linux)

  /// The rows of /proc/locks.
  struct LockTable {
    /// One lock, or one wish for it.
    struct Row: Equatable {
      /// The same for a lock and those who wait for it.
      let number: Int
      /// Whether it is a wish.
      let isWaiting: Bool
      /// `FLOCK`, `POSIX`, `OFDLCK`, `LEASE`.
      let kind: String
      /// Who called; -1 where the kernel does not say.
      let process: Int32
      /// Device and inode, as the kernel writes them: `08:01:1234`.
      let file: String
    }

    let rows: [Row]

    /// Reads a table; rows that are none are left out.
    init(_ text: ProcText) {
      rows = text.lines.compactMap { line in
        var words = line.split(separator: " ")
        guard words.count >= 6, let number = Int(words[0].dropLast()) else { return nil }
        let isWaiting = words[1] == "->"
        if isWaiting { words.remove(at: 1) }
        guard words.count >= 6, let process = Int32(words[4]) else { return nil }
        return Row(
          number: number, isWaiting: isWaiting, kind: String(words[1]), process: process,
          file: String(words[5]))
      }
    }

    /// Who holds what others wait for in that file, by their calls.
    func holders(of file: String, kind: String) -> [Int32] {
      rows.filter { !$0.isWaiting && $0.file == file && $0.kind == kind }.map(\.process)
    }
  }
#endif
