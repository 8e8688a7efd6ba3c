// What a difference looks like, together with when it appears: the one alone can be mistaken.

extension Suspicion {
  /// What is to be suspected of a difference that looks like something, or like nothing, and
  /// appears so.
  package init?(_ looks: Suspicion?, _ appears: Appearance) {
    guard case .under(let variation) = appears else {
      guard let looks else { return nil }
      self = looks
      return
    }
    switch (variation, looks) {
    // Times that differ by nothing but the zone, names sorted by the language's letters.
    case (.timezone, _): self = .timeZone
    case (.locale, _): self = .locale
    case (.umask, _): self = .umask
    case (.path, _), (.home, _): self = .path
    case (.userName, _): self = .identity
    case (.cpus, .order): self = .order
    case (.cpus, _): self = .processors
    case (.order, _): self = .order
    case (.time, _): self = .timestamp
    }
  }
}
