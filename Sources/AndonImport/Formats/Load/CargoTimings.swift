// cargo build --timings: a page whose script holds the units as JSON.

internal import AndonModel
internal import AndonText

/// Reads cargo's page of timings.
enum CargoTimings: TextFormat {
  static let format = ImportFormat.cargoTimings

  private static let mark: Substring = "const UNIT_DATA = ["

  static func recognises(_ lines: [Substring]) -> Bool {
    lines.contains { $0.hasPrefix(mark) } && lines.contains { $0.contains("Cargo Build Timings") }
  }

  static func read(_ lines: [Substring], _ found: inout ParseResult) throws(Refusal) {
    guard let start = lines.firstIndex(where: { $0.hasPrefix(mark) }),
      let end = lines[start...].firstIndex(where: { $0.hasSuffix("];") })
    else { throw Refusal("the list of units is cut off") }
    let text = lines[start...end].joined(separator: "\n")
    let list = text.dropFirst(mark.count - 1).dropLast()
    let units: JSONValue
    do throws(JSONReader.JSONError) {
      units = try JSONReader.value(Array(list.utf8))
    } catch {
      throw Refusal("the list of units is not JSON: \(error.message)")
    }
    defer { markFailed(lines, &found) }
    for unit in units.items ?? [] {
      guard let name = unit["name"]?.text, let version = unit["version"]?.text else {
        throw Refusal("a unit has no name")
      }
      let mode = unit["mode"]?.text ?? ""
      let target = unit["target"]?.text ?? ""
      try found.add(
        "\(name) \(version) \(mode)\(target)", unit["duration"]?.number, unit: "s", .lower)
    }
  }

  // A build that failed has a row for its error.
  private static func markFailed(_ lines: [Substring], _ found: inout ParseResult) {
    guard lines.contains(where: { $0.contains("class=\"error-text\"") }) else { return }
    found.markFailed()
    found.addFinding(.resultMissing, "the build failed")
  }
}
