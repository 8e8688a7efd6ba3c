// A fault inside a text is shown where it is, however the text is written.

import Testing

@Suite("Place inside a scalar") struct ScalarLocationTests {
  /// The place of the brace that never closes in the pattern `a(b`.
  private func place(_ scalar: String) -> String? {
    let found = Samples.faults(
      "version: 1\nstages:\n  a:\n    run: x\n    expect:\n      matches: \(scalar)\n")
    return found.first.map { String($0.prefix { $0 != " " }) }
  }

  @Test(
    "plain and quoted texts",
    arguments: [
      ("a(b", "6:19"), ("'a(b'", "6:20"), ("\"a(b\"", "6:20"), ("'it''s a(b'", "6:26"),
      ("\"\\ta(b\"", "6:22"), ("\"\\x41a(b\"", "6:24"), ("\"\\u00e9é(b\"", "6:26"),
      ("one\n        two a(b", "7:16"), ("'one\n        two a(b'", "7:16"),
    ])
  func flow(_ scalar: String, _ expected: String) {
    #expect(place(scalar) == expected)
  }

  @Test("a block keeps its lines")
  func literal() {
    #expect(place("|\n        one\n        a(b") == "8:12")
    #expect(place("|\n\n        a(b") == "8:12")
  }

  @Test("a folded text keeps its lines as well")
  func folded() {
    #expect(place(">\n        one\n        a(b") == "8:12")
    #expect(place(">-\n        a(b") == "7:12")
  }

  @Test("what is aliased is shown where its alias is, what has an anchor past it")
  func anchors() {
    #expect(place("&x !!str 'a(b'") == "6:29")
    let found = Samples.faults(
      "x-p: &p a(b\nversion: 1\nstages:\n  a: { run: x, expect: { matches: *p } }\n")
    #expect(found.first?.hasPrefix("4:35 ") == true)
  }

  @Test("an empty line in a text is one character")
  func emptyLines() {
    #expect(place("one\n\n        two a(b") == "8:16")
    #expect(place("'one  \n        two a(b'") == "7:16")
    #expect(place("\"one\\\n        two a(b\"") == "7:16")
  }

  @Test("a comparison is shown at what cannot be read of it")
  func comparison() {
    let found = Samples.faults(
      """
      version: 1
      stages:
        a: { run: x, slo: { wall: "<= 15", cpu: 'about 3s', log-size: "<  1.5.2 GB" } }
      objectives:
        o: { indicator: a.wall, fail: "> 1s", given: "a.cpuu >= 1s" }
        p: { indicator: a.wall, fail: "> 1s", given: "a.cpu >= soon" }
      """)
    #expect(
      found.map { $0.prefix { $0 != " " } } == ["3:33", "3:44", "3:72", "5:51", "6:58"])
  }
}
