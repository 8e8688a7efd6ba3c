// An XML document written through libxml2's text writer, handed on in pieces.
// Every call is checked; every text is made safe first. libxml2's `xmlTextWriter` reference.

internal import CLibXML2

/// A document that is being written.
///
/// Elements must be closed in order.
@safe package struct XMLWriter: ~Copyable {
  @safe private let writer: xmlTextWriterPtr
  @safe private let buffer: xmlBufferPtr
  private let sink: ([UInt8]) -> Void
  private static let piece: CInt = 1 << 16

  /// Starts a document in UTF-8, indented by two spaces, which is handed on to `sink`.
  package init(to sink: @escaping ([UInt8]) -> Void) throws(XMLError) {
    xmlInitParser()
    guard let buffer = unsafe xmlBufferCreate() else { throw XMLError("no memory for XML") }
    guard let writer = unsafe xmlNewTextWriterMemory(buffer, 0) else {
      unsafe xmlBufferFree(buffer)
      throw XMLError("no memory for an XML writer")
    }
    guard unsafe xmlTextWriterStartDocument(writer, nil, "UTF-8", nil) >= 0,
      unsafe xmlTextWriterSetIndent(writer, 1) >= 0,
      unsafe xmlTextWriterSetIndentString(writer, "  ") >= 0
    else {
      unsafe xmlFreeTextWriter(writer)
      unsafe xmlBufferFree(buffer)
      throw XMLError("libxml2 could not start a document")
    }
    self.sink = sink
    self.buffer = unsafe buffer
    self.writer = unsafe writer
  }

  deinit {
    unsafe xmlFreeTextWriter(writer)
    unsafe xmlBufferFree(buffer)
  }

  /// Opens an element, writes its attributes but those that are nil, lets `content` write what is
  /// inside, closes it.
  package mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:],
    content: (inout XMLWriter) throws(XMLError) -> Void = { _ in }
  ) throws(XMLError) {
    try Self.check(unsafe xmlTextWriterStartElement(writer, name.utf8Start))
    for (key, value) in attributes {
      guard let value else { continue }
      try Self.check(
        unsafe withCharacters(value) {
          unsafe xmlTextWriterWriteAttribute(writer, key.utf8Start, $0)
        })
    }
    try content(&self)
    try Self.check(unsafe xmlTextWriterEndElement(writer))
    if unsafe xmlBufferLength(buffer) > Self.piece { try handOn() }
  }

  /// Writes text inside the open element.
  package mutating func text(_ text: String) throws(XMLError) {
    try Self.check(unsafe withCharacters(text) { unsafe xmlTextWriterWriteString(writer, $0) })
  }

  /// Ends the document and hands on the rest of it.
  package consuming func finish() throws(XMLError) {
    try Self.check(unsafe xmlTextWriterEndDocument(writer))
    try handOn()
  }

  private func handOn() throws(XMLError) {
    try Self.check(unsafe xmlTextWriterFlush(writer))
    guard let start = unsafe xmlBufferContent(buffer) else { throw XMLError("no XML content") }
    let bytes = unsafe UnsafeBufferPointer(start: start, count: Int(xmlBufferLength(buffer)))
    sink(unsafe Array(bytes))
    unsafe xmlBufferEmpty(buffer)
  }

  private func withCharacters(_ text: String, _ body: (UnsafePointer<xmlChar>) -> CInt) -> CInt {
    unsafe XMLText.safe(text).withCString { characters in
      unsafe characters.withMemoryRebound(to: xmlChar.self, capacity: 1) { unsafe body($0) }
    }
  }

  private static func check(_ result: CInt) throws(XMLError) {
    if result < 0 { throw XMLError("libxml2 could not write") }
  }
}
