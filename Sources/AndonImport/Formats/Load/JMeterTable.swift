// JMeter's results as a table: RFC 4180, with the names of its columns in the first line.

internal import AndonModel

/// Reads JMeter's CSV.
enum JMeterTable: TextFormat {
  static let format = ImportFormat.jmeter

  static func recognises(_ lines: [Substring]) -> Bool {
    guard let names = lines.first.map(CSV.cells) else { return false }
    return names.contains("timeStamp") && names.contains("elapsed") && names.contains("success")
  }

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    var samples = JMeterSamples()
    guard let names = lines.first.map(CSV.cells),
      let elapsed = names.firstIndex(of: "elapsed"), let success = names.firstIndex(of: "success")
    else { throw Refusal("it has no column `elapsed`") }
    for (row, line) in try CSV.rows(lines[...]).dropFirst() {
      guard row.count == names.count, let time = PrintedNumber.read(row[elapsed]), time >= 0,
        let isGood = Bool(row[success].lowercased())
      else { throw Refusal("line \(line) is no sample") }
      samples.add(time, isGood: isGood)
    }
    try samples.emit(&found)
  }
}
