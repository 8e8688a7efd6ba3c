// What kind of file it is, by its content, and who reads it.

internal import AndonModel
internal import AndonText

/// A file's content, ready to be recognised.
enum DetectedFormat {
  /// One JSON value.
  case value(JSONValue)
  /// JSON values, one a line; the first line that should be one and is none.
  case values([JSONValue], unread: Int?)
  /// Lines of text without colour codes.
  case lines([Substring])
  /// Text that begins as JSON and is none.
  case faulty(String)

  /// The kinds that are told apart by the first bytes.
  enum FormatKind {
    case xml
    case json
    case text
  }

  /// The kind of a file that begins so.
  static func kind(of head: [UInt8]) -> FormatKind {
    // libxml2 reads UTF-16 by itself.
    if let text = UTF16Text.decoded(head) { return kind(of: text) }
    switch text(of: head).first(where: { !" \t\r\n".utf8.contains($0) }) {
    case UInt8(ascii: "<"): return isPage(head) ? .text : .xml
    case UInt8(ascii: "{"), UInt8(ascii: "["): return .json
    default: return .text
    }
  }

  // cargo writes its timings as a page: it is no XML.
  private static func isPage(_ head: [UInt8]) -> Bool {
    var rest = String(decoding: text(of: head), as: UTF8.self)[...].trimmed
    for (opening, closing) in [("<?", "?>"), ("<!--", "-->")] {
      while rest.hasPrefix(opening), let behind = rest.after(closing) { rest = behind.trimmed }
    }
    let start = rest.prefix(16).lowercased()
    return start.hasPrefix("<html") || start.hasPrefix("<!doctype html")
  }

  private static func text(of bytes: [UInt8]) -> ArraySlice<UInt8> {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
  }

  /// Sorts the bytes of a file that is not XML.
  init(_ bytes: [UInt8]) {
    let text = UTF16Text.decoded(bytes) ?? Array(Self.text(of: bytes))
    guard Self.kind(of: text) == .json else {
      // `go test -json 2>&1` begins with what go downloads, or cannot compile.
      self = Self.holdsEvents(text) ? Self.values(text) ?? Self.lines(text) : Self.lines(text)
      return
    }
    do throws(JSONReader.JSONError) {
      var reader = JSONReader(text, takesNaN: true)
      let value = try reader.value()
      try reader.end()
      self = .value(value)
    } catch {
      // `[` also begins lines of text, such as those of asv.
      if let values = Self.values(text) {
        self = values
      } else if text.first == UInt8(ascii: "{") {
        self = .faulty("it is not JSON: \(error.message), at byte \(error.offset)")
      } else {
        self = Self.lines(text)
      }
    }
  }

  // Lines that are no JSON are what the tests printed themselves. Only one line may be broken, the
  // last one of a file that is cut off for one.
  private static func values(_ text: [UInt8]) -> DetectedFormat? {
    var values: [JSONValue] = []
    var unread: [Int] = []
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard let object = object(in: line) else { continue }
      if let value = try? JSONReader.value(Array(object)) {
        values.append(value)
      } else {
        unread.append(index + 1)
      }
    }
    guard values.count + unread.count > 1, unread.count <= 1 else { return nil }
    return .values(values, unread: unread.first)
  }

  // The part of a line that is an event, or the rest of one: also behind what a test has printed
  // without a line end.
  private static func object(in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let rest = line.drop { " \t\r\u{FEFF}".utf8.contains($0) }
    if rest.first == UInt8(ascii: "{") {
      let name = name(in: rest)
      return name.isEmpty || name.first == UInt8(ascii: "\"") ? rest : nil
    }
    let place = rest.indices.first { index in
      rest[index] == UInt8(ascii: "{")
        && events.contains { name(in: rest[index...]).starts(with: $0) }
    }
    return place.map { rest[$0...] }
  }

  private static let mostBefore = 65_536

  // Whether a line near the start is an event of go test.
  private static func holdsEvents(_ text: [UInt8]) -> Bool {
    let head = text.prefix(mostBefore).split(separator: UInt8(ascii: "\n"))
    return head.contains { line in
      line.first == UInt8(ascii: "{")
        && goEvents.contains { name(in: line).starts(with: $0) }
    }
  }

  private static func name(in object: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    object.dropFirst().drop { $0 == UInt8(ascii: " ") }
  }

  // How events of go test begin, and those of go test and libtest.
  private static let goEvents = [#""Time":"#, #""Action":"#, #""ImportPath":"#].map {
    Array($0.utf8)
  }
  private static let events = ["Time", "Action", "ImportPath", "type"].map {
    Array("\"\($0)\"".utf8)
  }

  private static let maxLines = 2_000_000

  private static func lines(_ bytes: [UInt8]) -> DetectedFormat {
    if bytes.count(where: { $0 == UInt8(ascii: "\n") }) > maxLines {
      return .faulty("it has more than \(maxLines) lines")
    }
    let text = String(decoding: ControlSequences.removed(from: bytes), as: UTF8.self)
    return .lines(text.split(omittingEmptySubsequences: false) { $0.isNewline })
  }

  /// The first line that should be JSON and is none; nil where there is none such.
  var unread: Int? { if case .values(_, let line) = self { line } else { nil } }

  /// Why nobody knows it.
  var unknown: String {
    switch self {
    case .faulty(let reason): reason
    case .value, .values, .lines: "it is of no format that andon knows"
    }
  }

  /// Who reads it; nil when nobody recognises it, or not the one that is forced.
  func reader(forced: ImportFormat?) throws(Refusal) -> FormatDetector? {
    let readers: [FormatDetector] =
      switch self {
      case .value(let value): JSONFormats.readers(value)
      case .values(let values, _): JSONFormats.readers(values)
      case .lines(let lines): TextFormats.readers(lines)
      case .faulty(let reason): throw Refusal(reason)
      }
    guard let forced else { return readers.first { $0.recognises() } }
    let own = readers.filter { $0.format == forced }
    guard let reader = own.first(where: { $0.recognises() }) ?? own.first else {
      throw Refusal("it cannot be of the format `\(forced.rawValue)`")
    }
    return reader
  }
}

/// A reader, asked about one file.
struct FormatDetector {
  /// What it reads.
  let format: ImportFormat
  /// Whether the file looks like that format.
  let recognises: () -> Bool
  /// Reads the file.
  let read: (inout ParseResult) throws(Refusal) -> Void

  /// Joins what a reader can do.
  init(
    format: ImportFormat, recognises: @escaping () -> Bool,
    read: @escaping (inout ParseResult) throws(Refusal) -> Void
  ) {
    self.format = format
    self.recognises = recognises
    self.read = read
  }
}
