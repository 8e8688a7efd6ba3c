// criterion's estimates.json: nanoseconds, with the bounds of a confidence interval. The file of
// the same name under `change` holds relative changes, which are no times.

internal import AndonModel
internal import AndonText

/// Reads criterion's estimates.
enum Criterion: JSONFormat {
  static let format = ImportFormat.criterion

  // Older releases began names with a capital.
  private static let names = [
    "Mean": "mean", "Median": "median", "MedianAbsDev": "median_abs_dev", "Slope": "slope",
    "StdDev": "std_dev",
  ]

  static func recognises(_ value: JSONValue) -> Bool {
    let estimates = Set(
      (value.members ?? []).filter { $0.value["point_estimate"] != nil }.map(name))
    return estimates.isSuperset(of: ["mean", "median"])
  }

  private static func name(_ member: JSONValue.Member) -> String {
    names[member.name] ?? member.name
  }

  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    let isChange = (value.members ?? []).allSatisfy { name($0) != "std_dev" }
    for member in value.members ?? [] {
      let name = name(member)
      let interval = member.value["confidence_interval"]
      let isCentre = ["mean", "median", "slope"].contains(name)
      try found.add(
        isChange ? "change.\(name)" : name, member.value["point_estimate"]?.number,
        unit: isChange ? "ratio (relative change, not a time)" : "ns", isCentre ? .lower : nil,
        low: interval?["lower_bound"]?.number, high: interval?["upper_bound"]?.number)
    }
  }
}
