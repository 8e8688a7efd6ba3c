// go test -coverprofile: blocks of statements, and how often each was run. cmd/cover.

internal import AndonModel
internal import AndonText

/// Reads Go's coverage profiles.
enum GoCover: TextFormat {
  static let format = ImportFormat.goCover

  static func recognises(_ lines: [Substring]) -> Bool {
    let mode = lines.first { !$0.isEmpty }?.after("mode: ")
    return ["set", "count", "atomic"].contains(mode?.trimmed ?? "")
  }

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    var coverage = ImportedCoverage()
    for (number, line) in lines.enumerated() where !line.trimmed.isEmpty {
      // Profiles that were joined have several.
      if line.hasPrefix("mode: ") { continue }
      guard let block = Block(line) else { throw Refusal("line \(number + 1) is no block") }
      coverage.files[block.file, default: .init()].lines.add(
        .init(line: block.line, text: block.place), isCovered: block.runs > 0,
        weight: block.statements)
    }
    let part = coverage.part(\.lines)
    guard let part, part.found > 0 else { throw Refusal("it holds no statement") }
    found.coverage = coverage
    try found.addCoverage("statements", part)
  }

  // `FILE:LINE.COLUMN,LINE.COLUMN STATEMENTS RUNS`.
  private struct Block {
    let file: String
    let line: Int
    let place: Substring
    let statements: Int
    let runs: Double

    init?(_ text: Substring) {
      let words = text.words
      guard words.count == 3, let colon = words[0].lastIndex(of: ":"),
        let statements = Int(words[1]), (0...1_000_000).contains(statements),
        let runs = PrintedNumber.read(words[2]), runs >= 0
      else { return nil }
      place = words[0][words[0].index(after: colon)...]
      guard place.contains(","), let line = Int(place.prefix { $0 != "." }) else { return nil }
      file = String(words[0][..<colon])
      self.line = line
      self.statements = statements
      self.runs = runs
    }
  }
}
