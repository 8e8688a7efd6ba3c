// A small file of /proc or of a cgroup that is read again and again: kept open, read from its
// start. That is five times cheaper than opening it, and safe: of a process that is gone the kernel
// says so, whoever has got its number.

#if os(Linux)
  internal import CAndonSystem
  internal import Glibc

  /// A file that is kept open.
  struct CachedProcFile: ~Copyable {
    private let file: Descriptor

    /// Opens it; one that cannot be opened has no text.
    init(_ path: String, writable: Bool = false) {
      file = Descriptor(owning: unsafe open(path, (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC))
    }

    /// Whether there is such a file.
    var isOpen: Bool { file.number >= 0 }

    /// Its text, cut to the buffer; nil when what it told of is gone.
    borrowing func read(_ buffer: inout [UInt8]) -> ProcText? {
      let count = unsafe pread(file.number, &buffer, buffer.count, 0)
      return count < 0 ? nil : ProcText(buffer[..<count])
    }

    /// Writes a short text; whether the kernel took it.
    borrowing func write(_ text: StaticString) -> Bool {
      unsafe pwrite(file.number, text.utf8Start, text.utf8CodeUnitCount, 0)
        == text.utf8CodeUnitCount
    }
  }

  /// A small text of the kernel's: rows of words and numbers.
  struct ProcText {
    /// Its bytes.
    let bytes: ArraySlice<UInt8>

    /// Takes the text's bytes.
    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// Reads a file whole by its path; nil where that cannot be done.
    init?(path: String, _ buffer: inout [UInt8]) {
      let count = unsafe andon_read_file(path, &buffer, buffer.count)
      if count < 0 { return nil }
      bytes = buffer[..<count]
    }

    /// The text itself.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Its rows.
    var lines: [Substring] { text.split(separator: "\n") }

    /// All numbers that stand alone in it, signs left out.
    var numbers: [Int] {
      var found: [Int] = []
      var number: Int?
      for byte in bytes {
        if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
          number = (number ?? 0) &* 10 &+ Int(byte &- UInt8(ascii: "0"))
        } else if let whole = number {
          found.append(whole)
          number = nil
        }
      }
      if let number { found.append(number) }
      return found
    }

    /// The number behind a word, in the first row that begins with it.
    func number(_ key: StaticString) -> Double? { numbers(key)?.first.map(Double.init) }

    /// The numbers behind a word, in the first row that begins with it.
    func numbers(_ key: StaticString) -> [Int]? {
      let size = key.utf8CodeUnitCount
      var start = bytes.startIndex
      while start < bytes.endIndex {
        let rest = bytes[start...]
        let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
        if end - start > size, unsafe memcmp(Array(rest.prefix(size)), key.utf8Start, size) == 0 {
          return ProcText(bytes[(start + size)..<end]).numbers
        }
        start = end + 1
      }
      return nil
    }
  }
#endif
