// JMeter's results as a table: RFC 4180, with the names of its columns in the first line.

internal import AndonModel

/// Reads JMeter's CSV.
enum JMeterTable: TextFormat {
  static let format = ImportFormat.jmeter

  // Of one cell.
  private static let mostLines = 10_000

  static func recognises(_ lines: [Substring]) -> Bool {
    guard let names = lines.first.map({ cells(String($0)) }) else { return false }
    return names.contains("timeStamp") && names.contains("elapsed") && names.contains("success")
  }

  static func read(_ lines: [Substring], _ found: inout Found) throws(Refusal) {
    var samples = JMeterSamples()
    guard let names = lines.first.map({ cells(String($0)) }),
      let elapsed = names.firstIndex(of: "elapsed"), let success = names.firstIndex(of: "success")
    else { throw Refusal("it has no column `elapsed`") }
    var begun: [Substring] = []
    var isOpen = false
    for (number, line) in lines.enumerated().dropFirst() {
      // A quoted cell may go on in the next line.
      begun.append(line)
      if begun.count > mostLines { throw Refusal("line \(number + 1): a cell does not end") }
      if line.utf8.count(where: { $0 == UInt8(ascii: "\"") }) % 2 == 1 { isOpen.toggle() }
      if isOpen { continue }
      let text = begun.joined(separator: "\n")
      begun = []
      if text.isEmpty { continue }
      let row = cells(text)
      guard row.count == names.count, let time = Double(row[elapsed]), time.isFinite,
        let isGood = Bool(row[success].lowercased())
      else { throw Refusal("line \(number + 1) is no sample") }
      samples.add(time, isGood: isGood)
    }
    if !begun.isEmpty { throw Refusal("the last line is cut off") }
    try samples.tell(&found)
  }

  private static func cells(_ line: String) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        cells.append(cell)
        cell = ""
      default: cell.append(character)
      }
    }
    return cells + [cell]
  }
}
