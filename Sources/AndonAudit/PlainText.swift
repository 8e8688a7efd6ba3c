// A line of Markdown as its reader sees it: without tags, addresses, escapes of HTML and marks of
// formulas. CommonMark 0.31, sections 2.5, 6.3 and 6.6.

internal import AndonText

/// Makes lines plain.
enum PlainText {
  /// The line without what only says how it looks.
  static func of(_ line: String) -> String {
    var text = withoutQuote(line)
    func holds(_ byte: UInt8) -> Bool { text.utf8.contains(byte) }
    if holds(UInt8(ascii: "~")) { text = withoutStruck(text) }
    if holds(UInt8(ascii: "<")) { text = withoutTags(text) }
    if holds(UInt8(ascii: "]")) { text = withoutAddresses(text) }
    if holds(UInt8(ascii: "&")) { text = withoutEntities(text) }
    if text.unicodeScalars.contains(where: signBeginnings.contains) {
      for (other, sign) in signs { text = text.replacing(other, with: sign) }
    }
    return text
  }

  // Signs of comparison that are written in other ways, the longer ones first.
  private static let signs = [
    ("⩾", "≥"), ("≧", "≥"), ("⩽", "≤"), ("≦", "≤"), ("\\geq", "≥"), ("\\leq", "≤"), ("\\ge", "≥"),
    ("\\le", "≤"), ("$≥$", "≥"), ("$≤$", "≤"),
  ]
  private static let signBeginnings = Set(signs.compactMap(\.0.unicodeScalars.first))

  private static func withoutQuote(_ line: String) -> String {
    var text = line[...]
    while text.trimmed.hasPrefix(">"), text.trimmed.dropFirst().contains("|"),
      let mark = text.firstIndex(of: ">")
    {
      text = text[text.index(after: mark)...]
    }
    return String(text)
  }

  private static func withoutStruck(_ text: String) -> String {
    let parts = text.split(separator: "~~", omittingEmptySubsequences: false)
    if parts.count.isMultiple(of: 2) { return text }
    return stride(from: 0, to: parts.count, by: 2).map { parts[$0] }.joined()
  }

  // `<b>` and `</td>`, but not `< 5` and `<5`.
  private static func withoutTags(_ text: String) -> String {
    var plain = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "<") {
      plain += rest[..<start]
      let name = rest[rest.index(after: start)...].drop { $0 == "/" }
      let isTag = name.first.map { $0.isASCII && $0.isLetter } ?? false
      if isTag, let end = name.firstIndex(of: ">") {
        plain += " "
        rest = rest[rest.index(after: end)...]
      } else {
        plain += "<"
        rest = rest[rest.index(after: start)...]
      }
    }
    return plain + rest
  }

  // `[text](address)`.
  private static func withoutAddresses(_ text: String) -> String {
    var plain = ""
    var rest = text[...]
    while let middle = rest.firstRange(of: "]("),
      let end = rest[middle.upperBound...].firstIndex(of: ")"),
      let start = rest[..<middle.lowerBound].lastIndex(of: "[")
    {
      plain += rest[..<start] + rest[rest.index(after: start)..<middle.lowerBound]
      rest = rest[rest.index(after: end)...]
    }
    return plain + rest
  }

  private static let entities: [Substring: Character] = [
    "lt": "<", "gt": ">", "nbsp": " ", "amp": "&", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥",
    "check": "✓", "checkmark": "✓", "cross": "✗", "thinsp": " ", "plusmn": "±", "times": "×",
    "micro": "µ", "mu": "μ", "rarr": "→", "quot": "\"", "apos": "'",
  ]

  private static func withoutEntities(_ text: String) -> String {
    var plain = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "&") {
      plain += rest[..<start]
      let name = rest[rest.index(after: start)...].prefix { $0 != ";" && $0 != "&" && $0 != " " }
      if let sign = sign(name), rest[name.endIndex...].first == ";" {
        plain.append(sign)
        rest = rest[name.endIndex...].dropFirst()
      } else {
        plain += "&"
        rest = rest[start...].dropFirst()
      }
    }
    return plain + rest
  }

  private static func sign(_ name: Substring) -> Character? {
    if let known = entities[name] { return known }
    guard name.first == "#" else { return nil }
    let digits = name.dropFirst()
    let code =
      digits.first == "x" || digits.first == "X"
      ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return code.flatMap(Unicode.Scalar.init).map(Character.init)
  }
}
