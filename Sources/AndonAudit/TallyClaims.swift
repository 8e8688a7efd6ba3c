// What a report says about how many objectives came to what: `2/11 SLOs met (18 %)`, `Failing: 7`,
// `1 failed, 9 unknown`, `None of the SLOs failed`.

/// A count that a report states.
struct TallyClaim {
  /// The line.
  let line: Int
  /// What is counted; nil for all objectives.
  let status: ClaimedStatus?
  /// How many; nil where only a share is said.
  var count: Int?
  /// Of how many; nil where that is not said.
  var total: Int?
  /// The share in per cent; nil where that is not said.
  var percent: Double?
  /// Whether it is said of all objectives, however many there are.
  var isAll = false
  /// As it is shown.
  var text: String

  fileprivate init(line: Int, status: ClaimedStatus?, count: Int?, text: String) {
    self.line = line
    self.status = status
    self.count = count
    self.text = text
  }
}

/// Finds counts.
enum TallyClaims {
  private static let subjects: Set<String> = [
    "slo", "slos", "objective", "objectives", "target", "targets", "promise", "promises",
    "compliance", "overall", "ziele", "zielen",
  ]
  // Other things that pass or fail.
  private static let others: Set<String> = [
    "test", "tests", "stage", "stages", "case", "cases", "attempt", "attempts", "run", "runs",
    "job", "jobs", "check", "checks", "step", "steps", "process", "processes",
  ]
  // What is told of another time.
  private static let otherTimes: Set<String> = [
    "last", "previous", "previously", "yesterday", "next", "want", "goal", "aim", "plan", "rose",
    "fell", "improved", "formerly", "should",
  ]
  // What has a number for a name.
  private static let numbered: Set<String> = [
    "slo", "objective", "target", "version", "in", "q", "phase", "step", "level", "page", "since",
  ]
  private static let numerals: [String: Int] = [
    "none": 0, "no": 0, "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
  ]
  // So many words between a number and what it counts.
  private static let reach = 4

  /// The counts of a line.
  static func of(_ line: HandReport.Statement) -> [TallyClaim] {
    let words = numbers(ClaimWords(line.text).words)
    if line.text.hasPrefix("#"), !words.contains(where: isSubject) { return [] }
    if words.contains(where: { $0.letters.map(otherTimes.contains) ?? false }) { return [] }
    let claims = counts(words, line.line)
    if !claims.isEmpty { return claims }
    return [all(words, line.line), share(words, line.line)].compactMap { $0 }
  }

  private static func isSubject(_ word: ClaimWords.Word) -> Bool {
    word.letters.map(subjects.contains) ?? false
  }

  // `Three of three`, `None of the SLOs`.
  private static func numbers(_ words: [ClaimWords.Word]) -> [ClaimWords.Word] {
    var result = words
    for (index, word) in words.enumerated() {
      guard let number = word.letters.flatMap({ numerals[$0] }) else { continue }
      let next = index + 1 < words.count ? words[index + 1] : nil
      let isCounted = next == .word("of") || next == .word("out") && number > 0
      let isWhole = index > 0 && words[index - 1] == .word("of")
      if isCounted || isWhole { result[index] = .number(Double(number)) }
    }
    return result
  }

  private static func counts(_ words: [ClaimWords.Word], _ line: Int) -> [TallyClaim] {
    var claims: [TallyClaim] = []
    var taken = -1
    for index in words.indices where index > taken {
      guard let number = words[index].number, let count = Int(exactly: number) else { continue }
      let (total, end) = total(words, behind: index)
      guard isCount(words, index, end) else { continue }
      let before = Array(words[max(0, taken + 1)..<index])
      guard let (status, last) = status(words, before, behind: end) else {
        if let claim = listed(words, index, count, line) { claims.append(claim) }
        continue
      }
      let isOther = words[..<(last + 1)].contains { $0.letters.map(others.contains) ?? false }
      let isMeant =
        words.contains(where: isSubject) || isListItem(words, index) || isTotalsRow(words, index)
        || isSeries(words, last) || isWhole(words, total, last)
      if isOther || !isMeant { continue }
      var claim = TallyClaim(
        line: line, status: status, count: count,
        text: "\(count)\(total.map { "/\($0)" } ?? "") \(status.text)")
      claim.total = total
      claim.percent = percent(words, around: index, last)
      claims.append(claim)
      taken = last
    }
    return claims
  }

  // MARK: Other forms

  // `all 11 SLO targets`, and `| Total | 4 |`.
  private static func listed(
    _ words: [ClaimWords.Word], _ index: Int, _ count: Int, _ line: Int
  ) -> TallyClaim? {
    if isTotalsRow(words, index), words.compactMap(\.letters) == ["total"] {
      return TallyClaim(line: line, status: nil, count: count, text: "\(count) in total")
    }
    guard index > 0, words[index - 1] == .word("all") else { return nil }
    let behind = words[(index + 1)...].prefix(3).compactMap(\.letters)
    guard behind.contains(where: subjects.contains), !behind.contains(where: others.contains) else {
      return nil
    }
    return TallyClaim(line: line, status: nil, count: count, text: "all \(count)")
  }

  // `All SLOs are met.`
  private static func all(_ words: [ClaimWords.Word], _ line: Int) -> TallyClaim? {
    guard words.first == .word("all"), words.count < 9 else { return nil }
    let letters = words.compactMap(\.letters)
    guard letters.contains(where: subjects.contains), !letters.contains(where: others.contains),
      !letters.contains("not"), !words.contains(where: { $0.number != nil }),
      let status = letters.lazy.compactMap({ ClaimedStatus(word: $0) }).first
    else { return nil }
    var claim = TallyClaim(line: line, status: status, count: nil, text: "all \(status.text)")
    claim.isAll = true
    return claim
  }

