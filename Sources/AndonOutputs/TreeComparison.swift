// Two runs' outputs, entry by entry: what is there, its type, its mode, where it leads, its content
// by SHA-256. Both lists are sorted by path, so that one pass finds what is missing in either.

package import AndonModel
package import AndonSystem
internal import AndonText

/// Compares outputs.
package struct TreeComparison: ~Copyable {
  // Of more outputs that differ, only the names are told.
  private static let mostExplained = 100
  private static let maxTextLength = 200

  private let request: ComparisonRequest
  private let first: Directory
  private let other: Directory
  private let content: ContentDifference
  private let normalised: [(pointer: JSONPointer, paths: Set<[UInt8]>)]
  private var digests = FileDigests()
  private var result = OutputComparison(first: 0)

  /// Compares what a request names, and shows nothing of what is to be hidden.
  package static func compare(
    _ request: ComparisonRequest, hiding hidden: HiddenBytes = HiddenBytes(nil)
  ) throws(SystemError) -> OutputComparison {
    var comparison = TreeComparison(
      request, try Directory(request.first), try Directory(request.other), hidden)
    comparison.run()
    return comparison.result
  }

  private init(
    _ request: ComparisonRequest, _ first: Directory, _ other: Directory, _ hidden: HiddenBytes
  ) {
    self.request = request
    self.first = first
    self.other = other
    let terms = DifferenceTerms(
      suspicions: DifferenceClassifier(request.known), hidden: hidden,
      begun: request.begun / 1_000_000_000)
    content = ContentDifference(terms)
    normalised = request.normalise.map { rule in
      let entries = OutputFiles.entries(of: [rule.files], in: first)
      return (rule.pointer, Set(entries.map(\.path)))
    }
  }

  private mutating func run() {
    let first = entries(in: self.first)
    let other = entries(in: self.other)
    let blind = BlindSpots(first, other)
    result.first = first.count
    var (one, two) = (first[...], other[...])
    while let entry = one.first ?? two.first {
      let isFirst = two.first.map { !$0.path.lexicographicallyPrecedes(entry.path) } ?? true
      if one.isEmpty || !isFirst {
        guard let added = two.popFirst() else { return }
        if blind.hidesFirst(added) { continue }
        result.added.append(PathName.text(added.path))
        record(added.path, .onlyOther) { nil }
      } else if let same = two.first, same.path == entry.path {
        (one, two) = (one.dropFirst(), two.dropFirst())
        compare(entry, same)
      } else {
        one = one.dropFirst()
        if blind.hidesOther(entry) {
          result.unread.append(PathName.text(entry.path))
          continue
        }
        let isOld = isOlder(entry)
        record(entry.path, .onlyFirst) {
          .init(place: [], first: [], other: [], suspicion: isOld ? .leftOver : nil)
        }
      }
    }
  }

  private func entries(in directory: Directory) -> [TreeEntry] {
    OutputFiles.entries(
      of: request.outputs, without: request.ignore, in: directory, except: request.except)
  }

  // What was not written since the run began, an earlier one left there.
  private func isOlder(_ entry: TreeEntry) -> Bool {
    guard request.begun > 0,
      let stamp = first.stamp(of: entry.path)
    else { return false }
    return stamp.modified < Int64(request.begun)
  }

  private mutating func compare(_ first: TreeEntry, _ other: TreeEntry) {
    switch (first.kind, other.kind) {
    case (.unreadable, _), (_, .unreadable): return result.unread.append(PathName.text(first.path))
    case (.file(let size), .file(let changed)):
      if !compareFiles(first.path, size, changed) { return }
    case (.link(let target), .link(let changed)) where target != changed:
      let suspicion = content.terms.suspicions.suspicion(target, changed)
      return record(first.path, .target) {
        .init(place: [], first: target, other: changed, suspicion: suspicion)
      }
    // Every link has the same mode, and none of it counts.
    case (.link, .link): return
    case (.emptyFolder, .emptyFolder), (.pipe, .pipe), (.socket, .socket): break
    case (.device(let number), .device(let changed)) where number == changed: break
    case (.file, _), (.link, _), (.emptyFolder, _), (.pipe, _), (.socket, _), (.device, _):
      return record(first.path, .type) {
        .init(
          place: [], first: Array(Self.word(first.kind).utf8),
          other: Array(Self.word(other.kind).utf8), suspicion: nil)
      }
    }
    compareModes(first, other)
  }

  private mutating func compareModes(_ first: TreeEntry, _ other: TreeEntry) {
    let free = UInt16(truncatingIfNeeded: request.freeModes)
    if first.mode | free == other.mode | free { return }
    record(first.path, .mode) {
      .init(
        place: [], first: Array(String(first.mode, radix: 8).utf8),
        other: Array(String(other.mode, radix: 8).utf8),
        suspicion: ContentDifference.isUmask(Int(first.mode), Int(other.mode)) ? .umask : nil)
    }
  }

  // Whether both files have the same content; where not, that is noted.
  private mutating func compareFiles(_ path: [UInt8], _ size: Int, _ changed: Int) -> Bool {
    do throws(SystemError) {
      let isSame =
        size == changed
        ? try digests.digest(of: path, in: first) == digests.digest(of: path, in: other) : false
      if isSame { return true }
      let first = ByteSource(try FileContent(path, in: first))
      let other = ByteSource(try FileContent(path, in: other))
      let pointers = normalised.filter { $0.paths.contains(path) }.map(\.pointer)
      if !pointers.isEmpty, let cut = Self.cut(pointers, first, other) {
        if cut.first == cut.other { return true }
        record(path, .content) { [content] in
          content.find(ByteSource(cut.first), ByteSource(cut.other))
        }
        return false
      }
      record(path, .content) { [content] in content.find(first, other) }
    } catch {
      result.unread.append(PathName.text(path))
    }
    return false
  }

  // Both documents without what may differ; nil where one of them is none.
  private static func cut(
    _ pointers: [JSONPointer], _ first: ByteSource, _ other: ByteSource
  ) -> (first: [UInt8], other: [UInt8])? {
    guard let one = first.whole(most: ContentDifference.longest),
      let two = other.whole(most: ContentDifference.longest),
      let first = JSONCut.nulling(pointers, in: one),
      let other = JSONCut.nulling(pointers, in: two)
    else { return nil }
    return (first, other)
  }

  private mutating func record(
    _ path: [UInt8], _ kind: OutputDifference.OutputDifferenceKind,
    _ find: () -> ContentDifference.FoundDifference?
  ) {
    result.differing.append(PathName.text(path))
    if result.differences.count == Self.mostExplained { return }
    let found = find()
    result.differences.append(
      OutputDifference(
        path: PathName.text(path), kind,
        at: (found?.place ?? []).map { SafeText.cut(SafeText.line($0), to: Self.maxTextLength) }
          .joined(separator: ", "),
        first: text(found?.first ?? [], besides: found?.other ?? []),
        other: text(found?.other ?? [], besides: found?.first ?? []),
        suspicion: found?.suspicion))
  }

  // Of a long text the part around the difference.
  private func text(_ bytes: [UInt8], besides other: [UInt8]) -> String {
    let most = Self.maxTextLength
    let bytes = content.terms.hidden.blanked(bytes)
    if bytes.count <= most { return SafeText.line(bytes) }
    let start = max(0, FirstDifference.common(bytes, other) - most / 3)
    let part = SafeText.line(bytes[start...].prefix(most))
    return (start > 0 ? "… " : "") + part + (start + most < bytes.count ? " …" : "")
  }

  private static func word(_ kind: TreeEntry.TreeEntryKind) -> String {
    switch kind {
    case .file: "a file"
    case .link: "a link"
    case .emptyFolder: "an empty folder"
    case .pipe: "a pipe"
    case .socket: "a socket"
    case .device: "a device"
    case .unreadable: "unreadable"
    }
  }
}

