// Clover: the metrics of the whole project.

internal import AndonModel
internal import AndonXML

/// Reads coverage in Clover's form.
struct Clover: XMLFormat {
  static let format = ImportFormat.clover

  static func recognises(_ root: borrowing XMLStream) -> Bool {
    root.isNamed("coverage") && (root.attribute("clover") ?? root.attribute("generated")) != nil
  }

  private static let names: [StaticString] = [
    "elements", "coveredelements", "statements", "coveredstatements", "conditionals",
    "coveredconditionals", "methods", "coveredmethods",
  ]

  private var values: [(name: String, value: Double)] = []
  private var isInProject = false

  /// Nothing read yet.
  init() {}

  mutating func visit(_ element: borrowing XMLStream) throws(Refusal) {
    if element.depth == 1 { isInProject = element.isNamed("project") }
    guard isInProject, element.depth == 2, element.isNamed("metrics") else { return }
    values = []
    for name in Self.names {
      guard let text = element.attribute(name) else { continue }
      values.append(("\(name)", try Refusal.count(text, "\(name)", line: element.line)))
    }
  }

  func tell(_ found: inout Found) throws(Refusal) {
    if values.isEmpty { throw Refusal("the project has no metrics") }
    let part = { (what: String) -> ImportedCoverage.Part? in
      guard let all = values.first(where: { $0.name == what }),
        let covered = values.first(where: { $0.name == "covered\(what)" })
      else { return nil }
      return .init(covered: covered.value, found: all.value)
    }
    found.coverage = ImportedCoverage(lines: part("statements"), branches: part("conditionals"))
    for (name, value) in values {
      try found.add(name, value, unit: "count", name.hasPrefix("covered") ? .higher : nil)
    }
  }
}
