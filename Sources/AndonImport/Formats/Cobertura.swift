// Cobertura: what the root states, and its lines counted again. One line of a file may be listed
// several times, once for each instance of a template: it is covered when one of them is.

internal import AndonModel
internal import AndonXML

/// Reads coverage in Cobertura's form.
struct Cobertura: XMLFormat {
  static let format = ImportFormat.cobertura

  static func recognises(_ root: borrowing XMLStream) -> Bool {
    root.isNamed("coverage") && root.attribute("line-rate") != nil
  }

  private static let rates: [StaticString] = ["line-rate", "branch-rate"]
  private static let counts: [StaticString] = [
    "lines-covered", "lines-valid", "branches-covered", "branches-valid",
  ]

  private struct Place: Hashable {
    let file: String
    let number: Int
  }

  private var header: [String: Double] = [:]
  private var lines: [Place: Bool] = [:]
  private var packages = 0
  private var classes = 0
  private var file = ""
  private var classDepth: Int?

  /// Nothing read yet.
  init() {}

  mutating func visit(_ element: borrowing XMLStream) throws(Refusal) {
    let depth = element.depth
    if let open = classDepth, depth <= open { classDepth = nil }
    if depth == 0 {
      for name in Self.rates {
        header["\(name)"] = element.attribute(name).flatMap(Double.init)
      }
      for name in Self.counts {
        guard let text = element.attribute(name) else { continue }
        header["\(name)"] = try Refusal.count(text, "\(name)", line: element.line)
      }
    } else if element.isNamed("package") {
      packages += 1
    } else if element.isNamed("class") {
      classes += 1
      classDepth = depth
      file = element.attribute("filename") ?? ""
    } else if element.isNamed("line"), classDepth == depth - 2,
      let number = element.attribute("number").flatMap({ Int($0) })
    {
      // Those of methods, two levels deeper, are the same lines again.
      let isCovered = (element.attribute("hits").flatMap(Double.init) ?? 0) > 0
      let place = Place(file: file, number: number)
      lines[place] = lines[place, default: false] || isCovered
    }
  }

  private func part(_ what: String) -> ImportedCoverage.Part? {
    guard let covered = header["\(what)-covered"], let valid = header["\(what)-valid"] else {
      return nil
    }
    return .init(covered: covered, found: valid)
  }

  func tell(_ found: inout Found) throws(Refusal) {
    for name in Self.rates.map({ "\($0)" }) {
      try found.add(name, header[name], unit: "ratio", .higher)
    }
    for name in Self.counts.map({ "\($0)" }) {
      guard let count = header[name] else { continue }
      try found.add(
        "header.\(name)", count, unit: "count", name.hasSuffix("covered") ? .higher : nil)
    }
    let covered = lines.values.count { $0 }
    try found.add("recount.unique-lines", Double(lines.count), unit: "count")
    try found.add("recount.unique-lines-covered", Double(covered), unit: "count", .higher)
    try found.add("packages", Double(packages), unit: "count")
    try found.add("classes", Double(classes), unit: "count")
    let recount = ImportedCoverage.Part(covered: Double(covered), found: Double(lines.count))
    found.coverage = ImportedCoverage(
      lines: part("lines") ?? recount, branches: part("branches"))
    if let valid = header["lines-valid"], valid != Double(lines.count) {
      found.note(
        .countsDisagree, "the root counts \(Int(valid)) lines, and \(lines.count) are listed")
    }
  }
}
