// What kind of file it is, by its content, and who reads it.

internal import AndonModel
internal import AndonText

/// A file's content, ready to be recognised.
enum Content {
  /// One JSON value.
  case value(JSONValue)
  /// JSON values, one a line.
  case values([JSONValue])
  /// Lines of text without colour codes.
  case lines([Substring])
  /// Text that begins as JSON and is none.
  case faulty(String)

  /// The kinds that are told apart by the first bytes.
  enum Kind {
    case xml
    case json
    case text
  }

  /// The kind of a file that begins so.
  static func kind(of head: [UInt8]) -> Kind {
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
      self = Self.lines(text)
      return
    }
    do throws(JSONReader.Fault) {
      var reader = JSONReader(text, takesNaN: true)
      let value = try reader.value()
      try reader.end()
      self = .value(value)
    } catch {
      // `[` also begins lines of text, such as those of asv.
      if let values = Self.values(text) {
        self = .values(values)
      } else if text.first == UInt8(ascii: "{") {
        self = .faulty("it is not JSON: \(error.message), at byte \(error.offset)")
      } else {
        self = Self.lines(text)
      }
    }
  }

  // Lines that are no JSON are what the tests printed themselves.
  private static func values(_ text: [UInt8]) -> [JSONValue]? {
    let lines = text.split(separator: UInt8(ascii: "\n")).filter { $0.first == UInt8(ascii: "{") }
    guard lines.count > 1 else { return nil }
    var values: [JSONValue] = []
    for line in lines {
      guard let value = try? JSONReader.value(Array(line)) else { continue }
      values.append(value)
    }
    // Of a file that is cut off everything but the last line is read.
    return values.count + 1 >= lines.count ? values : nil
  }

  private static let mostLines = 2_000_000

  private static func lines(_ bytes: [UInt8]) -> Content {
    if bytes.count(where: { $0 == UInt8(ascii: "\n") }) > mostLines {
      return .faulty("it has more than \(mostLines) lines")
    }
    let text = String(decoding: ControlSequences.removed(from: bytes), as: UTF8.self)
    return .lines(text.split(omittingEmptySubsequences: false) { $0.isNewline })
  }

  /// Why nobody knows it.
  var unknown: String {
    switch self {
    case .faulty(let reason): reason
    case .value, .values, .lines: "it is of no format that andon knows"
    }
  }

  /// Who reads it; nil when nobody recognises it, or not the one that is forced.
  func reader(forced: ImportFormat?) throws(Refusal) -> ContentReader? {
    let readers: [ContentReader] =
      switch self {
      case .value(let value): JSONFormats.readers(value)
      case .values(let values): JSONFormats.readers(values)
      case .lines(let lines): TextFormats.readers(lines)
      case .faulty(let reason): throw Refusal(reason)
      }
    guard let forced else { return readers.first { $0.recognises() } }
    guard let reader = readers.first(where: { $0.format == forced }) else {
      throw Refusal("it cannot be of the format `\(forced.rawValue)`")
    }
    return reader
  }
}

/// A reader, asked about one file.
struct ContentReader {
  /// What it reads.
  let format: ImportFormat
  /// Whether the file looks like that format.
  let recognises: () -> Bool
  /// Reads the file.
  let read: (inout Found) throws(Refusal) -> Void

  /// Joins what a reader can do.
  init(
    format: ImportFormat, recognises: @escaping () -> Bool,
    read: @escaping (inout Found) throws(Refusal) -> Void
  ) {
    self.format = format
    self.recognises = recognises
    self.read = read
  }
}
