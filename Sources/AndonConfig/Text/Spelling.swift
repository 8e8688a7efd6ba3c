// The nearest spelling of a name that is not known.

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
    if let same = known.first(where: { $0.lowercased() == name.lowercased() }) { return same }
    // One edit away from a name of two letters is every other one.
    let limit = min(4, name.count / 3)
    let scalars = Array(name.unicodeScalars)
    let ranked = known.lazy
      .filter { abs($0.utf8.count - name.utf8.count) <= limit * 4 }
      .map { other in
        // A name that begins alike is more likely: `retries` means `retry`.
        let isAlike = zip(name, other).prefix { $0 == $1 }.count > 3
        let most = limit + (isAlike ? 1 : 0)
        let distance = distance(scalars, Array(other.unicodeScalars), upTo: most)
        return (name: other, distance: distance > most ? .max : distance - (isAlike ? 2 : 0))
      }
      .filter { $0.distance <= limit }
    return ranked.min { $0.distance < $1.distance }?.name
  }

  // Damerau's and Levenshtein's distance with neighbours swapped at the cost of one; what lies
  // further apart than `limit` is more than it. Only the band around the diagonal can hold less:
  // Ukkonen (1985).
  private static func distance(
    _ left: [Unicode.Scalar], _ right: [Unicode.Scalar], upTo limit: Int
  ) -> Int {
    let far = limit + 1
    if abs(left.count - right.count) > limit { return far }
    var beforeLast: [Int] = []
    var last = (0...right.count).map { min($0, far) }
    for row in left.indices {
      var current = [Int](repeating: far, count: right.count + 1)
      current[0] = min(row + 1, far)
      for column in max(0, row - limit)..<min(right.count, row + limit + 1) {
        let change = last[column] + (left[row] == right[column] ? 0 : 1)
        var best = min(change, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current[column + 1] = min(best, far)
      }
      if !current.contains(where: { $0 <= limit }) { return far }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
