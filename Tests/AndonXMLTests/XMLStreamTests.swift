// Lines of elements and of faults, in documents of any length.

import AndonXML
import Testing

@Suite("XML stream") struct XMLStreamTests {
  /// Lines of the elements with this name.
  private func lines(of name: StaticString, in document: String) throws -> [Int] {
    var rest = Array(document.utf8)[...]
    var stream = XMLStream {
      defer { rest = rest.dropFirst(4096) }
      return rest.isEmpty ? nil : Array(rest.prefix(4096))
    }
    var lines: [Int] = []
    while try stream.advance() {
      if stream.isNamed(name) { lines.append(stream.line) }
    }
    return lines
  }

  @Test("an element beyond line 65,534 has its own line", arguments: [10, 65_533, 65_534, 200_000])
  func farLines(_ before: Int) throws {
    let filler = String(repeating: "<b/>\n", count: before)
    let found = try lines(of: "c", in: "<a>\n\(filler)<c/>\n<c/><e/>\n<c/></a>")
    #expect(found == [before + 2, before + 3, before + 4])
  }

  @Test("a document that is cut off ends in its last line")
  func cutOff() {
    let text = (1...300).map { "line \($0)" }.joined(separator: "\n")
    for start in ["<a>\n<b>", "<a>\n<b><![CDATA["] {
      let error = #expect(throws: XMLError.self) { try lines(of: "b", in: start + text) }
      #expect(error?.message == "the document is cut off" && error?.line == 301)
    }
  }

  @Test("entities are refused at their declaration")
  func entities() {
    let filler = String(repeating: "\n", count: 20)
    let error = #expect(throws: XMLError.self) {
      try lines(of: "a", in: "<!DOCTYPE a [\n<!ENTITY b 'c'>\n]>\n<a>\(filler)</a>")
    }
    #expect(error?.line == 2)
  }
}
