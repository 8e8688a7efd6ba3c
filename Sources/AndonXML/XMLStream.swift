// An XML document of any length, element by element, out of pieces that a caller hands in: never in
// memory as a whole. For documents of others, which may be hostile: no network, no DTD is loaded, a
// document that declares entities is refused, and libxml2's own limits of depth and size hold.
// libxml2, "The xmlReader interface".

internal import CAndonXML
internal import CLibXML2

/// Reads a document once, from its start.
@safe package struct XMLStream: ~Copyable {
  // What libxml2 calls back for: pieces of the document, and faults.
  private final class Caller {
    let next: () -> [UInt8]?
    var piece: [UInt8] = []
    var taken = 0
    // Those read, from 1; 0 before the first piece.
    var lines = 0
    // The line of the first declaration of an entity, where the first piece holds one.
    var entityLine: Int?
    var fault: XMLError?
    // The document ended where something else than its end was due.
    var isAtEnd = false
    // The root had ended before the fault.
    var isBehindRoot = false

    init(_ next: @escaping () -> [UInt8]?) { self.next = next }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
      if taken == piece.count {
        piece = next() ?? []
        taken = 0
        if lines == 0 {
          entityLine = Self.line(of: "<!ENTITY", in: piece)
          lines = 1
        }
        for byte in piece where byte == 0x0A { lines += 1 }
      }
      let count = min(buffer.count, piece.count - taken)
      unsafe buffer.copyBytes(from: piece[taken..<taken + count])
      taken += count
      return count
    }

    private static func line(of text: StaticString, in piece: [UInt8]) -> Int? {
      let wanted = Array("\(text)".utf8)
      guard let place = piece.firstRange(of: wanted)?.lowerBound else { return nil }
      return piece[..<place].count { $0 == 0x0A } + 1
    }
  }

  private let caller: Caller
  private let reader: xmlTextReaderPtr?

  /// Begins a document; `next` gives its next piece, nil at its end.
  package init(_ next: @escaping () -> [UInt8]?) {
    xmlInitParser()
    caller = Caller(next)
    let context = unsafe Unmanaged.passUnretained(caller).toOpaque()
    unsafe reader = xmlReaderForIO(
      { context, buffer, count in
        guard let context = unsafe context, let buffer = unsafe buffer else { return -1 }
        let caller = unsafe Unmanaged<Caller>.fromOpaque(context).takeUnretainedValue()
        let space = unsafe UnsafeMutableRawBufferPointer(start: buffer, count: Int(count))
        return unsafe CInt(caller.read(into: space))
      }, { _ in 0 }, context, nil, nil,
      CInt(XML_PARSE_NONET.rawValue | XML_PARSE_BIG_LINES.rawValue))
    unsafe xmlTextReaderSetStructuredErrorHandler(
      reader,
      { context, error in
        guard let context = unsafe context, let error = unsafe error else { return }
        let caller = unsafe Unmanaged<Caller>.fromOpaque(context).takeUnretainedValue()
        // One fault brings others: the first is kept.
        if caller.fault != nil { return }
        if unsafe error.pointee.level == XML_ERR_WARNING { return }
        let message = unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? ""
        let line = unsafe Int(error.pointee.line)
        caller.isBehindRoot = unsafe andon_xml_root_has_ended(error) != 0
        caller.isAtEnd = unsafe error.pointee.code == CInt(XML_ERR_DOCUMENT_END.rawValue)
        let isHuge = message.contains("uge text node") || message.contains("uge input lookup")
        let words =
          isHuge ? "a text is larger than 10 MB" : message.split(separator: "\n").first ?? ""
        caller.fault = XMLError(String(words), line: line)
      }, context)
  }

  deinit { unsafe xmlFreeTextReader(reader) }

  /// Goes to the next element; false at the document's end.
  package mutating func advance() throws(XMLError) -> Bool {
    guard let reader = unsafe reader else { throw XMLError("the document cannot be read") }
    while true {
      let more = unsafe xmlTextReaderRead(reader)
      if let fault = caller.fault {
        // libxml2 calls it extra content also where content is missing.
        guard caller.isAtEnd else { throw fault }
        var error = XMLError(
          caller.isBehindRoot
            ? "there is more text after the end of the document" : "the document is cut off",
          line: caller.isBehindRoot ? fault.line : caller.lines)
        error.isBehindRoot = caller.isBehindRoot
        throw error
      }
      if more < 0 { throw XMLError("the document is not well-formed", line: line) }
      if more == 0 { return false }
      switch unsafe xmlTextReaderNodeType(reader) {
      case CInt(XML_READER_TYPE_ELEMENT.rawValue):
        unsafe recordLine(xmlTextReaderCurrentNode(reader))
        return true
      case CInt(XML_READER_TYPE_DOCUMENT_TYPE.rawValue): try unsafe check(reader)
      case CInt(XML_READER_TYPE_TEXT.rawValue), CInt(XML_READER_TYPE_WHITESPACE.rawValue),
        CInt(XML_READER_TYPE_SIGNIFICANT_WHITESPACE.rawValue):
        unsafe recordLine(xmlTextReaderCurrentNode(reader))
      default: continue
      }
    }
  }

  // A document type that only names a DTD is read past; entities are how a small document becomes a
  // large one.
  private func check(_ reader: xmlTextReaderPtr) throws(XMLError) {
    var child = unsafe xmlTextReaderCurrentNode(reader)?.pointee.children
    while let node = unsafe child {
      if unsafe node.pointee.type == XML_ENTITY_DECL {
        throw XMLError("the document declares entities", line: caller.entityLine ?? parserLine)
      }
      unsafe child = node.pointee.next
    }
  }

  /// The line of the element, from 1.
  package private(set) var line = 1

  // The parser reads ahead of the element.
  private var parserLine: Int { unsafe Int(xmlTextReaderGetParserLineNumber(reader)) }

  // libxml2 keeps lines from 65,535 on with texts alone: that of the text before an element, which
  // is where it ends.
  private mutating func recordLine(_ node: xmlNodePtr?) {
    guard let node = unsafe node else { return }
    let isText = unsafe node.pointee.type == XML_TEXT_NODE
    let known = unsafe xmlGetLineNo(node)
    if known > 0, isText || known < 65_535 { line = known }
  }

  /// The element's depth: 0 for the root.
  package var depth: Int { unsafe Int(xmlTextReaderDepth(reader)) }

  /// The element's name, without its prefix.
  package var name: String {
    unsafe xmlTextReaderConstLocalName(reader).map { unsafe String(cString: $0) } ?? ""
  }

  /// Whether the element has this name, without its prefix.
  package func isNamed(_ name: StaticString) -> Bool {
    guard let own = unsafe xmlTextReaderConstLocalName(reader) else { return false }
    return unsafe xmlStrEqual(own, name.utf8Start) == 1
  }

  /// The text within the element; nil where it has none.
  package var text: String? {
    guard let text = unsafe xmlTextReaderReadString(reader) else { return nil }
    defer { unsafe andon_xml_free(text) }
    return unsafe String(cString: text)
  }

  /// The value of an attribute of the element; nil where it has none of that name.
  package func attribute(_ name: StaticString) -> String? {
    guard let value = unsafe xmlTextReaderGetAttribute(reader, name.utf8Start) else { return nil }
    defer { unsafe andon_xml_free(value) }
    return unsafe String(cString: value)
  }
}
