// Requests and results of comparisons as words: what andon and the process that compares tell each
// other. A request is that process's command line, a result a file of words that end with a NUL.

extension ComparisonRequest {
  /// The words of a request.
  package var words: [String] {
    var words = ["first", first, "other", other]
    for folder in except { words += ["except", folder] }
    for glob in outputs { words += ["output", glob] }
    for glob in ignore { words += ["ignore", glob] }
    for rule in normalise { words += ["normalise", rule.files, rule.pointer.description] }
    for pair in known { words += ["known", pair.suspicion.rawValue, pair.first, pair.other] }
    return words + ["free-modes", "\(freeModes)", "begun", "\(begun)"]
  }

  /// Reads words; nil where they are no request.
  package init?(words: some Sequence<String>) {
    self.init(first: "", other: "", outputs: [])
    var words = Array(words)[...]
    while let name = words.popFirst() {
      guard let value = words.popFirst() else { return nil }
      switch name {
      case "first": first = value
      case "other": other = value
      case "except": except.append(value)
      case "output": outputs.append(value)
      case "ignore": ignore.append(value)
      case "normalise":
        guard let text = words.popFirst(), let pointer = JSONPointer(text) else { return nil }
        normalise.append(Normalization(files: value, pointer: pointer))
      case "known":
        guard let suspicion = DifferenceCategory(rawValue: value), let first = words.popFirst(),
          let other = words.popFirst()
        else { return nil }
        known.append(Known(suspicion, first: first, other: other))
      case "free-modes": freeModes = Int(value) ?? 0
      case "begun": begun = Int(value) ?? 0
      default: return nil
      }
    }
    if first.isEmpty || other.isEmpty || outputs.isEmpty { return nil }
  }
}

extension OutputComparison {
  // Only what was written to its end ends with it.
  private static let end = "end"

  /// The bytes of a result.
  package var bytes: [UInt8] {
    var words = ["first", "\(first)"]
    for path in differing { words += ["differing", path] }
    for path in added { words += ["added", path] }
    for path in unread { words += ["unread", path] }
    for row in differences {
      words += [
        "difference", row.path, row.kind.rawValue, row.place, row.first, row.other,
        row.suspicion?.rawValue ?? "",
      ]
    }
    // A word of an output may hold a NUL.
    return (words + [Self.end]).flatMap { $0.utf8.filter { $0 != 0 } + [0] }
  }

  /// Reads bytes; nil where they are no result, or not a whole one.
  package init?(bytes: [UInt8]) {
    self.init(first: 0)
    var words = bytes.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }[...]
    while let name = words.popFirst() {
      guard let value = words.popFirst() else { return nil }
      // Nothing is left behind the last NUL.
      if name == Self.end, value.isEmpty, words.isEmpty { return }
      switch name {
      case "first":
        guard let count = Int(value) else { return nil }
        first = count
      case "differing": differing.append(value)
      case "added": added.append(value)
      case "unread": unread.append(value)
      case "difference":
        let rest = Array(words.prefix(5))
        guard rest.count == 5, let kind = OutputDifference.OutputDifferenceKind(rawValue: rest[0])
        else {
          return nil
        }
        words = words.dropFirst(5)
        differences.append(
          OutputDifference(
            path: value, kind, at: rest[1], first: rest[2], other: rest[3],
            suspicion: DifferenceCategory(rawValue: rest[4])))
      default: return nil
      }
    }
    return nil
  }
}
