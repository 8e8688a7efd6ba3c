// hyperfine --export-json. Times are in seconds, whatever the console shows.

internal import AndonModel
internal import AndonText

/// Reads what hyperfine exports.
enum Hyperfine: JSONFormat {
  static let format = ImportFormat.hyperfine

  static func recognises(_ value: JSONValue) -> Bool {
    value["results"]?.items?.allSatisfy { $0["command"]?.text != nil && $0["mean"] != nil } == true
  }

  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    for result in value["results"]?.items ?? [] {
      let start = found.measurements.count
      guard let command = result["command"]?.text else { throw Refusal("a result has no command") }
      for name in ["mean", "stddev", "median", "min", "max", "user", "system"] {
        try found.add(
          "\(command)/\(name)", result[name]?.number, unit: "s", name == "stddev" ? nil : .lower)
      }
      let codes = (result["exit_codes"]?.items ?? []).map(\.number)
      // A code that is null stands for a run that a signal ended.
      let failed = codes.count { $0 != 0 }
      if failed > 0 {
        found.markFailed(since: start)
        found.addFinding(
          .resultMissing, "\(failed) of \(codes.count) runs of `\(command)` did not exit with 0")
      }
      if let runs = result["times"]?.items?.count {
        try found.add("\(command)/runs", Double(runs), unit: "count")
      }
    }
  }
}
