// The first section in which two ELF files differ.
// System V ABI, chapter 4, "Object Files": header, section headers, names of sections.

/// Compares ELF files.
struct ELFDifference {
  private static let maxSections = 20_000
  private static let maxHeaderLength = 256
  // These sum up the others, or point into them: they differ wherever something does.
  private static let sums = [
    ".note.gnu.build-id", ".gnu_debuglink", ".shstrtab", ".rel", ".symtab", ".dynsym", ".hash",
    ".gnu.hash", ".eh_frame", ".group", ".swift_modhash",
  ]
  // A section of zeros that the file does not hold.
  private static let noBits: UInt64 = 8

  private struct Section {
    // Of several of one name the first ones belong together, then the second ones.
    struct Key: Hashable {
      let name: String
      let number: Int
    }

    let name: String
    let key: Key
    let offset: Int
    let size: Int
  }

  private let inner: ContentDifference

  /// Looks into sections with one that is a level further in.
  init(_ inner: ContentDifference) { self.inner = inner }

  /// The difference, in its section; nil for what is no ELF, or differs outside of sections.
  func find(_ first: ByteSource, _ other: ByteSource) -> ContentDifference.FoundDifference? {
    guard let one = Self.sections(of: first), let two = Self.sections(of: other) else {
      return nil
    }
    let others = Dictionary(two.map { ($0.key, $0) }) { first, _ in first }
    // Sections may lie upon each other: of all together no more is read than both files hold.
    var rest = first.size + other.size
    var all: [ContentDifference.FoundDifference] = []
    var last: ContentDifference.FoundDifference?
    for section in one where rest > 0 {
      guard let same = others[section.key] else { continue }
      rest -= section.size
      let found = difference(
        ByteSource(first, from: section.offset, count: section.size),
        ByteSource(other, from: same.offset, count: same.size))
      guard let found = found?.inside("section \(section.name)") else { continue }
      if Self.sums.contains(where: section.name.hasPrefix) {
        last = last ?? found
      } else {
        all.append(found)
      }
    }
    // Code and numbers follow what a text says.
    return all.first { $0.suspicion != nil } ?? all.first ?? last
  }

  private func difference(
    _ first: ByteSource, _ other: ByteSource
  ) -> ContentDifference.FoundDifference? {
    FirstDifference(first, other).map { ByteDifference(inner.terms).find(first, other, $0) }
  }

  private static func sections(of source: ByteSource) -> [Section]? {
    let head = source.head(64)
    guard head.count == 64, Array(head[0..<4]) == [0x7F, 0x45, 0x4C, 0x46] else { return nil }
    let isWide = head[4] == 2
    let isLittle = head[5] == 1
    func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> UInt64 {
      guard at + count <= bytes.count else { return 0 }
      let part = bytes[at..<at + count]
      return (isLittle ? Array(part.reversed()) : Array(part)).reduce(0) { $0 << 8 | UInt64($1) }
    }
    func place(_ value: UInt64) -> Int { Int(exactly: value).map { min($0, .max / 4) } ?? .max / 4 }
    let table = place(isWide ? number(head, 0x28, 8) : number(head, 0x20, 4))
    let length = Int(number(head, isWide ? 0x3A : 0x2E, 2))
    let count = Int(number(head, isWide ? 0x3C : 0x30, 2))
    let names = Int(number(head, isWide ? 0x3E : 0x32, 2))
    guard (isWide ? 64 : 40)...maxHeaderLength ~= length, (1...maxSections).contains(count),
      names < count
    else {
      return nil
    }
    let headers = source.bytes(table, length * count)
    guard headers.count == length * count else { return nil }
    func row(_ index: Int) -> (name: Int, type: UInt64, offset: Int, size: Int) {
      let at = index * length
      return (
        Int(number(headers, at, 4)), number(headers, at + 4, 4),
        place(isWide ? number(headers, at + 24, 8) : number(headers, at + 16, 4)),
        place(isWide ? number(headers, at + 32, 8) : number(headers, at + 20, 4))
      )
    }
    let text = row(names)
    var seen: [String: Int] = [:]
    return (0..<count).compactMap { index in
      let row = row(index)
      if row.size == 0 || row.type == 0 || row.type == noBits { return nil }
      let bytes = source.bytes(text.offset + row.name, 200).prefix { $0 != 0 }
      let name = String(decoding: bytes, as: UTF8.self)
      seen[name, default: 0] += 1
      return Section(
        name: name, key: .init(name: name, number: seen[name, default: 0]), offset: row.offset,
        size: row.size)
    }
  }
}
