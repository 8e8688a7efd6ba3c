// vitest bench --outputJson: milliseconds.

internal import AndonModel
internal import AndonText

/// Reads what vitest bench writes.
enum Vitest: JSONFormat {
  static let format = ImportFormat.vitest

  static func recognises(_ value: JSONValue) -> Bool {
    guard let files = value["files"]?.items, !files.isEmpty else { return false }
    return files.allSatisfy { $0["groups"]?.items != nil }
  }

  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    for file in value["files"]?.items ?? [] {
      for group in file["groups"]?.items ?? [] {
        let prefix = group["fullName"]?.text.map { "\($0) > " } ?? ""
        for row in group["benchmarks"]?.items ?? [] {
          guard let name = row["name"]?.text else { throw Refusal("a benchmark has no name") }
          let mean = row["mean"]?.number
          let part = (row["rme"]?.number ?? .nan) / 100
          try found.add(
            prefix + name, mean, unit: "ms", .lower, low: mean.map { $0 * (1 - part) },
            high: mean.map { $0 * (1 + part) })
        }
      }
    }
  }
}
