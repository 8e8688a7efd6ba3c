// Digests of the outputs of a stage, made when it ends, so that later changes show.

/// The outputs of a stage at its end.
package struct OutputDigests: Equatable, Sendable {
  /// The content of one output.
  package enum DigestedContent: Equatable, Sendable {
    /// A file: the SHA-256 of its bytes in hexadecimal digits, and its stamp.
    case file(sha256: String, FileStamp)
    /// A link: where it leads, by what it says.
    case link(target: [UInt8])
    /// It could not be read, or not in time; its stamp, nil where it could not be looked at.
    case unread(FileStamp?)
  }

  /// Paths below the folder of the stage, as bytes, and what is there, by path.
  package var entries: [(path: [UInt8], content: DigestedContent)] = []

  /// Compares paths and contents.
  package static func == (left: Self, right: Self) -> Bool {
    left.entries.elementsEqual(right.entries) { $0.path == $1.path && $0.content == $1.content }
  }

  /// The outputs that globs name, where none of them could be read.
  package init(unread globs: [String]) {
    entries = globs.map { (Array($0.utf8), .unread(nil)) }
  }

  /// Digests what globs name in a directory, without what lies in some folders (absolute).
  ///
  /// When `isOver` says so, the rest stays unread.
  package init(
    of globs: [String], in directory: Directory, except: [String],
    until isOver: @escaping () -> Bool
  ) {
    var digests = FileDigests(until: isOver)
    for entry in OutputFiles.entries(of: globs, in: directory, except: except) {
      switch entry.kind {
      case .file:
        // Its stamp first: what is written while it is read shows as changed.
        let stamp = directory.stamp(of: entry.path)
        let digest = try? digests.digest(of: entry.path, in: directory)
        if let stamp, let digest {
          entries.append((entry.path, .file(sha256: digest.text, stamp)))
        } else {
          entries.append((entry.path, .unread(stamp)))
        }
      case .link(let target): entries.append((entry.path, .link(target: target)))
      case .unreadable: entries.append((entry.path, .unread(nil)))
      case .emptyFolder, .pipe, .socket, .device: break
      }
    }
  }

  /// The paths of those that are not what they were; after `isOver` says so, of those whose stamp
  /// has changed.
  package func changed(
    in directory: Directory, until isOver: @escaping () -> Bool
  ) -> [[UInt8]] {
    var digests = FileDigests(until: isOver)
    return entries.filter { entry in
      switch entry.content {
      case .unread(let stamp):
        if stamp == nil || directory.stamp(of: entry.path) == stamp { return false }
      case .link(let target):
        if directory.target(of: entry.path) == target { return false }
      case .file(let sha256, let stamp):
        let present = directory.stamp(of: entry.path)
        if present == stamp { return false }
        let isRead = present?.size == stamp.size
        if isRead, (try? digests.digest(of: entry.path, in: directory))?.text == sha256 {
          return false
        }
      }
      // A receipt shows that a removed output is missing. One that cannot be opened has changed.
      return !directory.lacks(entry.path)
    }.map(\.path)
  }

  private static let noStamp = ["", "", "", ""]

  // Only what was written to its end ends with it.
  private static let end = Array("end".utf8)

  /// The bytes of an answer: words, each ended by a NUL.
  package var bytes: [UInt8] {
    var words: [[UInt8]] = []
    for entry in entries {
      switch entry.content {
      case .file(let sha256, let stamp):
        words += [Array("file".utf8), entry.path, Array(sha256.utf8)]
        words += stamp.words.map { Array($0.utf8) }
      case .link(let target): words += [Array("link".utf8), entry.path, target]
      case .unread(let stamp):
        words += [Array("unread".utf8), entry.path]
        words += (stamp?.words ?? Self.noStamp).map { Array($0.utf8) }
      }
    }
    return (words + [Self.end]).flatMap { $0 + [0] }
  }

  /// Reads an answer; nil where it is none, or not whole.
  package init?(bytes: [UInt8]) {
    guard bytes.last == 0 else { return nil }
    var words = bytes.dropLast().split(separator: 0, omittingEmptySubsequences: false)[...]
    while let kind = words.popFirst() {
      if kind.elementsEqual(Self.end), words.isEmpty { return }
      guard let path = words.popFirst() else { return nil }
      switch String(decoding: kind, as: UTF8.self) {
      case "file":
        guard words.count >= 5 else { return nil }
        let sha256 = String(decoding: words.removeFirst(), as: UTF8.self)
        guard let stamp = Self.stamp(&words) else { return nil }
        entries.append((Array(path), .file(sha256: sha256, stamp)))
      case "link":
        guard let target = words.popFirst() else { return nil }
        entries.append((Array(path), .link(target: Array(target))))
      case "unread":
        guard words.count >= 4 else { return nil }
        entries.append((Array(path), .unread(Self.stamp(&words))))
      default: return nil
      }
    }
    return nil
  }

  private static func stamp(_ words: inout ArraySlice<ArraySlice<UInt8>>) -> FileStamp? {
    var numbers = words.prefix(4).map { String(decoding: $0, as: UTF8.self) }[...]
    words.removeFirst(4)
    return FileStamp(&numbers)
  }
}