  // `Compliance: 75 %`, `Pass rate: 100 %`.
  private static func share(_ words: [ClaimWords.Word], _ line: Int) -> TallyClaim? {
    let start = words.first == .sign("-") ? 1 : 0
    guard let colon = words.firstIndex(of: .sign(":")), colon + 2 < words.count,
      let percent = words[colon + 1].number, words[colon + 2] == .sign("%")
    else { return nil }
    let key = words[start..<colon].compactMap(\.letters)
    guard
      ["compliance", "overall compliance", "pass rate", "slo compliance"]
        .contains(key.joined(separator: " "))
    else { return nil }
    var claim = TallyClaim(line: line, status: .pass, count: nil, text: "\(percent) % PASS")
    claim.percent = percent
    return claim
  }

  // MARK: Parts of a count

  // `/ 11`, `of 11`, `of the 11`, `out of 11` behind a number.
  private static func total(
    _ words: [ClaimWords.Word], behind index: Int
  ) -> (total: Int?, end: Int) {
    var next = index + 1
    if next < words.count, words[next] == .word("out") { next += 1 }
    guard next < words.count, [.sign("/"), .word("of"), .word("von")].contains(words[next]) else {
      return (nil, index)
    }
    next += 1
    if next < words.count, words[next] == .word("the") { next += 1 }
    guard next < words.count, let number = words[next].number, let total = Int(exactly: number)
    else { return (nil, index) }
    // `2/11/3` is a date, or a list.
    if next + 1 < words.count, words[next + 1] == .sign("/") { return (nil, index) }
    return (total, next)
  }

  // No quantity, no version, no number of something.
  private static func isCount(_ words: [ClaimWords.Word], _ index: Int, _ end: Int) -> Bool {
    if index > 0 {
      let before = words[index - 1]
      if [.sign("#"), .sign("/"), .sign("$")].contains(before) { return false }
      // A dash may stand between two parts of a sentence.
      if before == .sign("-"), end == index { return false }
      if end == index, let letters = before.letters, numbered.contains(letters) { return false }
    }
    guard end + 1 < words.count else { return true }
    let next = words[end + 1]
    return ![.sign("%"), .sign("+"), .sign("-"), .sign(":"), .word("x")].contains(next)
      && ClaimedValue("1 \(next.letters ?? "")")?.kind.isQuantity != true
  }

  // `met` behind the number, else before it: `SLOs met | 2/11`, `Failing: 7`.
  private static func status(
    _ words: [ClaimWords.Word], _ before: [ClaimWords.Word], behind end: Int
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
        // `3 targets failed to build` is about something else.
        if place + 1 < words.count, words[place + 1] == .word("to") { return nil }
        let isDenied = words[place - 1] == .word("not") || words[place - 1] == .word("nicht")
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
    "sind", "nicht",
  ]

  // `- ✅ Passing: 1`, `Passed: 3/3`.
  private static func isListItem(_ words: [ClaimWords.Word], _ index: Int) -> Bool {
    guard index >= 2, words[index - 1] == .sign(":") else { return false }
    return words[..<index].count { $0.letters != nil } == 1
      && words[..<index].allSatisfy { $0.number == nil }
  }

  // `3/3 passed.` and nothing else.
  private static func isWhole(_ words: [ClaimWords.Word], _ total: Int?, _ last: Int) -> Bool {
    total != nil && words.first?.number != nil
      && words[(last + 1)...].allSatisfy { $0.letters == nil && $0.number == nil }
  }

  // `| ✅ Pass | 2 |`.
  private static func isTotalsRow(_ words: [ClaimWords.Word], _ index: Int) -> Bool {
    words.first == .sign("|") && words.count { $0 == .sign("|") } == 3
      && words.count { $0.letters != nil } == 1 && words[index - 1] == .sign("|")
  }

  // `1 passed, 6 failed, 4 unknown`: one line with several answers.
  private static func isSeries(_ words: [ClaimWords.Word], _ last: Int) -> Bool {
    let statuses = Set(words.compactMap { $0.letters.flatMap { ClaimedStatus(word: $0) } })
    let pairs = zip(words, words.dropFirst()).count { first, second in
      first.number != nil && second.letters.flatMap { ClaimedStatus(word: $0) } != nil
    }
    return statuses.count > 1 && pairs > 1
  }

  // `2/11 … (18%)`, before the next count; else `18% (2/11 …)`.
  private static func percent(
    _ words: [ClaimWords.Word], around index: Int, _ end: Int
  ) -> Double? {
    let places = Array(words.indices.dropLast()).filter {
      words[$0].number != nil && words[$0 + 1] == .sign("%")
    }
    if let behind = places.first(where: { $0 > end }), behind - end <= 8,
      !words[(end + 1)..<behind].contains(where: { $0.number != nil })
    {
      return words[behind].number
    }
    guard let before = places.last(where: { $0 < index }), index - before <= 8,
      !words[(before + 1)..<index].contains(where: { $0.number != nil })
    else { return nil }
    // It may belong to the count before this one.
    let isFirst = !words[..<before].contains { $0.number != nil }
    return isFirst ? words[before].number : nil
  }
}

extension ClaimedValue.ClaimedUnit {
  /// Whether it is more than a number of things.
  fileprivate var isQuantity: Bool { if case .count = self { false } else { true } }
}
