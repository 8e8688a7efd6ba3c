// `against` and `confirm`: which earlier runs a figure is held against, and who decides again.

internal import AndonModel

/// Reads what an objective is held against.
enum BaselineSelectorReader {
  // statistics.md, section 2: fewer say nothing, more are too old.
  private static let runs = 5...20
  private static let confirmations = 1...20

  /// The terms of a relative objective without its excesses; nil where they have a fault.
  static func terms(
    _ fields: Fields, _ unit: MeasureUnit?, _ faults: inout ConfigProblems
  ) -> RelativeTerms? {
    guard let node = fields["against"],
      let against = Fields(node, "`against`", keys: ["branch", "history", "runs"], &faults)
    else { return nil }
    let branch = against.text("branch", &faults)
    let history = against.text("history", &faults)
    if !against.has("branch"), !against.has("history") {
      faults.add(
        node, "`against` names neither a branch nor a history",
        hint: "write `against: { branch: main }`")
    }
    for (key, text) in [("branch", branch), ("history", history)] {
      guard let text, text.isEmpty || text.utf8.contains(0), let place = against[key] else {
        continue
      }
      faults.add(place, "`\(key)` is empty", hint: "write a name")
    }
    var terms = RelativeTerms(
      BaselineSelector(branch: branch, history: history), fail: nil, warn: nil, unit: unit)
    terms.runs = against.integer("runs", runs, &faults) ?? terms.runs
    terms.confirm = confirmations(fields, &faults)
    return terms
  }

  private static func confirmations(_ fields: Fields, _ faults: inout ConfigProblems) -> Int? {
    guard let node = fields["confirm"],
      let confirm = Fields(node, "`confirm`", keys: ["runs"], &faults)
    else { return nil }
    confirm.require("runs", &faults)
    return confirm.integer("runs", confirmations, &faults)
  }
}
