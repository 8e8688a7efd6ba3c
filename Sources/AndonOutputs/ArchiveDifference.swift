// The first member in which two archives differ, and what in it: its facts, then its content.

internal import AndonModel
internal import AndonSystem

/// Compares archives and compressed files.
struct ArchiveDifference {
  private static let maxMembers = 20_000
  // What is packed into little may be without an end.
  private static let mostUnpacked = 1 << 30
  // Of a library: where its names are, which follows from the members.
  private static let index: Set<[UInt8]> = [[0x2F], Array("/SYM64/".utf8), Array("__.SYMDEF".utf8)]
  private static let marks: [(at: Int, bytes: [UInt8])] = [
    (0, [0x50, 0x4B, 0x03, 0x04]), (0, Array("!<arch>\n".utf8)), (257, Array("ustar".utf8)),
    (0, Array("070701".utf8)), (0, Array("070702".utf8)), (0, Array("070707".utf8)),
  ]
  private static let packers: [[UInt8]] = [
    [0x1F, 0x8B], [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], Array("BZh".utf8),
    [0x28, 0xB5, 0x2F, 0xFD],
  ]

  // A member with the digest of its content.
  private struct Row {
    let facts: ArchiveMember
    let digest: SHA256?
  }

  private let inner: ContentDifference

  /// Looks into members with one that is a level further in.
  init(_ inner: ContentDifference) { self.inner = inner }

  /// The difference, in its member; nil for what is no archive that can be read.
  func find(_ first: ByteSource, _ other: ByteSource) -> ContentDifference.FoundDifference? {
    let isPacked = Self.packers.contains { first.head(8).starts(with: $0) }
    guard isPacked || Self.isArchive(first) else { return nil }
    if let one = GzipHeader(first), let two = GzipHeader(other),
      let found = one.difference(from: two)
    {
      return found
    }
    if let one = Self.rows(first), let two = Self.rows(other), !one.isEmpty {
      return members(one, two, first, other) ?? Self.packing(first, other, inner)
    }
    guard isPacked, let one = Self.unpacked(first), let two = Self.unpacked(other) else {
      return nil
    }
    return inner.find(ByteSource(one), ByteSource(two))?.inside("unpacked")
      ?? Self.packing(first, other, inner)
  }

  // The same content, packed in another way.
  private static func packing(
    _ first: ByteSource, _ other: ByteSource, _ inner: ContentDifference
  ) -> ContentDifference.FoundDifference? {
    FirstDifference(first, other).map {
      ByteDifference(inner.terms).find(first, other, $0).inside("the packing alone")
    }
  }

  private static func isArchive(_ source: ByteSource) -> Bool {
    marks.contains { source.bytes($0.at, $0.bytes.count) == $0.bytes }
  }

  private static func open(_ source: ByteSource, isPlain: Bool = false) -> ArchiveReader? {
    ArchiveReader.open(.init(size: source.size, bytes: source.bytes), isPlain: isPlain)
  }

  // Nil for what is no archive, or has no end.
  private static func rows(_ source: ByteSource) -> [Row]? {
    guard var reader = open(source) else { return nil }
    var rows: [Row] = []
    var rest = mostUnpacked
    while let facts = reader.next() {
      if rows.count == maxMembers { return nil }
      var digest = RunningDigest()
      let isWhole = reader.read { bytes in
        digest.add(bytes, count: bytes.count)
        rest -= bytes.count
        return rest > 0
      }
      if rest <= 0 { return nil }
      rows.append(Row(facts: facts, digest: isWhole ? digest.value : nil))
    }
    return rows
  }

  // The content of a compressed file; nil for a long one.
  private static func unpacked(_ source: ByteSource) -> [UInt8]? {
    guard var reader = open(source, isPlain: true), reader.next() != nil else { return nil }
    return content(&reader)
  }

  private static func content(_ reader: inout ArchiveReader) -> [UInt8]? {
    var content: [UInt8] = []
    let isWhole = reader.read { bytes in
      content += bytes
      return content.count <= ContentDifference.longest
    }
    return isWhole && content.count <= ContentDifference.longest ? content : nil
  }

