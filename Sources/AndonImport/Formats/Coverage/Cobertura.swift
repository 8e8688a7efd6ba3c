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

  private var rates: [String: Double] = [:]
  private var header = StatedCounts()
  private var coverage = ImportedCoverage()
  private var packages = 0
  private var classes = 0
  private var packageName = ""
  // The package in which each file was named first: an equal name in another one is another file.
  private var homes: [String: String] = [:]
  private var file = ""
  private var own = ImportedCoverage.File()
  // The same lines again, unless the class lists none itself.
  private var ofMethods = ImportedCoverage.File()
  private var listedByMethods: Set<String> = []
  private var classDepth: Int?
  // The first line whose branches are not counted.
  private var uncounted: Int?

  /// Nothing read yet.
  init() {}

  mutating func visit(_ element: borrowing XMLStream) throws(Refusal) {
    let depth = element.depth
    if let open = classDepth, depth <= open { endClass() }
    if depth == 0 {
      readHeader(element)
    } else if element.isNamed("source"), let source = element.text?.trimmed, !source.isEmpty {
      coverage.roots.append(String(source))
    } else if element.isNamed("package") {
      packages += 1
      packageName = element.attribute("name") ?? ""
    } else if element.isNamed("class") {
      classes += 1
      classDepth = depth
      file = place(element.attribute("filename") ?? element.attribute("name") ?? "")
    } else if element.isNamed("line"), let open = classDepth {
      read(element, to: depth == open + 2 ? \.own : \.ofMethods)
    }
  }

  private mutating func read(
    _ element: borrowing XMLStream, to place: WritableKeyPath<Self, ImportedCoverage.File>
  ) {
    guard let number = element.attribute("number").flatMap(StatedCounts.read).map({ Int($0) })
    else { return }
    let isCovered = (element.attribute("hits").flatMap(Double.init) ?? 0) > 0
    self[keyPath: place].lines.add(.init(line: number), isCovered: isCovered)
    if let part = element.attribute("condition-coverage").flatMap(Self.conditions) {
      self[keyPath: place].branches.add(part, line: number)
    } else if element.attribute("branch")?.lowercased() == "true" {
      uncounted = uncounted ?? element.line
    }
  }

  private mutating func readHeader(_ element: borrowing XMLStream) {
    for name in Self.rates {
      rates["\(name)"] = element.attribute(name).flatMap(Double.init)
    }
    header.read(element, Self.counts)
  }

  // A file's name may be relative to its package.
  private mutating func place(_ name: String) -> String {
    if name.hasPrefix("/") || name.dropFirst().hasPrefix(":") { return name }
    let home = homes[name] ?? packageName
    homes[name] = home
    return home == packageName ? name : "\(packageName)/\(name)"
  }

  private mutating func endClass() {
    if own.lines.isEmpty {
      own = ofMethods
      if !own.lines.isEmpty { listedByMethods.insert(file) }
    }
    coverage.files[file, default: .init()].lines.add(own.lines)
    coverage.files[file, default: .init()].branches.add(own.branches)
    (own, ofMethods) = (.init(), .init())
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
    guard let covered = header.values["\(what)-covered"],
      let valid = header.values["\(what)-valid"]
    else { return nil }
    return .init(covered: covered, found: valid)
  }

  func emit(_ found: inout ParseResult) throws(Refusal) {
    var all = self
    if classDepth != nil { all.endClass() }
    try all.emitHeader(&found)
    header.emit(&found)
    if let line = all.uncounted {
      for file in all.coverage.files.keys { all.coverage.files[file]?.branches = .init() }
      found.addFinding(.resultMissing, "the branches of a line are not counted", line: line)
    }
    var coverage = all.coverage
    let lines = coverage.part(\.lines) ?? .init(covered: 0, found: 0)
    let recount = all.recount ?? lines
    try found.add("recount.unique-lines", recount.found, unit: "count")
    try found.add("recount.unique-lines-covered", recount.covered, unit: "count", .higher)
    try found.add("packages", Double(packages), unit: "count")
    try found.add("classes", Double(classes), unit: "count")
    coverage.lines = part("lines")
    coverage.branches = part("branches")
    found.coverage = coverage
    if lines.found == 0 { return }
    var stated = [
      ("lines-valid", "lines", lines.found), ("lines-covered", "covered lines", lines.covered),
    ]
    if let branches = all.coverage.part(\.branches) {
      stated += [
        ("branches-valid", "branches", branches.found),
        ("branches-covered", "covered branches", branches.covered),
      ]
    }
    for (name, what, counted) in stated {
      guard let value = header.values[name], value != counted else { continue }
      found.addFinding(
        .countsDisagree, "the root counts \(Int(value)) \(what), and \(Int(counted)) are listed")
    }
  }

  // The lines of classes, where methods alone list some; nil where none do.
  private var recount: ImportedCoverage.Part? {
    if listedByMethods.isEmpty { return nil }
    var classLines = coverage
    for file in listedByMethods { classLines.files[file]?.lines = .init() }
    return classLines.part(\.lines) ?? .init(covered: 0, found: 0)
  }

  private func emitHeader(_ found: inout ParseResult) throws(Refusal) {
    for name in Self.rates.map({ "\($0)" }) {
      try found.add(name, rates[name], unit: "ratio", .higher)
    }
    for name in Self.counts.map({ "\($0)" }) {
      guard let count = header.values[name] else { continue }
      try found.add(
        "header.\(name)", count, unit: "count", name.hasSuffix("covered") ? .higher : nil)
    }
  }
}
