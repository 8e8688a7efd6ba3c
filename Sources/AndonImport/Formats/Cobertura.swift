// Cobertura: its lines counted one by one, and what the root states for comparison. One line of a
// file may be listed several times, once for each instance of a template: it is covered when one of
// them is.

internal import AndonModel
internal import AndonText
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

  private var header: [String: Double] = [:]
  private var coverage = ImportedCoverage()
  private var packages = 0
  private var classes = 0
  private var packageName = ""
  // The package in which each file was named first: an equal name in another one is another file.
  private var homes: [String: String] = [:]
  private var file = ""
  private var own = ImportedCoverage.File()
  private var classDepth: Int?

  /// Nothing read yet.
  init() {}

  mutating func visit(_ element: borrowing XMLStream) throws(Refusal) {
    let depth = element.depth
    if let open = classDepth, depth <= open { endClass() }
    if depth == 0 {
      try takeHeader(element)
    } else if element.isNamed("package") {
      packages += 1
      packageName = element.attribute("name") ?? ""
    } else if element.isNamed("class") {
      classes += 1
      classDepth = depth
      file = place(element.attribute("filename") ?? "")
    } else if element.isNamed("line"), classDepth == depth - 2,
      let number = element.attribute("number").flatMap({ Int($0) })
    {
      // Those of methods, two levels deeper, are the same lines again.
      let isCovered = (element.attribute("hits").flatMap(Double.init) ?? 0) > 0
      own.lines.add(.init(line: number), isCovered: isCovered)
      if let part = element.attribute("condition-coverage").flatMap(Self.conditions) {
        own.branches.add(part, line: number)
      }
    }
  }

  private mutating func takeHeader(_ element: borrowing XMLStream) throws(Refusal) {
    for name in Self.rates {
      header["\(name)"] = element.attribute(name).flatMap(Double.init)
    }
    for name in Self.counts {
      guard let text = element.attribute(name), !text.isEmpty, text.lowercased() != "nan" else {
        continue
      }
      // Some write a count as a number with a point.
      let count = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
      header["\(name)"] = try Refusal.count(count, "\(name)", line: element.line)
    }
  }

  // A file's name may be relative to its package.
  private mutating func place(_ name: String) -> String {
    let home = homes[name] ?? packageName
    homes[name] = home
    return home == packageName ? name : "\(packageName)/\(name)"
  }

  private mutating func endClass() {
    coverage.files[file, default: .init()].lines.add(own.lines)
    coverage.files[file, default: .init()].branches.add(own.branches)
    own = .init()
    classDepth = nil
  }

  // `50% (1/2)`.
  private static func conditions(_ text: String) -> ImportedCoverage.Part? {
    guard let inner = text[...].after("(")?.before(")"), let slash = inner.firstIndex(of: "/"),
      let covered = inner[..<slash].trimmed.number,
      let found = inner[inner.index(after: slash)...].trimmed.number
    else { return nil }
    return .init(covered: covered, found: found)
  }

  private func part(_ what: String) -> ImportedCoverage.Part? {
    guard let covered = header["\(what)-covered"], let valid = header["\(what)-valid"] else {
      return nil
    }
    return .init(covered: covered, found: valid)
  }

  func tell(_ found: inout Found) throws(Refusal) {
    var all = self
    if classDepth != nil { all.endClass() }
    try all.tellHeader(&found)
    var coverage = all.coverage
    let lines = coverage.part(\.lines) ?? .init(covered: 0, found: 0)
    try found.add("recount.unique-lines", lines.found, unit: "count")
    try found.add("recount.unique-lines-covered", lines.covered, unit: "count", .higher)
    try found.add("packages", Double(packages), unit: "count")
    try found.add("classes", Double(classes), unit: "count")
    coverage.lines = part("lines")
    coverage.branches = part("branches")
    found.coverage = coverage
    if lines.found == 0 { return }
    let stated = [
      ("lines-valid", "lines", lines.found), ("lines-covered", "covered lines", lines.covered),
    ]
    for (name, what, counted) in stated {
      guard let value = header[name], value != counted else { continue }
      found.note(
        .countsDisagree, "the root counts \(Int(value)) \(what), and \(Int(counted)) are listed")
    }
  }

  private func tellHeader(_ found: inout Found) throws(Refusal) {
    for name in Self.rates.map({ "\($0)" }) {
      try found.add(name, header[name], unit: "ratio", .higher)
    }
    for name in Self.counts.map({ "\($0)" }) {
      guard let count = header[name] else { continue }
      try found.add(
        "header.\(name)", count, unit: "count", name.hasSuffix("covered") ? .higher : nil)
    }
  }
}