  private static func content(of index: Int, in source: ByteSource) -> [UInt8]? {
    guard var reader = open(source) else { return nil }
    for _ in 0..<index where reader.next() == nil { return nil }
    return reader.next() == nil ? nil : content(&reader)
  }

  private func members(
    _ one: [Row], _ two: [Row], _ first: ByteSource, _ other: ByteSource
  ) -> ContentDifference.FoundDifference? {
    let names = [one, two].map { $0.map(\.facts.name) }
    if names[0] != names[1] { return differing(names[0], names[1]) }
    // What is damaged, or locked, is not known to be the same.
    if let row = zip(one, two).first(where: { $0.0.digest == nil || $0.1.digest == nil })?.0 {
      let unread = Array("(cannot be read)".utf8)
      return .init(place: [Self.place(row)], first: unread, other: unread, suspicion: nil)
    }
    // Contents tell more than the facts around them.
    let pairs = zip(one, two).enumerated().filter { $0.element.0.digest != $0.element.1.digest }
    let inner = pairs.filter { !Self.index.contains($0.element.0.facts.name) }
    if let (index, (row, same)) = inner.first ?? pairs.first {
      if row.facts.mode >> 12 != same.facts.mode >> 12 {
        return Self.facts(row.facts, same.facts).inside(Self.place(row))
      }
      let place = Self.place(row)
      guard let content = Self.content(of: index, in: first),
        let changed = Self.content(of: index, in: other)
      else {
        let long = Array("(too long, or damaged)".utf8)
        return .init(place: [place], first: long, other: long, suspicion: nil)
      }
      return self.inner.find(ByteSource(content), ByteSource(changed))?.inside(place)
    }
    let facts = zip(one, two).filter { $0.0.facts != $0.1.facts }
    let named = facts.filter { !Self.index.contains($0.0.facts.name) }
    return (named.first ?? facts.first).map { row, same in
      Self.facts(row.facts, same.facts).inside(Self.place(row))
    }
  }

  private static func place(_ row: Row) -> String {
    "member \(String(decoding: row.facts.name, as: UTF8.self))"
  }

  private func differing(
    _ one: [[UInt8]], _ two: [[UInt8]]
  ) -> ContentDifference.FoundDifference {
    let place = zip(one, two).prefix { $0 == $1 }.count
    let isOrder =
      one.count == two.count
      && one.sorted { $0.lexicographicallyPrecedes($1) }
        == two.sorted { $0.lexicographicallyPrecedes($1) }
    let none = Array("(no member)".utf8)
    let first = one.indices.contains(place) ? one[place] : none
    let other = two.indices.contains(place) ? two[place] : none
    return .init(
      place: ["member \(place + 1) of the archive"], first: first, other: other,
      suspicion: isOrder ? .order : inner.terms.suspicions.suspicion(first, other))
  }

  private static func facts(
    _ one: ArchiveMember, _ two: ArchiveMember
  ) -> ContentDifference.FoundDifference {
    func found(
      _ place: String, _ first: [UInt8], _ other: [UInt8], _ suspicion: DifferenceCategory?
    ) -> ContentDifference.FoundDifference {
      .init(place: [place], first: first, other: other, suspicion: suspicion)
    }
    if one.mode != two.mode {
      let modes = [one, two].map { Array(String($0.mode, radix: 8).utf8) }
      let isUmask = ContentDifference.isUmask(one.mode, two.mode)
      return found("its mode", modes[0], modes[1], isUmask ? .umask : nil)
    }
    if one.modified != two.modified {
      let times = [one, two].map { $0.modified.map(MomentText.of) ?? Array("none".utf8) }
      return found("its time", times[0], times[1], .timestamp)
    }
    if one.owner != two.owner {
      return found("its owner", Array(one.owner.utf8), Array(two.owner.utf8), .identity)
    }
    return found("its link", one.target, two.target, nil)
  }
}
