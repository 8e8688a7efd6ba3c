import AndonText
import Testing

@Suite("Pattern") struct PatternTests {
  private func search(_ pattern: Pattern, _ line: [UInt8], from place: Int = 0) -> Pattern.Search {
    PatternText.with(line.span) { pattern.search($0, from: place) }
  }

  private func search(_ pattern: String, _ text: String) throws -> Pattern.Search {
    search(try Pattern(pattern), Array(text.utf8))
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
    #expect(search(try Pattern("n=(\\d)"), bytes) == .match(4..<5, next: 5))
  }

  @Test("classes match letters of any script, in text and in bytes that are none")
  func scripts() throws {
    for (pattern, text) in [
      ("^(\\S+) failed", "prüfung failed"), ("^\\S+: (\\d+)", "✔prüfung: 3"),
      ("^\\D+(\\d+)", "größe 12"), ("^a\\W+b", "a✔✔b"), ("^[^ ]+ (\\d)", "漢字 4"),
      ("^\\S\\S$", "é✔"),
    ] {
      for rest in [[], [0xFF], [0xC3]] as [[UInt8]] {
        let bytes = Array(text.utf8)
        let isWhole = pattern.hasSuffix("$")
        guard case .match = search(try Pattern(pattern), bytes + (isWhole ? [] : rest)) else {
          Issue.record("\(pattern) does not match \(text) and \(rest)")
          continue
        }
      }
    }
  }

  @Test("a byte that is not UTF-8 is a character, so its line is not lost")
  func foreignBytes() throws {
    for (pattern, bytes) in [
      ("^suite \\S+ (\\d)", Array("suite men".utf8) + [0xFC] + Array(" 3".utf8)),
      ("^\\D+(\\d)", [0xFC, 0xFF] + Array("3".utf8)),
      ("^a.b\\W(\\d)$", [0x61, 0xC3, 0x62, 0xED, 0x33]),
      ("^(?:.{3})(\\d)$", [0xED, 0xA0, 0x80, 0x33]),
    ] as [(String, [UInt8])] {
      let end = bytes.count
      #expect(search(try Pattern(pattern), bytes) == .match(end - 1..<end, next: end))
    }
    // Ranges of a second search are those of the line.
    let pattern = try Pattern("\\d")
    let line: [UInt8] = [0x31, 0xFC, 0x32]
    #expect(search(pattern, line) == .match(0..<1, next: 1))
    #expect(search(pattern, line, from: 1) == .match(2..<3, next: 3))
  }

  @Test("empty matches go from letter to letter")
  func emptyMatches() throws {
    let pattern = try Pattern("x*")
    let line = Array("é✔x".utf8)
    var places: [Int] = []
    var place = 0
    while place <= line.count, case .match(_, let next) = search(pattern, line, from: place) {
      places.append(place)
      place = next
    }
    #expect(places == [0, 2, 5, 6])
  }

  @Test(
    "says what is wrong and where",
    arguments: [("(", 1), ("a[", 2), ("ä(?<", 4), ("*", 0), ("\\C", 2)])
  func faults(_ pattern: String, _ offset: Int) {
    let fault = #expect(throws: Pattern.PatternError.self) { try Pattern(pattern) }
    #expect(fault?.offset == offset)
    #expect(fault?.message.isEmpty == false)
  }

  @Test("gives up a pattern that would run for ever")
  func limit() throws {
    let text = String(repeating: "a", count: 60) + "b"
    #expect(try search("^(a+)+$", text) == .gaveUp)
  }
}
