// criterion's estimates.json: nanoseconds, with the bounds of a confidence interval. The file of
// the same name under `change` holds relative changes, which are no times.

internal import AndonModel
internal import AndonText

/// Reads criterion's estimates.
enum Criterion: JSONFormat {
  static let format = ImportFormat.criterion

  static func recognises(_ value: JSONValue) -> Bool {
    value["mean"]?["point_estimate"]?.number != nil && value["median"]?["point_estimate"] != nil
  }

  static func read(_ value: JSONValue, _ found: inout Found) throws(Refusal) {
    let isChange = value["std_dev"] == nil
    for member in value.members ?? [] {
      let interval = member.value["confidence_interval"]
      let isCentre = ["mean", "median", "slope"].contains(member.name)
      try found.add(
        isChange ? "change.\(member.name)" : member.name, member.value["point_estimate"]?.number,
        unit: isChange ? "ratio (relative change, not a time)" : "ns", isCentre ? .lower : nil,
        low: interval?["lower_bound"]?.number, high: interval?["upper_bound"]?.number)
    }
  }
}
