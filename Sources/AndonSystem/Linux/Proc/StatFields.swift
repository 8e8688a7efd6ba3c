// The fields of /proc/PID/stat by their numbers in proc_pid_stat(5).

#if os(Linux)

  /// One row of /proc/PID/stat.
  struct StatFields {
    /// The short name, which may hold blanks and brackets.
    let name: [UInt8]
    /// The kernel's letter for the state.
    let state: UInt8
    private let numbers: [Int]

    /// Reads a row; nil for what is none.
    init?(_ text: ProcText) {
      let bytes = text.bytes
      guard let begin = bytes.firstIndex(of: UInt8(ascii: "(")),
        let end = bytes.lastIndex(of: UInt8(ascii: ")")), begin < end,
        end + 2 < bytes.endIndex
      else { return nil }
      name = Array(bytes[(begin + 1)..<end])
      state = bytes[end + 2]
      numbers = ProcText(bytes[(end + 3)...]).numbers
      if numbers.count < 25 { return nil }
    }

    /// A field by its number in the manual, from 4 on, without its sign.
    subscript(number: Int) -> Int { numbers[number - 4] }
  }
#endif
