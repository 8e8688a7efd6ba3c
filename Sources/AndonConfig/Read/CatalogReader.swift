// A catalogue of causes: YAML text into rules, or into all of its faults.
// The form is that of the catalogue that the binary carries, CAndonResources/causes.yaml.

package import AndonModel
internal import AndonText
internal import CAndonResources

/// Reads catalogues of causes.
package struct CatalogReader {
  private static let keys = ["version", "classes", "rules"]
  private static let ruleKeys = [
    "id", "class", "weight", "regex", "why", "remedy", "follows", "positive", "negative",
    "source", "source_check", "evidence",
  ]
  private static let required = ["id", "class", "weight", "regex", "why", "remedy"]

  private var faults: ConfigProblems
  private var rules: [LogPattern] = []
  private var classes = Set(CauseClass.known.map(\.rawValue))
  // Compiling all of andon's own patterns would cost more than a short run takes; tests do it.
  private let isTrusted: Bool

  /// The rules that andon brings along.
  package static func builtIn() -> [LogPattern] {
    let bytes = unsafe Array(
      UnsafeRawBufferPointer(
        start: UnsafeRawPointer(andon_causes), count: andon_causes_size))
    guard let rules = try? read(bytes, isTrusted: true) else {
      preconditionFailure("the catalogue that the binary carries cannot be read")
    }
    return rules
  }

  /// Reads a project's catalogue.
  package static func read(_ bytes: [UInt8]) throws(ConfigProblems) -> [LogPattern] {
    try read(bytes, isTrusted: false)
  }

  private static func read(
    _ bytes: [UInt8], isTrusted: Bool
  ) throws(ConfigProblems) -> [LogPattern] {
    var reader = CatalogReader(faults: ConfigProblems(bytes), isTrusted: isTrusted)
    if let root = YAMLParser.root(
      of: bytes, holding: "catalogue of causes", hint: "begin with `version: 1` and `rules:`",
      &reader.faults)
    {
      reader.readRoot(root)
    }
    if reader.faults.list.isEmpty { return reader.rules }
    reader.faults.sort()
    throw reader.faults
  }

  private init(faults: ConfigProblems, isTrusted: Bool) {
    self.faults = faults
    self.isTrusted = isTrusted
  }

  private mutating func readRoot(_ root: YAMLNode) {
    guard let top = Fields(root, "the file", keys: Self.keys, &faults) else { return }
    top.requireVersion(&faults)
    top.require("rules", &faults)
    classes.formUnion((top.texts("classes", &faults) ?? []).map(\.text))
    guard let node = top["rules"] else { return }
    guard case .sequence(let items) = node.content else {
      faults.add(node, "`rules` must be a list, not \(node.kind)", hint: "begin entries with -")
      return
    }
    for item in items { readRule(item) }
  }

  private mutating func readRule(_ node: YAMLNode) {
    guard let fields = Fields(node, "a rule", keys: Self.ruleKeys, &faults) else { return }
    for key in Self.required { fields.require(key, &faults) }
    let weight = fields.integer("weight", 0...100, &faults)
    let pattern = pattern(fields)
    guard let id = fields.text("id", &faults), let kind = fields.text("class", &faults),
      let regex = fields.text("regex", &faults), let why = fields.text("why", &faults),
      let remedy = fields.text("remedy", &faults)
    else { return }
    if rules.contains(where: { $0.id == id }), let place = fields["id"] {
      faults.add(place, "there are two rules `\(id)`", hint: "give one of them another name")
    }
    if let place = fields["class"] { checkClass(kind, place) }
    if let pattern { checkExamples(pattern, fields) }
    var rule = LogPattern(
      id: id, kind: CauseClass(rawValue: kind), weight: weight ?? 0, regex: regex, why: why,
      remedy: remedy)
    for (name, place) in fields.texts("follows", &faults) ?? [] {
      checkClass(name, place)
      rule.follows.append(CauseClass(rawValue: name))
    }
    rules.append(rule)
  }

  private mutating func checkClass(_ name: String, _ place: YAMLNode) {
    if classes.contains(name) { return }
    faults.add(
      place, "there is no class `\(name)`", hint: .nearest(to: name, among: classes.sorted()))
  }

  private mutating func pattern(_ fields: Fields) -> Pattern? {
    guard !isTrusted, let node = fields["regex"], let text = fields.text("regex", &faults)
    else { return nil }
    AttemptReader.checkPattern(text, node, &faults)
    return try? Pattern(text)
  }

  private mutating func checkExamples(_ pattern: Pattern, _ fields: Fields) {
    for (key, mustMatch) in [("positive", true), ("negative", false)] {
      guard let node = fields[key], let line = fields.text(key, &faults) else { continue }
      var matches = false
      if case .match = pattern.search(line.utf8Span) { matches = true }
      if matches == mustMatch { continue }
      faults.add(
        node, mustMatch ? "the rule does not match this line" : "the rule matches this line",
        hint: "mend the `regex`, or the line")
    }
  }
}
