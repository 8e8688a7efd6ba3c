// What a report says about how many objectives came to what: `2/11 SLOs met (18 %)`, `Failing: 7`,
// `1 failed, 9 unknown`.

/// A count that a report states.
struct TallyClaim {
  /// The line.
  let line: Int
  /// What is counted; nil for all objectives.
  let status: ClaimedStatus?
  /// How many.
  let count: Int
  /// Of how many; nil where that is not said.
  let total: Int?
  /// The share in per cent; nil where that is not said.
  let percent: Double?
  /// As it is shown.
  let text: String
}

/// Finds counts.
enum TallyClaims {
  private static let subjects: Set<String> = [
    "slo", "slos", "objective", "objectives", "target", "targets", "promise", "promises",
    "compliance", "overall",
  ]
  // Other things that pass or fail.
  private static let others: Set<String> = [
    "test", "tests", "stage", "stages", "case", "cases", "attempt", "attempts", "run", "runs",
    "job", "jobs", "check", "checks", "step", "steps",
  ]
  // So many words between a number and what it counts.
  private static let reach = 4

  /// The counts of a line.
  static func of(_ line: HandReport.Statement) -> [TallyClaim] {
    let words = ClaimWords(line.text).words
    var claims: [TallyClaim] = []
    var taken = -1
    for index in words.indices where index > taken {
      guard let number = words[index].number, let count = Int(exactly: number) else { continue }
      let (total, end) = total(words, behind: index)
      guard isCount(words, index, end) else { continue }
      let before = Array(words[max(0, taken + 1)..<index])
      guard let (status, last) = status(words, before, behind: end, hasTotal: total != nil) else {
        if let claim = all(words, index, count, line.line) { claims.append(claim) }
        continue
      }
      let isSubject = words.contains { $0.letters.map(subjects.contains) ?? false }
      let isOther = words[..<(last + 1)].contains { $0.letters.map(others.contains) ?? false }
      let isListed = isListItem(words, index)
      if isOther || !(isSubject || isListed || isSeries(words, last)) { continue }
      let share = percent(words, around: index, end)
      let of = total.map { "/\($0)" } ?? ""
      claims.append(
        TallyClaim(
          line: line.line, status: status, count: count, total: total, percent: share,
          text: "\(count)\(of) \(status.text)"))
      taken = last
    }
    return claims
  }

  // `all 11 SLO targets`.
  private static func all(
    _ words: [ClaimWords.Word], _ index: Int, _ count: Int, _ line: Int
  ) -> TallyClaim? {
    guard index > 0, words[index - 1] == .word("all") else { return nil }
    let behind = words[(index + 1)...].prefix(3).compactMap(\.letters)
    guard behind.contains(where: subjects.contains), !behind.contains(where: others.contains) else {
      return nil
    }
    return TallyClaim(
      line: line, status: nil, count: count, total: nil, percent: nil, text: "all \(count)")
  }

  // `/ 11` or `of 11` behind a number.
  private static func total(
    _ words: [ClaimWords.Word], behind index: Int
  ) -> (total: Int?, end: Int) {
    guard index + 2 < words.count,
      words[index + 1] == .sign("/") || words[index + 1] == .word("of"),
      let number = words[index + 2].number, let total = Int(exactly: number)
    else { return (nil, index) }
    // `2/11/3` is a date, or a list.
    if index + 3 < words.count, words[index + 3] == .sign("/") { return (nil, index) }
    return (total, index + 2)
  }

  // No quantity, no version, no number of something.
  private static func isCount(_ words: [ClaimWords.Word], _ index: Int, _ end: Int) -> Bool {
    if index > 0, [.sign("#"), .sign("-"), .sign("/"), .sign("$")].contains(words[index - 1]) {
      // A dash may stand between two parts of a sentence.
      let isDash = words[index - 1] == .sign("-") && end > index
      if !isDash { return false }
    }
    guard end + 1 < words.count else { return true }
    let next = words[end + 1]
    return ![.sign("%"), .sign("+"), .sign("-"), .sign(":"), .word("x")].contains(next)
      && ClaimedValue("1 \(next.letters ?? "")") == nil
  }

  // `met` behind the number, else before it: `SLOs met | 2/11`, `Failing: 7`.
  private static func status(
    _ words: [ClaimWords.Word], _ before: [ClaimWords.Word], behind end: Int, hasTotal: Bool
  ) -> (ClaimedStatus, last: Int)? {
    var depth = 0
    for (distance, word) in words[(end + 1)...].prefix(reach + 6).enumerated() {
      if word == .sign("(") { depth += 1 }
      if word == .sign(")") { depth -= 1 }
      if depth > 0 { continue }
      if word.number != nil || [.sign(","), .sign("|"), .sign(";"), .sign(".")].contains(word) {
        break
      }
      guard let letters = word.letters else { continue }
      if let status = ClaimedStatus(word: letters) {
        let place = end + 1 + distance
        let isDenied = words[place - 1] == .word("not")
        return (isDenied && status == .pass ? .fail : status, place)
      }
      if distance > reach || !(subjects.contains(letters) || fillers.contains(letters)) { break }
    }
    // Directly before it, with a colon or the edge of a cell between.
    guard let last = before.last, last == .sign(":") || last == .sign("|"),
      let word = before.dropLast().last(where: { $0.letters != nil })?.letters,
      let status = ClaimedStatus(word: word)
    else { return nil }
    return (status, end)
  }

  private static let fillers: Set<String> = [
    "are", "were", "is", "was", "have", "has", "been", "performance", "not", "of", "the", "all",
  ]

  // `- ✅ Passing: 1`.
  private static func isListItem(_ words: [ClaimWords.Word], _ index: Int) -> Bool {
    guard let first = words.first, index >= 2, words[index - 1] == .sign(":") else { return false }
    let isMarked = first == .sign("-") || first == .sign("+") || first == .sign("•")
    return isMarked && words[..<index].count(where: { $0.letters != nil }) == 1
  }

  // `1 passed, 6 failed, 4 unknown`: one line with several answers.
  private static func isSeries(_ words: [ClaimWords.Word], _ last: Int) -> Bool {
    let statuses = Set(words.compactMap { $0.letters.flatMap { ClaimedStatus(word: $0) } })
    let pairs = zip(words, words.dropFirst()).count { first, second in
      first.number != nil && second.letters.flatMap { ClaimedStatus(word: $0) } != nil
    }
    return statuses.count > 1 && pairs > 1
  }

  // `18% (2/11 …)` or `2/11 … (18%)`.
  private static func percent(
    _ words: [ClaimWords.Word], around index: Int, _ end: Int
  ) -> Double? {
    let places = Array(words.indices.dropLast()).filter {
      words[$0].number != nil && words[$0 + 1] == .sign("%")
    }
    let nearest = places.min { abs($0 - index) < abs($1 - index) }
    guard let nearest, abs(nearest - end) <= 8 else { return nil }
    return words[nearest].number
  }
}
