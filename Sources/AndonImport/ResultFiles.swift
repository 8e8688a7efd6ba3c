// A file of another tool into measurements. Its kind is known by its content, never by its name; a
// file of no known kind is refused, never guessed. XML is read in pieces, everything else whole up
// to a limit. Knows nothing of the file system: the pieces are handed in.

package import AndonModel
internal import AndonText
internal import AndonXML

/// Reads files of other tools.
package enum ResultFiles {
  // What is not XML is read whole.
  private static let largest = 64 << 20

  /// Reads a file.
  ///
  /// `next` gives its next piece, nil at its end; `format` forces a reader.
  package static func read(
    _ path: String, as format: ImportFormat? = nil, _ next: @escaping () -> [UInt8]?
  ) -> ImportedFile {
    withFinding(sorted(path, as: format, Pieces(next)))
  }

  /// A file that could not be opened, or not be read to its end.
  package static func refused(
    _ path: String, as format: ImportFormat? = nil, _ reason: String
  ) -> ImportedFile {
    withFinding(ImportedFile(path: path, format: format, .refused(reason: reason)))
  }

  private static func withFinding(_ read: ImportedFile) -> ImportedFile {
    var file = read
    if let reason = file.state.reason {
      let rule: FindingCode = if case .refused = file.state { .fileRefused } else { .fileTruncated }
      // The line has a place of its own.
      let prefix = file.line.map { "line \($0): " } ?? ""
      let message = reason.hasPrefix(prefix) ? String(reason.dropFirst(prefix.count)) : reason
      file.findings.insert(ImportFinding(rule, message, line: file.line), at: 0)
    }
    return file
  }

  private static func sorted(
    _ path: String, as format: ImportFormat?, _ whole: Pieces
  ) -> ImportedFile {
    var pieces = whole
    let head = pieces.head()
    if head.isEmpty {
      return ImportedFile(path: path, format: nil, .refused(reason: "the file is empty"))
    }
    if DetectedFormat.kind(of: head) == .xml {
      return XMLFormats.read(path, as: format, pieces.all)
    }
    guard let bytes = pieces.whole(limit: largest) else {
      let reason = "the file is larger than \(largest >> 20) MiB"
      return ImportedFile(path: path, format: nil, .refused(reason: reason))
    }
    return read(path, bytes, as: format)
  }

  private static func read(
    _ path: String, _ bytes: [UInt8], as format: ImportFormat?
  ) -> ImportedFile {
    let content = DetectedFormat(bytes)
    var found = ParseResult()
    var known: ImportFormat?
    do throws(Refusal) {
      guard let reader = try content.reader(forced: format) else {
        throw Refusal(content.unknown)
      }
      known = reader.format
      try reader.read(&found)
      if found.measurements.isEmpty, found.tests == nil { throw Refusal("it holds no result") }
    } catch {
      return ImportedFile(path: path, format: known ?? format, .refused(reason: error.reason))
    }
    found.close()
    var file = ImportedFile(path: path, format: known, .ok)
    if let line = content.unread {
      file.state = .recovered(reason: "line \(line): it is not whole, and was not counted")
      file.line = line
    }
    file.measurements = found.measurements
    file.tests = found.tests
    file.coverage = found.coverage
    file.findings = found.findings
    return file
  }
}

// A file's pieces, of which the first ones have been looked at.
private struct Pieces {
  private let next: () -> [UInt8]?
  private var begun: [UInt8] = []

  init(_ next: @escaping () -> [UInt8]?) { self.next = next }

  // Enough to know its kind.
  mutating func head() -> [UInt8] {
    while begun.count < 1024, let piece = next() { begun += piece }
    return begun
  }

  // All pieces, one after the other.
  var all: () -> [UInt8]? {
    var first: [UInt8]? = begun
    return {
      defer { first = nil }
      return first ?? next()
    }
  }

  func whole(limit: Int) -> [UInt8]? {
    var bytes = begun
    while let piece = next() {
      bytes += piece
      if bytes.count > limit { return nil }
    }
    return bytes
  }
}
