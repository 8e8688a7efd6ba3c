// Numbers out of JSON, from whoever wrote it.

import AndonImport
import AndonModel
import Testing

@Suite("Number in JSON") struct JSONNumberTests {
  private static let document = """
    {"triples": 1204, "": 7, "a/b": 1, "m~n": 8, "list": [1, {"x": -2.5e3}, null],
     "text": "12", "yes": true, "null": null, "deep": {"1": 3}}
    """

  private func reading(_ text: String, _ pointer: String) throws -> BoundedValue {
    JSONNumber.reading(Array(text.utf8), at: try #require(JSONPointer(pointer)))
  }

  @Test(
    "a pointer leads to a number, as RFC 6901 has it",
    arguments: [
      ("/triples", 1204), ("/", 7), ("/a~1b", 1), ("/m~0n", 8), ("/list/0", 1),
      ("/list/1/x", -2500), ("/deep/1", 3),
    ])
  func found(_ pointer: String, _ value: Double) throws {
    #expect(try reading(Self.document, pointer) == .exact(value))
  }

  @Test(
    "what is not there, or no number, is missing and says so",
    arguments: [
      ("/none", "the file has nothing at /none"), ("/list/3", "the file has nothing at /list/3"),
      ("/list/01", "the file has nothing at /list/01"),
      ("/list/-", "the file has nothing at /list/-"), ("/text", "/text is no number"),
      ("/yes", "/yes is no number"), ("/null", "/null is no number"),
      ("/list", "/list is no number"), ("", "its top is no number"),
      ("/triples/x", "the file has nothing at /triples/x"),
    ])
  func missing(_ pointer: String, _ reason: String) throws {
    #expect(try reading(Self.document, pointer) == .missing(reason: reason))
  }

  @Test("a number at the top needs no way")
  func top() throws {
    #expect(try reading("42.5", "") == .exact(42.5))
  }

  @Test(
    "what is not JSON, or too large for a number, is missing",
    arguments: [
      "", "{", "{\"a\": 1", "nonsense", String(repeating: "[", count: 100_000), "\u{0}",
      "{\"a\": 1e999}",
    ])
  func hostile(_ text: String) throws {
    #expect(try reading(text, "/a").value == nil)
  }

  @Test(
    "a pointer that is none is refused", arguments: ["a", "a/b", "/a~", "/a~2", "~"])
  func pointers(_ text: String) {
    #expect(JSONPointer(text) == nil)
  }
}
