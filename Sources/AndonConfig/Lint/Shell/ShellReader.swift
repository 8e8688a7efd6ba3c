// Text into a shell's lists, pipelines and commands. What it does not understand ends the reading:
// nothing is said of such a script.

/// Reads scripts.
struct ShellReader {
  /// The text is not understood.
  struct ShellSyntaxError: Error {}

  // Deeper scripts are not written by people; a list and its command count for two.
  private static let deepest = 100

  let text: [Unicode.Scalar]
  var place = 0
  private var depth = 0
  private var documents: [String] = []
  // Here-documents whose text begins in the next line.
  private var pending: [(end: String, stripsTabs: Bool)] = []

  private init(_ text: String) {
    // A scalar is a number, which a character is not.
    self.text = Array(text.replacing("\r\n", with: "\n").unicodeScalars)
  }

  /// The script that a text is; nil for what is not understood.
  static func read(_ text: String) -> ShellScript? {
    var reader = ShellReader(text)
    do {
      let lists = try reader.lists(until: [])
      guard reader.place == reader.text.count else { return nil }
      return ShellScript(lists: lists, documents: reader.documents)
    } catch {
      return nil
    }
  }

  // MARK: Characters

  var next: Unicode.Scalar? { place < text.count ? text[place] : nil }

  func starts(with sign: String) -> Bool {
    text[place...].starts(with: sign.unicodeScalars)
  }

  mutating func consume(_ sign: String) -> Bool {
    guard starts(with: sign) else { return false }
    place += sign.unicodeScalars.count
    return true
  }

  private mutating func skipBlanks() {
    while let character = next {
      if character == " " || character == "\t" {
        place += 1
      } else if starts(with: "\\\n") {
        place += 2
      } else if character == "#" {
        while let character = next, character != "\n" { place += 1 }
      } else {
        return
      }
    }
  }

  private mutating func skipLines() throws(ShellSyntaxError) {
    skipBlanks()
    while next == "\n" {
      place += 1
      try readDocuments()
      skipBlanks()
    }
  }

  private mutating func readDocuments() throws(ShellSyntaxError) {
    for document in pending {
      var lines: [String] = []
      while true {
        guard place < text.count else { throw ShellSyntaxError() }
        let end = text[place...].firstIndex(of: "\n") ?? text.count
        var line = string(place, end)
        place = min(end + 1, text.count)
        if document.stripsTabs { line = String(line.drop { $0 == "\t" }) }
        if line == document.end { break }
        lines.append(line)
      }
      documents.append(lines.joined(separator: "\n"))
    }
    pending = []
  }

  // The word at this place, if it is one of the language's own.
  private func reserved() -> String {
    let letters = text[place...].prefix {
      ("a"..."z").contains($0) || "{}![]".unicodeScalars.contains($0)
    }
    if letters.isEmpty { return "" }
    let behind = letters.endIndex < text.count ? text[letters.endIndex] : " "
    let isWhole = Self.endsWord(behind) || behind == "<" || behind == ">"
    return isWhole ? string(place, letters.endIndex) : ""
  }

  // A space without a break, for one, is a part of a word.
  static func endsWord(_ character: Unicode.Scalar) -> Bool {
    switch character {
    case " ", "\t", "\n", ";", "&", "|", "(", ")": true
    default: false
    }
  }

  /// The text between two places.
  func string(_ start: Int, _ end: Int) -> String {
    String(String.UnicodeScalarView(text[start..<end]))
  }

  private mutating func expect(_ word: String) throws(ShellSyntaxError) {
    try skipLines()
    guard reserved() == word else { throw ShellSyntaxError() }
    place += word.count
  }

  // MARK: Lists

  mutating func lists(until ends: Set<String>) throws(ShellSyntaxError) -> [ShellList] {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepest { throw ShellSyntaxError() }
    var lists: [ShellList] = []
    while true {
      try skipLines()
      guard let character = next else { return lists }
      let isEnd = character == ")" || starts(with: ";;") || starts(with: ";&")
      if isEnd || ends.contains(reserved()) { return lists }
      var list = try list()
      skipBlanks()
      if next == "&", !starts(with: "&&"), !starts(with: "&>") {
        place += 1
        list.isBackground = true
      } else if next == ";", !starts(with: ";;"), !starts(with: ";&") {
        place += 1
      }
      lists.append(list)
    }
  }

  private mutating func list() throws(ShellSyntaxError) -> ShellList {
    var list = ShellList(first: try pipeline())
    while true {
      skipBlanks()
      let joint: ShellList.Joint
      if consume("&&") {
        joint = .and
      } else if consume("||") {
        joint = .or
      } else {
        return list
      }
      try skipLines()
      list.rest.append((joint, try pipeline()))
    }
  }

  private mutating func pipeline() throws(ShellSyntaxError) -> ShellPipeline {
    var isNegated = false
    skipBlanks()
    while ["!", "time"].contains(reserved()) {
      if reserved() == "!" { isNegated.toggle() }
      place += reserved().count
      skipBlanks()
    }
    var pipeline = ShellPipeline(commands: [try command()], isNegated: isNegated)
    while true {
      skipBlanks()
      guard next == "|", !starts(with: "||") else { return pipeline }
      place += starts(with: "|&") ? 2 : 1
      try skipLines()
      pipeline.commands.append(try command())
    }
  }

  // MARK: Commands