/// Folders that could not be looked into: what lies below them is not known to be missing.
private struct BlindSpots {
  private let firstEntries: [TreeEntry]
  private let first: Set<[UInt8]>
  private let other: Set<[UInt8]>

  init(_ first: [TreeEntry], _ other: [TreeEntry]) {
    firstEntries = first
    self.first = Self.spots(first)
    self.other = Self.spots(other)
  }

  private static func spots(_ entries: [TreeEntry]) -> Set<[UInt8]> {
    Set(entries.filter(isSpot).map(\.path))
  }

  private static func isSpot(_ entry: TreeEntry) -> Bool {
    if case .unreadable = entry.kind { true } else { false }
  }

  /// Whether the first run may have what only the other seems to have, or tells more of it.
  func hidesFirst(_ entry: TreeEntry) -> Bool {
    if Self.isSpot(entry) {
      let start = entry.path + [0x2F]
      return firstEntries.contains { $0.path.starts(with: start) }
    }
    return Self.lies(entry.path, below: first)
  }

  /// Whether the other run may have what only the first seems to have.
  func hidesOther(_ entry: TreeEntry) -> Bool {
    Self.isSpot(entry) || Self.lies(entry.path, below: other)
  }

  private static func lies(_ path: [UInt8], below spots: Set<[UInt8]>) -> Bool {
    !spots.isEmpty
      && path.indices.contains { path[$0] == 0x2F && spots.contains(Array(path[..<$0])) }
  }
}
