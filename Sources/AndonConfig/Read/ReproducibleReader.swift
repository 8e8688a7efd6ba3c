// `reproducible` of a stage: how often it runs again, what is changed around it, and what of its
// outputs may differ.

internal import AndonModel

/// Reads what is said about a stage's outputs in several runs.
struct ReproducibleReader {
  private static let keys = ["runs", "vary", "ignore", "normalise", "explain"]
  private static let most = 100

  /// What is allowed as a glob; adds a fault where it is not.
  let isBelow: (String, YAMLNode, inout ConfigProblems) -> Bool

  /// Reads the key; nil where it is not there.
  func read(_ fields: Fields, outputs: [String], _ faults: inout ConfigProblems) -> Reproducible? {
    guard let node = fields["reproducible"], let key = fields.key("reproducible") else {
      return nil
    }
    if outputs.isEmpty, !Self.hasItems(fields["outputs"]) {
      faults.add(
        key, "`reproducible` has nothing to compare",
        hint: "name what the stage makes with `outputs`")
    }
    guard let given = Fields(node, "`reproducible`", keys: Self.keys, &faults) else { return nil }
    var reproducible = Reproducible(runs: given.integer("runs", 2...Self.most, &faults) ?? 2)
    reproducible.vary = variations(given, &faults)
    reproducible.ignore = (given.texts("ignore", &faults) ?? []).compactMap { glob in
      isBelow(glob.text, glob.node, &faults) ? glob.text : nil
    }
    reproducible.normalise = normalisations(given, &faults)
    let explanation: Explanation? = given.choice("explain", &faults)
    reproducible.asksDiffoscope = explanation == .diffoscope
    return reproducible
  }

  // Who is asked for more.
  private enum Explanation: String, CaseIterable {
    case builtin
    case diffoscope
  }

  // What is written there and is no glob has had its fault.
  private static func hasItems(_ node: YAMLNode?) -> Bool {
    guard let node else { return false }
    if case .sequence(let items) = node.content { return !items.isEmpty }
    return true
  }

  private func variations(_ given: Fields, _ faults: inout ConfigProblems) -> [Variation] {
    var all: [Variation] = []
    for name in given.texts("vary", &faults) ?? [] {
      guard let variation = Variation(rawValue: name.text) else {
        faults.add(
          name.node, "`\(name.text)` cannot be varied",
          hint: .nearest(to: name.text, among: Variation.allCases.map(\.rawValue)))
        continue
      }
      if all.contains(variation) {
        faults.add(name.node, "`\(name.text)` is here twice", hint: "name it once")
      } else {
        all.append(variation)
      }
    }
    return all
  }

  private func normalisations(
    _ given: Fields, _ faults: inout ConfigProblems
  ) -> [Normalization] {
    guard let node = given["normalise"] else { return [] }
    guard case .sequence(let items) = node.content, !items.isEmpty else {
      faults.add(
        node, "`normalise` is no list of values",
        hint: "write, for example, [{ files: \"out/**/*.json\", json: /generatedAt }]")
      return []
    }
    return items.compactMap { item in
      guard
        let rule = Fields(item, "an entry of `normalise`", keys: ["files", "json"], &faults)
      else { return nil }
      rule.require("files", &faults)
      rule.require("json", &faults)
      guard let glob = rule.text("files", &faults), let place = rule["files"],
        isBelow(glob, place, &faults), let text = rule.text("json", &faults),
        let key = rule["json"]
      else { return nil }
      guard let pointer = JSONPointer(text), !pointer.tokens.isEmpty else {
        faults.add(
          key, "`\(text)` is no pointer to a value in a document",
          hint: "write, for example, /meta/generatedAt")
        return nil
      }
      return Normalization(files: glob, pointer: pointer)
    }
  }
}
