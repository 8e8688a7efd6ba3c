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

    var values: ImportedValue { .list([covered, found]) }

    var part: ImportedCoverage.Part { .init(covered: covered, found: found) }
  }

  static func read(_ lines: [Substring], _ found: inout Found) throws(Refusal) {
    var trace = Trace()
    for (number, line) in lines.enumerated() { try trace.take(line, number) }
    try trace.tell(&found)
  }

  // What has been read.
  private struct Trace {
    private var files = 0
    private var file: Substring?
    private var lines = (header: Part(), recount: Part())
    private var functions = Part()
    private var branches = (header: Part(), recount: Part())
    // Of each file its lines: several tests may have run the same one.
    private var seen: [Substring: [Substring: Bool]] = [:]

    mutating func take(_ line: Substring, _ number: Int) throws(Refusal) {
      guard let colon = line.firstIndex(of: ":") else {
        if line.trimmed == end {
          file = nil
        } else if !line.trimmed.isEmpty, !line.hasPrefix("#") {
          throw Refusal("line \(number + 1) is no record")
        }
        return
      }
      let value = line[line.index(after: colon)...]
      switch line[..<colon] {
      case "SF":
        files += 1
        file = value
      case "LF": lines.header.found += try count(value, number)
      case "LH": lines.header.covered += try count(value, number)
      case "FNF": functions.found += try count(value, number)
      case "FNH": functions.covered += try count(value, number)
      case "BRF": branches.header.found += try count(value, number)
      case "BRH": branches.header.covered += try count(value, number)
      case "DA":
        let (place, isCovered) = try record(value, at: 1, number)
        lines.recount.add(isCovered)
        let known = seen[file ?? "", default: [:]][place] ?? false
        seen[file ?? "", default: [:]][place] = known || isCovered
      case "BRDA": branches.recount.add(try record(value, at: 3, number).isCovered)
      default: return
      }
    }

    func tell(_ found: inout Found) throws(Refusal) {
      if file != nil { throw Refusal("the last record is cut off") }
      try found.add("files", Double(files), unit: "count")
      try add("lines.header", lines.header, "covered, found (sum of LH, LF)", &found)
      try add("lines.recount", lines.recount, "covered, found (DA records)", &found)
      try add("functions.header", functions, "covered, found", &found)
      try add("branches.header", branches.header, "covered, found", &found)
      try add("branches.recount", branches.recount, "covered, found (BRDA)", &found)
      var unique = Part()
      for isCovered in seen.values.flatMap(\.values) { unique.add(isCovered) }
      found.coverage = ImportedCoverage(
        lines: (unique.found > 0 ? unique : lines.header).part,
        branches: (branches.recount.found > 0 ? branches.recount : branches.header).part)
      if lines.header.found > 0, lines.header.values != lines.recount.values {
        found.note(.countsDisagree, "the totals of lines differ from the lines that are listed")
      }
    }
  }

  // `-` stands for a branch whose line never ran.
  private static func record(
    _ text: Substring, at position: Int, _ line: Int
  ) throws(Refusal) -> (place: Substring, isCovered: Bool) {
    let fields = text.split(separator: ",", omittingEmptySubsequences: false)
    guard fields.count > position, Int(fields[0]) != nil else {
      throw Refusal("line \(line + 1) is no record")
    }
    let field = fields[position].trimmed
    guard field == "-" || field.number != nil else {
      throw Refusal("line \(line + 1) has no count")
    }
    return (fields[0], (field.number ?? 0) > 0)
  }

  private static func count(_ text: Substring, _ line: Int) throws(Refusal) -> Double {
    try Refusal.count(String(text.trimmed), "count", line: line + 1)
  }

  private static func add(
    _ name: String, _ part: Part, _ unit: String, _ found: inout Found
  ) throws(Refusal) {
    try found.add(ImportedMeasurement(name, part.values, unit: unit, .higher))
  }
}
