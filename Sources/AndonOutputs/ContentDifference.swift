// The first difference of two contents: what they are decides how it is looked for.
// Contents are hostile: each reader has limits, and what it cannot read is compared as bytes.

internal import AndonModel

/// Looks for the first difference.
struct ContentDifference {
  /// A difference, and where it is: from the outside in.
  struct FoundDifference {
    var place: [String]
    var first: [UInt8]
    var other: [UInt8]
    var suspicion: DifferenceCategory?

    /// The same, seen from one level further out.
    func inside(_ name: String) -> FoundDifference {
      var found = self
      found.place.insert(name, at: 0)
      return found
    }
  }

  // An archive in an archive in an archive, and so on.
  private static let deepest = 5
  /// What is not longer is looked at as a whole.
  static let longest = 8 << 20

  /// What is asked of each difference.
  let terms: DifferenceTerms
  private var depth = 0

  /// Begins at the outermost level.
  init(_ terms: DifferenceTerms) { self.terms = terms }

  /// The first difference of two contents; nil where there is none.
  func find(_ first: ByteSource, _ other: ByteSource) -> FoundDifference? {
    guard let difference = FirstDifference(first, other) else { return nil }
    if depth < Self.deepest {
      var inner = self
      inner.depth += 1
      if let found = ArchiveDifference(inner).find(first, other) { return found }
      if let found = ELFDifference(inner).find(first, other) { return found }
      if let found = JSONDifference(terms).find(first, other) { return found }
    }
    if Self.isText(first), Self.isText(other) {
      return TextDifference(terms).find(first, other, difference)
    }
    return ByteDifference(terms).find(first, other, difference)
  }

  /// Whether two modes differ in nothing but what a umask takes away.
  static func isUmask(_ one: Int, _ two: Int) -> Bool { (one ^ two) & ~0o077 == 0 }

  // A text holds no control characters but those that move or colour, not near its start.
  private static func isText(_ source: ByteSource) -> Bool {
    !source.head(8000).contains { $0 < 0x20 && !(0x08...0x0D).contains($0) && $0 != 0x1B }
  }
}
