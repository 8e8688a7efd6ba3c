// A result file of airspeed velocity. Units follow from the prefix of a benchmark's name, as asv
// has it; those of `track_` are in another file.

internal import AndonModel
internal import AndonText

/// Reads result files of asv.
enum Asv: JSONFormat {
  static let format = ImportFormat.asv

  static func recognises(_ value: JSONValue) -> Bool {
    value["commit_hash"]?.text != nil && value["results"]?.members != nil
  }

  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    let columns = (value["result_columns"]?.items ?? []).compactMap(\.text)
    for member in value["results"]?.members ?? [] {
      let result = result(member.value, column: columns.firstIndex(of: "result") ?? 0)
      let (unit, direction) = unit(member.name)
      try found.add(ImportedMeasurement(member.name, result, unit: unit, direction))
      if result == .missing {
        found.addFinding(.resultMissing, "`\(member.name)` failed or was skipped")
      }
    }
  }

  // A number; an object with a `result` (version 1); a list whose columns are named once
  // (version 2).
  private static func result(_ value: JSONValue, column: Int) -> ImportedValue {
    switch value {
    case .number(let number): return .number(number)
    case .array(let items):
      // Version 1 has parameters in a plain list, version 2 a list within the list.
      if items.indices.contains(column), items[column].items != nil {
        return result(of: items[column])
      }
      return result(of: value)
    case .object: return value["result"].map(result) ?? .missing
    case .null, .boolean, .text: return .missing
    }
  }

  private static func result(of value: JSONValue) -> ImportedValue {
    if let number = value.number { return .number(number) }
    guard let items = value.items else { return .missing }
    if items.count == 1 { return items[0].number.map(ImportedValue.number) ?? .missing }
    return .list(items.map(\.number))
  }

  private static func unit(_ name: String) -> (String, Direction?) {
    let last = name.split(separator: ".").last ?? ""
    if last.hasPrefix("track_") { return ("unit is in benchmarks.json", nil) }
    if last.hasPrefix("mem_") || last.hasPrefix("peakmem_") { return ("bytes", .lower) }
    return ("s", .lower)
  }
}