  private mutating func command() throws(ShellSyntaxError) -> ShellCommand {
    // A function may be another one's body.
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepest { throw ShellSyntaxError() }
    skipBlanks()
    if starts(with: "((") {
      try skipArithmetic()
      return .test
    }
    if consume("(") {
      let lists = try lists(until: [])
      guard consume(")") else { throw ShellSyntaxError() }
      try skipRedirections()
      return .group(lists)
    }
    let word = reserved()
    let compound: ShellCommand
    switch word {
    case "{":
      place += 1
      compound = .group(try lists(until: ["}"]))
      try expect("}")
    case "if": compound = try choice()
    case "while", "until":
      place += word.count
      let condition = try lists(until: ["do"])
      compound = .loop(condition: condition, body: try body())
    case "for", "select":
      place += word.count
      try skipWords(to: "do")
      compound = .loop(condition: [], body: try body())
    case "case": compound = try cases()
    case "[[":
      while !consume("]]") {
        guard next != nil else { throw ShellSyntaxError() }
        if try self.word() == nil { place += 1 }
      }
      compound = .test
    case "function": return try function()
    default: return try simple()
    }
    try skipRedirections()
    return compound
  }

  private mutating func function() throws(ShellSyntaxError) -> ShellCommand {
    try expect("function")
    skipBlanks()
    guard let name = try word()?.text else { throw ShellSyntaxError() }
    skipBlanks()
    if consume("(") { guard consume(")") else { throw ShellSyntaxError() } }
    try skipLines()
    return .function(name, try command())
  }

  private mutating func choice() throws(ShellSyntaxError) -> ShellCommand {
    var parts: [(condition: [ShellList], body: [ShellList])] = []
    try expect("if")
    while true {
      let condition = try lists(until: ["then"])
      try expect("then")
      parts.append((condition, try lists(until: ["elif", "else", "fi"])))
      guard reserved() == "elif" else { break }
      place += 4
    }
    var otherwise: [ShellList]?
    if reserved() == "else" {
      place += 4
      otherwise = try lists(until: ["fi"])
    }
    try expect("fi")
    return .choice(parts, otherwise: otherwise)
  }

  private mutating func body() throws(ShellSyntaxError) -> [ShellList] {
    try skipLines()
    if reserved() == "{" {
      place += 1
      let body = try lists(until: ["}"])
      try expect("}")
      return body
    }
    try expect("do")
    let body = try lists(until: ["done"])
    try expect("done")
    return body
  }

  // `for NAME in WORDS;` or `for ((…));`.
  private mutating func skipWords(to end: String) throws(ShellSyntaxError) {
    skipBlanks()
    if starts(with: "((") { try skipArithmetic() }
    while true {
      try skipLines()
      if [end, "{"].contains(reserved()) { return }
      if consume(";") { continue }
      guard try word() != nil else { throw ShellSyntaxError() }
    }
  }

  private mutating func cases() throws(ShellSyntaxError) -> ShellCommand {
    try expect("case")
    skipBlanks()
    _ = try word()
    try expect("in")
    var bodies: [[ShellList]] = []
    while true {
      try skipLines()
      if reserved() == "esac" { break }
      _ = consume("(")
      repeat {
        skipBlanks()
        _ = try word()
        skipBlanks()
      } while consume("|")
      guard consume(")") else { throw ShellSyntaxError() }
      bodies.append(try lists(until: ["esac"]))
      try skipLines()
      for end in [";;&", ";;", ";&"] where consume(end) { break }
    }
    try expect("esac")
    return .cases(bodies)
  }

  private mutating func simple() throws(ShellSyntaxError) -> ShellCommand {
    var simple = ShellSimple()
    let start = place
    while true {
      skipBlanks()
      switch try redirection() {
      case .document:
        simple.documents.append(documents.count + pending.count - 1)
        continue
      case .text(let text):
        simple.texts.append(text)
        continue
      case .file: continue
      case nil: break
      }
      guard let word = try word() else { break }
      let isAssignment =
        simple.words.isEmpty && !(word.text.first?.isNumber ?? true)
        && Self.isName(word.text.prefix { $0 != "=" }.filter { $0 != "+" })
        && word.text.contains("=")
      if isAssignment {
        simple.assignments.append(word)
        // `name=( … )`: a list of words.
        if word.text.hasSuffix("="), consume("(") {
          while !consume(")") {
            try skipLines()
            if try self.word() == nil, next != ")" { throw ShellSyntaxError() }
          }
        }
        continue
      }
      simple.words.append(word)
      skipBlanks()
      if simple.words.count == 1, starts(with: "()") || starts(with: "( )") {
        place += starts(with: "()") ? 2 : 3
        try skipLines()
        return .function(word.text, try command())
      }
    }
    if place == start { throw ShellSyntaxError() }
    return .simple(simple)
  }

  private static func isName(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.allSatisfy { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
  }

  // MARK: Redirections

  private mutating func skipRedirections() throws(ShellSyntaxError) {
    while true {
      skipBlanks()
      if try redirection() == nil { return }
    }
  }

  private enum Redirection {
    case file
    // A here-document, and a here-string with its text.
    case document
    case text(String)
  }

  // The redirection at this place; nil where there is none.
  private mutating func redirection() throws(ShellSyntaxError) -> Redirection? {
    let start = place
    while let character = next, ("0"..."9").contains(character) { place += 1 }
    let signs = ["<<<", "<<-", "<<", "<&", "<>", "&>>", "&>", ">>", ">&", ">|", "<", ">"]
    // Most words are not a redirection.
    guard next == "<" || next == ">" || next == "&", let sign = signs.first(where: starts),
      !(sign.count == 1 && place + 1 < text.count && text[place + 1] == "(")
    else {
      place = start
      return nil
    }
    place += sign.unicodeScalars.count
    skipBlanks()
    guard let word = try word() else { throw ShellSyntaxError() }
    if sign == "<<<" { return .text(word.text) }
    guard sign == "<<" || sign == "<<-" else { return .file }
    pending.append((word.text, sign == "<<-"))
    return .document
  }
}
