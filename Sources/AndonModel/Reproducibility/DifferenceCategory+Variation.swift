// What a difference looks like, together with when it appears: the one alone can be mistaken.

extension DifferenceCategory {
  /// What is to be suspected of a difference that looks like something, or like nothing, and
  /// appears so.
  package init?(_ looks: DifferenceCategory?, _ differs: VariationResult) {
    guard case .under(let variation) = differs else {
      guard let looks else { return nil }
      self = looks
      return
    }
    // What clearly looks like something else only stood beside what was varied.
    switch (variation, looks) {
    case (.timezone, nil), (.timezone, .timestamp), (.timezone, .random): self = .timeZone
    // Names sorted by the language's letters.
    case (.locale, nil), (.locale, .order), (.locale, .random): self = .locale
    case (.umask, nil), (.umask, .random): self = .umask
    case (.path, nil), (.path, .random), (.home, nil), (.home, .random): self = .path
    case (.userName, nil), (.userName, .random), (.userName, .path): self = .identity
    case (.cpus, nil), (.cpus, .random): self = .processors
    case (.order, nil), (.order, .random): self = .order
    case (.time, nil), (.time, .random): self = .timestamp
    case (_, .some(let looks)): self = looks
    }
  }
}
