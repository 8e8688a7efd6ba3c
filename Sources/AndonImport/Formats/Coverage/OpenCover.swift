// OpenCover and coverlet's form of it: sequence points and branch points of methods, by file.

internal import AndonModel
internal import AndonXML

/// Reads coverage in OpenCover's form.
struct OpenCover: XMLFormat {
  static let format = ImportFormat.openCover

  static func recognises(_ root: borrowing XMLStream) -> Bool { root.isNamed("CoverageSession") }

  private var coverage = ImportedCoverage()
  // Names by their numbers, which are of one module.
  private var files: [String: String] = [:]
  private var file: String?

  /// Nothing read yet.
  init() {}

  mutating func visit(_ element: borrowing XMLStream) throws(Refusal) {
    if element.isNamed("Module") {
      files = [:]
    } else if element.isNamed("File") {
      files[element.attribute("uid") ?? ""] = element.attribute("fullPath") ?? ""
    } else if element.isNamed("Method") {
      file = nil
    } else if element.isNamed("FileRef") {
      file = files[element.attribute("uid") ?? ""]
    } else if element.isNamed("Summary"), element.depth == 1 {
      coverage.lines = Self.part(
        element.number("visitedSequencePoints"), element.number("numSequencePoints"))
      coverage.branches = Self.part(
        element.number("visitedBranchPoints"), element.number("numBranchPoints"))
    } else if element.isNamed("SequencePoint") || element.isNamed("BranchPoint") {
      read(element, isBranch: element.isNamed("BranchPoint"))
    }
  }

  private static func part(_ covered: Double?, _ found: Double?) -> ImportedCoverage.Part? {
    guard let covered, let found else { return nil }
    return .init(covered: covered, found: found)
  }

  private mutating func read(_ element: borrowing XMLStream, isBranch: Bool) {
    guard let name = element.attribute("fileid").flatMap({ files[$0] }) ?? file,
      let line = element.attribute("sl").flatMap({ Int($0) })
    else { return }
    let isCovered = (element.number("vc") ?? 0) > 0
    if isBranch {
      let parts = [element.attribute("offset"), element.attribute("path")].map { $0 ?? "" }
      coverage.files[name, default: .init()].branches.add(
        .init(line: line, text: parts.joined(separator: ".")), isCovered: isCovered)
    } else {
      coverage.files[name, default: .init()].lines.add(
        .init(line: line, text: element.attribute("sc") ?? ""), isCovered: isCovered)
    }
  }

  func emit(_ found: inout ParseResult) throws(Refusal) {
    guard coverage.part(\.lines) != nil else { throw Refusal("it holds no sequence point") }
    found.coverage = coverage
    try found.addCoverage("sequence-points", coverage.part(\.lines))
    try found.addCoverage("branch-points", coverage.part(\.branches))
  }
}
