// lcov's trace files: records of source files with their lines, functions and branches, and totals
// that a tool may leave out. man geninfo, "Tracefile format".

internal import AndonModel
internal import AndonText

/// Reads trace files.
enum LCOV: TextFormat {
  static let format = ImportFormat.lcov

  static func recognises(_ lines: [Substring]) -> Bool {
    lines.contains { $0.hasPrefix("SF:") } && lines.contains { $0.hasPrefix("DA:") || $0 == end }
  }

  private static let end: Substring = "end_of_record"

  // Covered, and all.
  private struct Part {
    var covered = 0.0
    var found = 0.0

    mutating func add(_ isCovered: Bool) {
      found += 1
      if isCovered { covered += 1 }
    }

    mutating func add(_ other: Part) {
      found += other.found
      covered += other.covered
    }

    var values: ImportedValue { .list([covered, found]) }

    var part: ImportedCoverage.Part { .init(covered: covered, found: found) }
  }

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    var trace = Trace()
    for (number, line) in lines.enumerated() { try trace.read(line, number) }
    try trace.emit(&found)
  }

  // What has been read.
  private struct Trace {
    private var files = 0
    private var file: Substring?
    private var lines = (header: Part(), recount: Part())
    private var functions = Part()
    private var branches = (header: Part(), recount: Part())
    // Of the present file what its totals state, and what it lists.
    private var totals = (lines: Part(), branches: Part())
    private var own = ImportedCoverage.File()
    private var coverage = ImportedCoverage()

    mutating func read(_ line: Substring, _ number: Int) throws(Refusal) {
      guard let colon = line.firstIndex(of: ":") else {
        if line.trimmed == end {
          endFile()
        } else if !line.trimmed.isEmpty, !line.hasPrefix("#") {
          throw Refusal("line \(number + 1) is no record")
        }
        return
      }
      let value = line[line.index(after: colon)...]
      switch line[..<colon] {
      case "SF":
        endFile()
        files += 1
        file = value
      case "LF": totals.lines.found += try count(value, number)
      case "LH": totals.lines.covered += try count(value, number)
      case "FNF": functions.found += try count(value, number)
      case "FNH": functions.covered += try count(value, number)
      case "BRF": totals.branches.found += try count(value, number)
      case "BRH": totals.branches.covered += try count(value, number)
      case "DA":
        let (place, _, isCovered) = try record(value, at: 1, number)
        lines.recount.add(isCovered)
        own.lines.add(.init(line: place), isCovered: isCovered)
      case "BRDA":
        let (place, branch, isCovered) = try record(value, at: 3, number)
        branches.recount.add(isCovered)
        own.branches.add(.init(line: place, text: branch), isCovered: isCovered)
      default: return
      }
    }

    // Several tests may have run the same file.
    private mutating func endFile() {
      lines.header.add(totals.lines)
      branches.header.add(totals.branches)
      if let file {
        let name = String(file)
        if own.lines.isEmpty, totals.lines.found > 0 { own.lines.add(totals.lines.part) }
        if own.branches.isEmpty, totals.branches.found > 0 {
          own.branches.add(totals.branches.part)
        }
        coverage.files[name, default: .init()].lines.add(own.lines)
        coverage.files[name, default: .init()].branches.add(own.branches)
      }
      (totals, own, file) = ((Part(), Part()), .init(), nil)
    }

    func emit(_ found: inout ParseResult) throws(Refusal) {
      if file != nil { throw Refusal("the last record is cut off") }
      try found.add("files", Double(files), unit: "count")
      try add("lines.header", lines.header, "covered, found (sum of LH, LF)", &found)
      try add("lines.recount", lines.recount, "covered, found (DA records)", &found)
      try add("functions.header", functions, "covered, found", &found)
      try add("branches.header", branches.header, "covered, found", &found)
      try add("branches.recount", branches.recount, "covered, found (BRDA)", &found)
      found.coverage = coverage
      if lines.header.found > 0, lines.header.values != lines.recount.values {
        found.addFinding(
          .countsDisagree, "the totals of lines differ from the lines that are listed")
      }
    }
  }

  // `-` stands for a branch whose line never ran.
  private static func record(
    _ text: Substring, at position: Int, _ line: Int
  ) throws(Refusal) -> (line: Int, mark: Substring, isCovered: Bool) {
    // The third field of a branch may be an expression with commas.
    let fields = text.split(separator: ",", omittingEmptySubsequences: false)
    let position = position > 1 ? max(position, fields.count - 1) : position
    guard fields.count > position, let place = Int(fields[0]) else {
      throw Refusal("line \(line + 1) is no record")
    }
    let field = fields[position].trimmed
    guard field == "-" || field.number != nil else {
      throw Refusal("line \(line + 1) has no count")
    }
    let mark = position > 1 ? text[fields[1].startIndex..<fields[position - 1].endIndex] : ""
    return (place, mark, (field.number ?? 0) > 0)
  }

  private static func count(_ text: Substring, _ line: Int) throws(Refusal) -> Double {
    try Refusal.count(String(text.trimmed), "count", line: line + 1)
  }

  private static func add(
    _ name: String, _ part: Part, _ unit: String, _ found: inout ParseResult
  ) throws(Refusal) {
    try found.add(ImportedMeasurement(name, part.values, unit: unit, .higher))
  }
}
