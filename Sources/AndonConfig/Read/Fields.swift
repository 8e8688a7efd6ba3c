// The keys of one mapping, read with the type that each key asks for.
// Collects faults instead of stopping: a file's faults are shown all at once.

internal import AndonModel

/// A mapping whose keys have been checked.
struct Fields {
  /// The mapping.
  let node: YAMLNode
  /// What the mapping is, for messages: `a stage`.
  let what: String
  private let entries: [String: YAMLNode.Entry]

  /// Checks that a node is a mapping with known keys.
  ///
  /// Unknown ones and keys without a value are faults, and are left out.
  init?(_ node: YAMLNode, _ what: String, keys: [String], _ faults: inout ConfigProblems) {
    guard let all = Self.entries(of: node, what, &faults) else { return nil }
    self.node = node
    self.what = what
    var entries: [String: YAMLNode.Entry] = [:]
    for entry in all {
      if !keys.contains(entry.name) {
        faults.add(
          entry.key, "unknown key `\(entry.name)` in \(what)",
          hint: .nearest(to: entry.name, among: keys))
      } else if entry.value.isAbsent {
        faults.add(
          entry.key, "the key `\(entry.name)` has no value", hint: "give it one, or leave it out")
      } else {
        entries[entry.name] = entry
      }
    }
    self.entries = entries
  }

  /// The entries of a mapping in order; a fault when the node is none.
  static func entries(
    of node: YAMLNode, _ what: String, _ faults: inout ConfigProblems
  ) -> [YAMLNode.Entry]? {
    if case .mapping(let entries) = node.content { return entries }
    faults.add(
      node, "\(what) must be a mapping, not \(node.kind)", hint: "write `key: value` lines here")
    return nil
  }

  /// The node of a key.
  subscript(key: String) -> YAMLNode? { entries[key]?.value }

  /// The key itself, for its place.
  func key(_ name: String) -> YAMLNode? { entries[name]?.key }

  /// Whether the key was written, with a value or without.
  func has(_ name: String) -> Bool {
    guard case .mapping(let all) = node.content else { return false }
    return all.contains { $0.name == name }
  }

  /// Adds a fault when the key is missing.
  ///
  /// A key without a value has had its fault.
  func require(_ key: String, _ faults: inout ConfigProblems) {
    if has(key) { return }
    faults.add(node, "\(what) has no `\(key)`", hint: "add `\(key): …`")
  }

  /// Adds a fault when the version of the file is missing, or is not the one that is read.
  func requireVersion(_ faults: inout ConfigProblems) {
    require("version", &faults)
    if let node = self["version"], text("version", &faults) != "1" {
      faults.add(node, "this andon reads version 1 only", hint: "write `version: 1`")
    }
  }

  /// Any scalar as it is written.
  func text(_ key: String, _ faults: inout ConfigProblems) -> String? {
    self[key].flatMap { Self.text($0, "`\(key)`", &faults) }
  }

  /// `true` or `false`, nothing else.
  func boolean(_ key: String, _ faults: inout ConfigProblems) -> Bool? {
    guard let node = self[key], let text = text(key, &faults) else { return nil }
    switch text {
    case "true": return true
    case "false": return false
    default:
      faults.add(node, "`\(key)` is true or false, not `\(text)`", hint: "write true or false")
      return nil
    }
  }

  /// A whole decimal number within a range.
  func integer(_ key: String, _ range: ClosedRange<Int>, _ faults: inout ConfigProblems) -> Int? {
    guard let node = self[key], let text = text(key, &faults) else { return nil }
    // No leading zeros: `012` is another number in YAML 1.1.
    if let number = Int(text), String(number) == text, range.contains(number) { return number }
    faults.add(
      node,
      "`\(key)` is a whole number from \(range.lowerBound) to \(range.upperBound), "
        + "not `\(text)`", hint: "write a number such as \(range.lowerBound)")
    return nil
  }

  /// A time in seconds or a size in bytes, more than 0 unless `zero` is allowed.
  func quantity(
    _ key: String, _ unit: MeasureUnit, zero: Bool = false, _ faults: inout ConfigProblems
  ) -> Double? {
    guard let node = self[key], let text = text(key, &faults) else { return nil }
    do throws(QuantityText.QuantityError) {
      let value = try QuantityText.value(text, unit: unit)
      if value > 0 || zero { return value }
      let example = QuantityText.example(of: unit)
      faults.add(node, "`\(key)` must be more than 0", hint: "write, for example, \(example)")
    } catch {
      faults.add(node, error)
    }
    return nil
  }

  /// A size in whole bytes, more than 0.
  func bytes(_ key: String, _ faults: inout ConfigProblems) -> Int? {
    // A quantity is at most 1e18.
    quantity(key, .bytes, &faults).map { Int($0.rounded()) }
  }

  /// One of the values of an enumeration.
  func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ key: String, _ faults: inout ConfigProblems
  ) -> Value? {
    guard let node = self[key], let text = text(key, &faults) else { return nil }
    if let value = Value(rawValue: text) { return value }
    faults.add(
      node, "`\(key)` cannot be `\(text)`",
      hint: .nearest(to: text, among: Value.allCases.map(\.rawValue)))
    return nil
  }

  /// A list of texts; one text stands for a list of one.
  ///
  /// With the node of each, for its place.
  func texts(_ key: String, _ faults: inout ConfigProblems) -> [(text: String, node: YAMLNode)]? {
    guard let node = self[key] else { return nil }
    guard case .sequence(let items) = node.content else {
      if case .mapping = node.content {
        faults.add(
          node, "`\(key)` must be a list, not \(node.kind)", hint: "write `- value` lines here")
        return nil
      }
      return text(key, &faults).map { [($0, node)] }
    }
    return items.compactMap { item in
      if item.isAbsent {
        faults.add(item, "an entry of `\(key)` is empty", hint: "give it a value, or remove it")
        return nil
      }
      return Self.text(item, "an entry of `\(key)`", &faults).map { ($0, item) }
    }
  }

  /// A mapping of texts, such as an environment.
  func pairs(
    _ key: String, _ faults: inout ConfigProblems
  ) -> [(name: YAMLNode.Entry, text: String)]? {
    guard let node = self[key], let entries = Self.entries(of: node, "`\(key)`", &faults) else {
      return nil
    }
    return entries.compactMap { entry in
      if entry.value.isAbsent {
        faults.add(
          entry.key, "`\(entry.name)` has no value", hint: "write \"\" for an empty text")
        return nil
      }
      return Self.text(entry.value, "`\(entry.name)`", &faults).map { (entry, $0) }
    }
  }

  private static func text(
    _ node: YAMLNode, _ what: String, _ faults: inout ConfigProblems
  ) -> String? {
    if case .scalar(let text, _) = node.content { return text }
    faults.add(node, "\(what) must be text, not \(node.kind)", hint: "write one value here")
    return nil
  }
}
