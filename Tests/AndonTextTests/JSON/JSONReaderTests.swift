// JSON as RFC 8259 has it, and nothing else.

import AndonText
import Testing

@Suite("JSON reader") struct JSONReaderTests {
  private func value(_ text: String) throws -> JSONValue { try JSONReader.value(Array(text.utf8)) }

  @Test(
    "values are what they say",
    arguments: [
      ("null", .null), (" true ", .boolean(true)), ("false", .boolean(false)), ("0", .number(0)),
      ("-0", .number(0)), ("12.5", .number(12.5)), ("1e3", .number(1000)),
      ("-2.5E-1", .number(-0.25)),
      ("1E+2", .number(100)), ("\"\"", .text("")),
      ("\"a\\n\\t\\\"\\\\\\/\\b\\f\\r\"", .text("a\n\t\"\\/\u{8}\u{C}\r")),
      ("\"\\u00e9é漢\\ud83d\\ude00\"", .text("éé漢😀")), ("[]", .array([])),
      ("[1,[2]]", .array([.number(1), .array([.number(2)])])),
      ("{}", .object([])),
      (
        "{\"b\": 1, \"a\": null}",
        .object([.init(name: "b", value: .number(1)), .init(name: "a", value: .null)])
      ),
    ] as [(String, JSONValue)])
  func values(_ text: String, _ expected: JSONValue) throws {
    #expect(try value(text) == expected)
  }

  @Test(
    "what is not JSON is refused",
    arguments: [
      "", " ", "nul", "nulll", "True", "+1", "01", "-", "1.", ".5", "1e", "1e+", "0x10", "NaN",
      "Infinity",
      "1e999", "[1,]", "[,1]", "[1 2]", "[", "]", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
      "{'a':1}",
      "\"", "\"\\x\"", "\"\\u12\"", "\"\\ud83d\"", "\"\\ud83dx\"", "\"\\ude00\"", "\"a\nb\"",
      "\"\t\"",
      "1 2", "[1]]", "//", "[1/**/]", "\u{FEFF}1",
    ])
  func refused(_ text: String) {
    #expect(throws: JSONReader.JSONError.self) { try value(text) }
  }

  @Test("bytes that are no text, and depth without end, are refused")
  func hostile() throws {
    #expect(throws: JSONReader.JSONError.self) { try JSONReader.value([0x22, 0xFF, 0x22]) }
    #expect(throws: JSONReader.JSONError.self) {
      try value(String(repeating: "[", count: 1_000_000))
    }
    #expect(throws: JSONReader.JSONError.self) {
      try value(String(repeating: "{\"a\":", count: 1_000_000))
    }
    let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    _ = try value(deep)
  }

  @Test("of two members of one name the last is meant")
  func twice() throws {
    #expect(try value("{\"a\": 1, \"a\": 2}")["a"] == .number(2))
  }
}
