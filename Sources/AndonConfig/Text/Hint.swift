// What a writer can do about a fault, put into words only when it is shown.

/// What to do about a fault.
enum Hint: Equatable, ExpressibleByStringInterpolation {
  case text(String)
  /// The nearest of some known names, or what there is to choose from.
  case nearest(to: String, among: [String])

  /// Takes a hint as it is.
  init(stringLiteral text: String) { self = .text(text) }

  /// The hint in words; the nearest name is looked for only while that `isWorthIt`: a file in which
  /// ten thousand names dangle is not misspelt.
  func words(isWorthIt: Bool = true) -> String {
    switch self {
    case .text(let text): text
    case .nearest(let name, let known):
      isWorthIt || known.count < 100
        ? Spelling.hint(for: name, among: known) : Spelling.choice(known)
    }
  }
}
