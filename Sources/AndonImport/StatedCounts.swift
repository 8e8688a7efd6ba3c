// Counts that a report states beside what it lists. Tools write them in many ways, and where there
// is none as `NaN`: what cannot be read is told, and decides nothing.

internal import AndonModel
internal import AndonText
internal import AndonXML

/// Counts in the attributes of an element.
struct StatedCounts {
  private(set) var values: [String: Double] = [:]
  private var findings: [ImportFinding] = []

  /// Takes those with these names.
  mutating func read(_ element: borrowing XMLStream, _ names: [StaticString]) {
    for name in names {
      guard let text = element.attribute(name)?.trimmed, !text.isEmpty else { continue }
      values["\(name)"] = Self.read(text)
      if values["\(name)"] == nil, text.lowercased() != "nan" {
        findings.append(
          ImportFinding(
            .countsDisagree, "`\(name)` is not a count: `\(text)`", line: element.line))
      }
    }
  }

  /// Tells what could not be read.
  func emit(_ found: inout ParseResult) {
    for finding in findings { found.addFinding(finding.code, finding.message, line: finding.line) }
  }

  /// The count in a text; nil where there is none.
  static func read(_ text: some StringProtocol) -> Double? {
    let digits = String(text).trimmed
    guard digits.allSatisfy({ "0123456789.eE+".contains($0) }), let number = Double(digits),
      number < 1e15, number == number.rounded()
    else { return nil }
    return number
  }
}
