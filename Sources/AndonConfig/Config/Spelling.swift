// The nearest spelling of a name that is not known.

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

/// Looks for names that a writer may have meant.
enum Spelling {
  /// A hint with the nearest of the known names, or with all of them when none is near.
  static func hint(for name: String, among known: [String]) -> String {
    if let nearest = nearest(to: name, among: known) { return "did you mean `\(nearest)`?" }
    return choice(known)
  }

  /// What there is to choose from.
  static func choice(_ known: [String]) -> String {
    if known.isEmpty { return "there is none to choose from" }
    let shown = known.prefix(12).map { "`\($0)`" }.joined(separator: ", ")
    return "known here: \(shown)" + (known.count > 12 ? ", …" : "")
  }

  /// The nearest of the known names, when it is near enough to be meant.
  static func nearest(to name: String, among known: [String]) -> String? {
    // Beyond this nobody mistypes a name; and ten thousand comparisons must stay cheap.
    guard name.utf8.count <= 100 else { return nil }
    let limit = max(1, name.count / 3)
    let ranked = known.lazy
      .filter { abs($0.utf8.count - name.utf8.count) <= limit * 4 }
      .map { (name: $0, distance: distance(Array(name.unicodeScalars), Array($0.unicodeScalars))) }
      .filter { $0.distance <= limit }
    return ranked.min { $0.distance < $1.distance }?.name
  }

  // Damerau's and Levenshtein's distance with neighbours swapped at the cost of one.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let change = last[column] + (left[row] == right[column] ? 0 : 1)
        var best = min(change, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
