// The words of a script: quotes, expansions and substitutions.

extension ShellReader {
  // The word at this place; nil where there is none.
  mutating func word() throws(ShellSyntaxError) -> ShellWord? {
    var word = ShellWord()
    var isThere = false
    while let character = next {
      switch character {
      case "'":
        isThere = true
        word.isQuoted = true
        place += 1
        word.text += try consumed(to: "'")
      case "\"":
        isThere = true
        word.isQuoted = true
        place += 1
        try readQuoted(&word)
      case "\\":
        isThere = true
        place += 1
        if let escaped = next {
          if escaped != "\n" { word.text.unicodeScalars.append(escaped) }
          word.isQuoted = true
          place += 1
        }
      case "$", "`":
        isThere = true
        try readExpansion(&word)
      case "<", ">":
        // `<( … )`.
        guard !isThere, place + 1 < text.count, text[place + 1] == "(" else {
          return isThere ? word : nil
        }
        place += 2
        word.substitutions.append(try substitution())
        isThere = true
      case _ where Self.endsWord(character):
        return isThere ? word : nil
      default:
        isThere = true
        word.text.unicodeScalars.append(character)
        place += 1
      }
    }
    return isThere ? word : nil
  }

  private mutating func consumed(to end: Unicode.Scalar) throws(ShellSyntaxError) -> String {
    guard let close = text[place...].firstIndex(of: end) else { throw ShellSyntaxError() }
    defer { place = close + 1 }
    return string(place, close)
  }

  private mutating func readQuoted(_ word: inout ShellWord) throws(ShellSyntaxError) {
    while let character = next {
      switch character {
      case "\"":
        place += 1
        return
      case "\\":
        place += 1
        if let escaped = next {
          if escaped != "\n" {
            if !"$`\"\\".unicodeScalars.contains(escaped) { word.text.append("\\") }
            word.text.unicodeScalars.append(escaped)
          }
          place += 1
        }
      case "$", "`": try readExpansion(&word)
      default:
        word.text.unicodeScalars.append(character)
        place += 1
      }
    }
    throw ShellSyntaxError()
  }

  private mutating func readExpansion(_ word: inout ShellWord) throws(ShellSyntaxError) {
    let start = place
    if consume("$((") {
      place = start + 1
      try skipArithmetic()
    } else if consume("$(") {
      word.substitutions.append(try substitution())
    } else if consume("${") {
      try skipBraces()
    } else if consume("$'") {
      // Quoted as in C.
      while let character = next, character != "'" { place += character == "\\" ? 2 : 1 }
      guard consume("'") else { throw ShellSyntaxError() }
    } else if consume("`") {
      var inner = ""
      while let character = next, character != "`" {
        if character == "\\", place + 1 < text.count { place += 1 }
        inner.unicodeScalars.append(text[place])
        place += 1
      }
      guard consume("`"), let script = Self.read(inner) else { throw ShellSyntaxError() }
      word.substitutions.append(script.lists)
    } else {
      place += 1
    }
    word.text += string(start, min(place, text.count))
  }

  private mutating func substitution() throws(ShellSyntaxError) -> [ShellList] {
    let lists = try lists(until: [])
    guard consume(")") else { throw ShellSyntaxError() }
    return lists
  }

  mutating func skipArithmetic() throws(ShellSyntaxError) {
    var open = 0
    while let character = next {
      place += 1
      if character == "(" { open += 1 }
      if character == ")" { open -= 1 }
      if open == 0 { return }
    }
    throw ShellSyntaxError()
  }

  private mutating func skipBraces() throws(ShellSyntaxError) {
    var open = 1
    while let character = next {
      place += 1
      switch character {
      case "{": open += 1
      case "}": open -= 1
      case "\\": place += 1
      case "'", "\"":
        if let close = text[min(place, text.count)...].firstIndex(of: character) {
          place = close + 1
        }
      default: break
      }
      if open == 0 { return }
    }
    throw ShellSyntaxError()
  }
}
