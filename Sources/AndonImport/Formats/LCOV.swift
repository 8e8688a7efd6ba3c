// lcov's trace files: records of source files with their lines, functions and branches, and totals
// that a tool may leave out. man geninfo, "Tracefile format".

internal import AndonModel

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

    var values: ImportedValue { .list([covered, found]) }

    var part: ImportedCoverage.Part { .init(covered: covered, found: found) }
  }

  static func read(_ lines: [Substring], _ found: inout Found) throws(Refusal) {
    var files = 0
    var isOpen = false
    var (lineTotals, functions, branchTotals) = (Part(), Part(), Part())
    var (lineCount, branches) = (Part(), Part())
    for (number, line) in lines.enumerated() {
      guard let colon = line.firstIndex(of: ":") else {
        if line.trimmed == end { isOpen = false }
        continue
      }
      let value = line[line.index(after: colon)...]
      switch line[..<colon] {
      case "SF":
        files += 1
        isOpen = true
      case "LF": lineTotals.found += try count(value, number)
      case "LH": lineTotals.covered += try count(value, number)
      case "FNF": functions.found += try count(value, number)
      case "FNH": functions.covered += try count(value, number)
      case "BRF": branchTotals.found += try count(value, number)
      case "BRH": branchTotals.covered += try count(value, number)
      case "DA": add(value, at: 1, &lineCount)
      case "BRDA": add(value, at: 3, &branches)
      default: continue
      }
    }
    if isOpen { throw Refusal("the last record is cut off") }
    try found.add("files", Double(files), unit: "count")
    try add("lines.header", lineTotals, "covered, found (sum of LH, LF)", &found)
    try add("lines.recount", lineCount, "covered, found (DA records)", &found)
    try add("functions.header", functions, "covered, found", &found)
    try add("branches.header", branchTotals, "covered, found", &found)
    try add("branches.recount", branches, "covered, found (BRDA)", &found)
    found.coverage = ImportedCoverage(
      lines: lineCount.found > 0 ? lineCount.part : lineTotals.part,
      branches: branches.found > 0 ? branches.part : branchTotals.part)
    if lineTotals.found > 0, lineTotals.values != lineCount.values {
      found.note(.countsDisagree, "the totals of lines differ from the lines that are listed")
    }
  }

  // `-` stands for a branch whose line never ran.
  private static func add(_ record: Substring, at position: Int, _ part: inout Part) {
    let fields = record.split(separator: ",", omittingEmptySubsequences: false)
    guard fields.count > position else { return }
    part.found += 1
    if (fields[position].number ?? 0) > 0 { part.covered += 1 }
  }

  private static func count(_ text: Substring, _ line: Int) throws(Refusal) -> Double {
    guard let count = text.trimmed.number else { throw Refusal("line \(line + 1) has no count") }
    return count
  }

  private static func add(
    _ name: String, _ part: Part, _ unit: String, _ found: inout Found
  ) throws(Refusal) {
    try found.add(ImportedMeasurement(name, part.values, unit: unit, .higher))
  }
}
