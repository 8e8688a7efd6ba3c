// A hand-written report held against itself: what it counts, what it judges, and what on. Pure.

package import AndonModel

/// Looks for contradictions.
package struct ReportAudit {
  private let report: HandReport
  private var found: [Contradiction] = []

  /// The contradictions of a report's text, in the order of their lines.
  package static func contradictions(in text: String) -> [Contradiction] {
    var audit = ReportAudit(report: HandReport(text))
    audit.checkTallies()
    for objective in audit.objectives { audit.check(objective) }
    audit.checkDuplicates()
    return audit.found.sorted {
      ($0.claim.line, $0.kind.rawValue) < ($1.claim.line, $1.kind.rawValue)
    }
  }

  private init(report: HandReport) { self.report = report }

  // MARK: Tallies

  private mutating func checkTallies() {
    let rows = report.rows
    if rows.isEmpty { return }
    for claim in report.lines.flatMap(TallyClaims.of) {
      guard let status = claim.status else {
        if claim.count != rows.count { add(claim, "\(rows.count) objectives are listed", rows) }
        continue
      }
      let counted = rows.filter { $0.status == status }
      if counted.count != claim.count {
        add(claim, "\(counted.count) of \(rows.count) rows say \(status.text)", counted)
      } else if let total = claim.total, total != rows.count {
        add(claim, "\(rows.count) objectives are listed", rows)
      } else if let total = claim.total, let percent = claim.percent, total > 0,
        abs(percent - 100 * Double(claim.count) / Double(total)) >= 1
      {
        add(claim, "\(claim.count) of \(total) is not \(Self.short(percent)) %", counted)
      }
    }
  }

  private mutating func add(_ claim: TallyClaim, _ truth: String, _ rows: [HandReport.Mention]) {
    let against =
      rows.isEmpty
      ? [ReportClaim(line: report.rowsLine, value: "none")]
      : rows.map { ReportClaim(line: $0.line, value: $0.status?.text ?? "") }
    found.append(
      Contradiction(
        .tally, "it says \(claim.text), and \(truth)",
        claim: ReportClaim(line: claim.line, value: claim.text), against: against))
  }

  // MARK: Objectives

  // An objective with all that is said of it: its section first, then its row.
  private struct Objective {
    var mentions: [HandReport.Mention]

    var name: String {
      let number = mentions.compactMap(\.number).first.map { "#\($0) " } ?? ""
      return number + (mentions.last?.name ?? "")
    }
  }

  private var objectives: [Objective] {
    var all = report.sections.map { Objective(mentions: [$0]) }
    for row in report.tables.flatMap(\.rows) {
      let place = all.firstIndex { objective in
        objective.mentions.contains { mention in
          mention.number != nil && mention.number == row.number
            || mention.number == nil && !row.name.isEmpty && mention.name == row.name
        }
      }
      if let place { all[place].mentions.append(row) } else { all.append(.init(mentions: [row])) }
    }
    return all
  }

  private mutating func check(_ objective: Objective) {
    let mentions = objective.mentions
    if let first = mentions.first,
      let other = mentions.dropFirst().first(where: { $0.status != first.status })
    {
      add(
        .status,
        "\(objective.name) is \(first.status?.text ?? "") here and "
          + "\(other.status?.text ?? "") there", first, [claim(other)])
    }
    for mention in mentions {
      if let contradiction = decision(mention, objective.name) {
        found.append(contradiction)
        break
      }
    }
    if let contradiction = disturbance(objective) { found.append(contradiction) }
    for mention in mentions { checkMultiples(mention, objective.name) }
  }

  private func claim(_ mention: HandReport.Mention) -> ReportClaim {
    ReportClaim(line: mention.line, value: mention.status?.text ?? "")
  }

  private mutating func add(
    _ kind: Contradiction.Kind, _ message: String, _ mention: HandReport.Mention,
    _ against: [ReportClaim]
  ) {
    found.append(Contradiction(kind, message, claim: claim(mention), against: against))
  }

  // A decision against what it rests on.
  private func decision(_ mention: HandReport.Mention, _ name: String) -> Contradiction? {
    guard let status = mention.status, status == .pass || status == .fail,
      let measured = mention.measured, reference(in: measured.text) == nil
    else { return nil }
    let target = mention.target
    let against = [measured, target].compactMap { $0 }.map {
      ReportClaim(line: $0.line, value: $0.text)
    }
    let value = ClaimedValue(measured.text)
    if value == nil || ClaimedValue.isMissing(measured.text) {
      guard ClaimedValue.isMissing(measured.text) else { return nil }
      return Contradiction(
        .unmeasured, "\(name) is \(status.text), and nothing was measured", claim: claim(mention),
        against: against)
    }
    guard let value, let limit = target.flatMap({ ClaimedLimit($0.text) }) else { return nil }
    switch limit.isKept(by: value) {
    case .some(let isKept) where isKept != (status == .pass):
      let truth = isKept ? "keeps" : "breaks"
      return Contradiction(
        .status, "\(name) is \(status.text), and its value \(truth) the limit",
        claim: claim(mention), against: against)
    case nil where value.bound == .atLeast && value.kind == limit.value.kind:
      return Contradiction(
        .censored, "\(name) is \(status.text), and its value was cut off before it could tell",
        claim: claim(mention), against: against)
    case .some, nil: return nil
    }
  }

  // MARK: Disturbances

  private static let disturbances = [
    "lock blocking", "file lock", "file locks", "lock contention", "blocked by", "waiting for",
    "while waiting", "contention", "noisy machine", "under load", "other process",
  ]

  private func disturbance(_ objective: Objective) -> Contradiction? {
    guard let pass = objective.mentions.first(where: { $0.status == .pass }) else { return nil }
    let lines = objective.mentions.flatMap { mention in
      [mention.measured].compactMap { $0 } + mention.text
    }
    let noted = lines.filter { line in
      let words = ClaimWords(line.text)
      return Self.disturbances.contains { words.holds($0) }
    }
    if noted.isEmpty { return nil }
    var against: [ReportClaim] = []
    for line in noted where !against.contains(where: { $0.line == line.line }) {
      against.append(ReportClaim(line: line.line, value: HandReport.trimmed(line.text)))
    }
    return Contradiction(
      .tainted, "\(objective.name) is PASS, and its measurement is said to have been disturbed",
      claim: claim(pass), against: against)
  }

  // MARK: Multiples

  // `8x over target`, held against value and limit.
  private mutating func checkMultiples(_ mention: HandReport.Mention, _ name: String) {
    guard let measured = mention.measured.flatMap({ ClaimedValue($0.text) }),
      let limit = mention.target.flatMap({ ClaimedLimit($0.text) }), limit.value.low > 0,
      measured.kind == limit.value.kind
    else { return }
    let truth = (measured.low / limit.value.low, measured.high / limit.value.low)
    for line in mention.text {
      guard let (low, high) = Self.multiple(line.text) else { continue }
      let isRight = { (stated: Double, true: Double) in abs(stated - `true`) <= 0.1 * `true` + 0.5 }
      if isRight(low, truth.0), isRight(high, truth.1) { continue }
      let stated = low == high ? "\(Self.short(low))x" : "\(Self.short(low))-\(Self.short(high))x"
      found.append(
        Contradiction(
          .status,
          "\(name) is said to be \(stated) over its limit, and it is "
            + "\(Self.short(truth.0))x", claim: ReportClaim(line: line.line, value: stated),
          against: [mention.measured, mention.target].compactMap { $0 }.map {
            ReportClaim(line: $0.line, value: $0.text)
          }))
    }
  }

  private static func multiple(_ text: String) -> (Double, Double)? {
    let words = ClaimWords(text).words
    for (index, word) in words.enumerated() where word == .word("x") {
      let behind = words[(index + 1)...].prefix(3)
      guard behind.contains(.word("over")), let high = words[..<index].last?.number else {
        continue
      }
      if index >= 3, words[index - 2] == .sign("-"), let low = words[index - 3].number {
        return (low, high)
      }
      return (high, high)
    }
    return nil
  }

  private static func short(_ number: Double) -> String {
    Int(exactly: number).map { "\($0)" } ?? "\((number * 10).rounded() / 10)"
  }

  // MARK: Duplicates

  // `See SLO #4 (same measurement)`.
  private func reference(in text: String) -> Int? {
    let words = ClaimWords(text)
    guard
      words.holds("same as") || words.letters.contains("see") || words.holds("same measurement"),
      let sign = words.words.firstIndex(of: .sign("#")), sign + 1 < words.words.count
    else { return nil }
    return words.words[sign + 1].number.flatMap { Int(exactly: $0) }
  }

  private mutating func checkDuplicates() {
    let all = objectives
    for objective in all {
      for line in objective.mentions.flatMap({ [$0.measured].compactMap { $0 } }) {
        guard let number = reference(in: line.text),
          let other = all.first(where: { $0.mentions.contains { $0.number == number } }),
          let own = objective.mentions.first, own.number != number
        else { continue }
        addDuplicate(objective, other, line.text)
        break
      }
    }
    for (index, objective) in all.enumerated() {
      for other in all[..<index] where isSame(objective, other) {
        addDuplicate(objective, other, objective.mentions.first?.measured?.text ?? "")
      }
    }
  }

  private mutating func addDuplicate(_ objective: Objective, _ other: Objective, _ value: String) {
    guard let own = objective.mentions.first, let first = other.mentions.first else { return }
    let line = own.measured?.line ?? own.line
    if found.contains(where: { $0.kind == .duplicate && $0.claim.line == line }) { return }
    found.append(
      Contradiction(
        .duplicate, "\(objective.name) and \(other.name) are one measurement, and count as two",
        claim: ReportClaim(line: line, value: value),
        against: [
          ReportClaim(
            line: first.measured?.line ?? first.line, value: first.measured?.text ?? first.name)
        ]))
  }

  // The same range against the same limit: no two measurements come out so.
  private func isSame(_ one: Objective, _ other: Objective) -> Bool {
    one.mentions.contains { mention in
      guard let text = mention.measured?.text, let value = ClaimedValue(text),
        value.low != value.high, let target = mention.target?.text
      else { return false }
      return other.mentions.contains { $0.measured?.text == text && $0.target?.text == target }
    }
  }
}
