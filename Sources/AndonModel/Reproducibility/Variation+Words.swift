// Variations and appearances in words, for whoever tells of them.

extension Variation {
  /// What is another one in changed surroundings, such as `time zone`.
  package var noun: String {
    switch self {
    case .locale: "locale"
    case .timezone: "time zone"
    case .umask: "umask"
    case .path: "path"
    case .userName: "user name"
    case .home: "home"
    case .cpus: "number of processors"
    case .order: "order of files"
    case .time: "time"
    }
  }
}

extension VariationResult {
  /// When an output differs, to be read behind `it differs`.
  package var text: String {
    switch self {
    case .always: "with nothing changed as well"
    case .under(let variation): "with another \(variation.noun)"
    case .together(let variations):
      "with another \(variations.map(\.noun).joined(separator: ", ")), not with each alone"
    case .sometimes: "in some runs and not in others"
    }
  }
}

extension OutputDifference {
  /// What differs, to be read behind the path.
  package var text: String {
    switch kind {
    case .onlyFirst: "only the first run made it"
    case .onlyOther: "only a later run made it"
    case .type: "\(first) in the first run, \(other) in another"
    case .mode: "mode \(first) in the first run, \(other) in another"
    case .target: "leads to `\(first)` in the first run, to `\(other)` in another"
    case .content: "\(place): `\(first)` in the first run, `\(other)` in another"
    }
  }
}
