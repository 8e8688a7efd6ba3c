import AndonText
import Testing

@Suite("Pattern") struct PatternTests {
  private func search(_ pattern: String, _ text: String) throws -> Pattern.Search {
    try Pattern(pattern).search(Array(text.utf8).span)
  }

  @Test("finds the first group, or the whole match without a group")
  func groups() throws {
    #expect(try search("loaded (\\d+) triples", "loaded 12 triples") == .match(7..<9, next: 17))
    #expect(try search("\\d+", "x 345") == .match(2..<5, next: 5))
    #expect(try search("a|(b)", "a") == .match(nil, next: 1))
    #expect(try search("z", "abc") == .noMatch)
  }

  @Test("matches text with broken UTF-8 around it")
  func brokenText() throws {
    let bytes: [UInt8] = [0xFF, 0xFE] + Array("n=7".utf8) + [0xC3]
    #expect(try Pattern("n=(\\d)").search(bytes.span) == .match(4..<5, next: 5))
  }

  @Test(
    "says what is wrong and where",
    arguments: [("(", 1), ("a[", 2), ("ä(?<", 4), ("*", 0), ("\\C", 2)])
  func faults(_ pattern: String, _ offset: Int) {
    let fault = #expect(throws: Pattern.Fault.self) { try Pattern(pattern) }
    #expect(fault?.offset == offset)
    #expect(fault?.message.isEmpty == false)
  }

  @Test("gives up a pattern that would run for ever")
  func limit() throws {
    let text = String(repeating: "a", count: 60) + "b"
    #expect(try search("^(a+)+$", text) == .gaveUp)
  }
}
