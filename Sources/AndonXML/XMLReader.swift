// An XML document read from memory, element by element, and checked against a schema on the way.
// No network, no entities, no DTD; the first fault is kept with its line, the rest are counted.

internal import CLibXML2

/// What a reader sees: elements with their attributes, in document order.
package struct XMLElement: Equatable, Sendable {
  /// The element's name.
  package let name: String
  /// Its depth: 0 for the root.
  package let depth: Int
  /// Its attributes by name.
  package let attributes: [String: String]
}

/// Reads documents.
package enum XMLReader {
  private final class Faults {
    var first: (message: String, line: Int)?
    var count = 0

    func add(_ message: String, line: Int) {
      if first == nil { first = (message, line) }
      count += 1
    }

    func check() throws(XMLError) {
      if let first { throw XMLError(first.message, line: first.line, more: count - 1) }
    }
  }

  /// Calls `visit` for every element of a document.
  ///
  /// With a schema (an XSD's bytes) the document is validated on the way. Throws on the first
  /// fault, after the whole document was seen.
  package static func read(
    _ bytes: [UInt8], schema: [UInt8]? = nil, visit: (XMLElement) -> Void
  ) throws(XMLError) {
    xmlInitParser()
    let faults = Faults()
    let result: Result<Void, XMLError> = unsafe bytes.withUnsafeBytes { buffer in
      guard buffer.count < Int(CInt.max),
        let reader = unsafe xmlReaderForMemory(
          buffer.baseAddress?.assumingMemoryBound(to: CChar.self), CInt(buffer.count), nil, nil,
          CInt(XML_PARSE_NONET.rawValue))
      else { return .failure(XMLError("the document cannot be read")) }
      // The schema must outlive the reader: it is freed after it.
      defer { unsafe xmlFreeTextReader(reader) }
      unsafe xmlTextReaderSetStructuredErrorHandler(
        reader, Self.collect, Unmanaged.passUnretained(faults).toOpaque())
      do throws(XMLError) {
        if let schema {
          try unsafe Self.withSchema(schema, faults) { schema throws(XMLError) in
            if unsafe xmlTextReaderSetSchema(reader, schema) < 0 {
              throw XMLError("the schema cannot be used")
            }
            // Takes the schema from the reader before it is freed.
            defer { unsafe xmlTextReaderSetSchema(reader, nil) }
            try unsafe Self.visitAll(reader, visit)
          }
        } else {
          try unsafe Self.visitAll(reader, visit)
        }
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try faults.check()
    try result.get()
  }

  private static let collect: xmlStructuredErrorFunc = { context, error in
    guard let context = unsafe context, let error = unsafe error else { return }
    let faults = unsafe Unmanaged<Faults>.fromOpaque(context).takeUnretainedValue()
    let message = unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? "unknown fault"
    let line = unsafe Int(error.pointee.line)
    faults.add(String(message.split(separator: "\n").first ?? ""), line: line)
  }

  private static func visitAll(
    _ reader: xmlTextReaderPtr, _ visit: (XMLElement) -> Void
  ) throws(XMLError) {
    var more: CInt = 1
    while true {
      more = unsafe xmlTextReaderRead(reader)
      if more != 1 { break }
      guard unsafe xmlTextReaderNodeType(reader) == CInt(XML_READER_TYPE_ELEMENT.rawValue) else {
        continue
      }
      let name = unsafe text(xmlTextReaderConstName(reader))
      let depth = unsafe Int(xmlTextReaderDepth(reader))
      var attributes: [String: String] = [:]
      while unsafe xmlTextReaderMoveToNextAttribute(reader) == 1 {
        unsafe attributes[text(xmlTextReaderConstName(reader))] =
          unsafe text(xmlTextReaderConstValue(reader))
      }
      visit(XMLElement(name: name, depth: depth, attributes: attributes))
    }
    // A reader that gives up does not always say why.
    if more < 0 { throw XMLError("the document is not well-formed") }
  }

  private static func withSchema(
    _ bytes: [UInt8], _ faults: Faults, _ body: (xmlSchemaPtr) throws(XMLError) -> Void
  ) throws(XMLError) {
    let schema: xmlSchemaPtr? = unsafe bytes.withUnsafeBytes { buffer in
      guard
        let parser = unsafe xmlSchemaNewMemParserCtxt(
          buffer.baseAddress?.assumingMemoryBound(to: CChar.self), CInt(buffer.count))
      else { return nil }
      defer { unsafe xmlSchemaFreeParserCtxt(parser) }
      unsafe xmlSchemaSetParserStructuredErrors(
        parser, Self.collect, Unmanaged.passUnretained(faults).toOpaque())
      return unsafe xmlSchemaParse(parser)
    }
    guard let schema = unsafe schema else { throw XMLError("the schema is not an XML Schema") }
    defer { unsafe xmlSchemaFree(schema) }
    try unsafe body(schema)
  }

  private static func text(_ characters: UnsafePointer<xmlChar>?) -> String {
    guard let characters = unsafe characters else { return "" }
    return unsafe String(cString: characters)
  }
}
