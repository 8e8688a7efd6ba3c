// A hand-written report held against itself: what it counts, what it judges, and what on. Pure.

package import AndonModel
internal import AndonText

/// Looks for contradictions.
package struct ReportAudit {
  private let report: HandReport
  private var found: [Contradiction] = []

  /// The contradictions of a report's text in the order of their lines, how many objectives were
  /// found in it, and of how many the value could be compared with the limit.
  package static func contradictions(
    in text: String
  ) -> (found: [Contradiction], objectives: Int, judged: Int) {
    var audit = ReportAudit(report: HandReport(text))
    audit.checkTallies()
    let objectives = objectives(audit.report)
    for objective in objectives { audit.check(objective) }
    audit.checkDuplicates(objectives)
    let found = audit.found.sorted {
      ($0.claim.line, $0.kind.rawValue) < ($1.claim.line, $1.kind.rawValue)
    }
    let judged = objectives.count { $0.mentions.contains(where: canJudge) }
    return (found, objectives.count + audit.report.unread, judged)
  }

  private init(report: HandReport) { self.report = report }

  // MARK: Tallies

  private mutating func checkTallies() {
    let rows = report.rows
    if rows.isEmpty { return }
    // An objective may have a name that reads like a count.
    let names = rows.map(\.name).filter { !TallyClaims.of(.init(line: 0, text: $0)).isEmpty }
    let lines = report.lines.filter { line in
      !names.contains { line.text.contains($0) }
    }
    for claim in lines.flatMap(TallyClaims.of) {
      guard let truth = Self.fault(claim, rows) else { continue }
      let others = report.otherRows(near: claim.line)
      if others.contains(where: { Self.fault(claim, $0) == nil }) { continue }
      add(claim, truth, claim.status.map { status in rows.filter { $0.status == status } } ?? rows)
    }
  }

  // What rows say against a count; nil where they give it.
  private static func fault(_ claim: TallyClaim, _ rows: [HandReport.Mention]) -> String? {
    let listed = "\(rows.count) objectives are listed"
    guard let status = claim.status else { return claim.count == rows.count ? nil : listed }
    let counted = rows.count { $0.status == status }
    if let count = claim.count, counted != count {
      return "\(counted) of \(rows.count) rows say \(status.text)"
    }
    if claim.isAll, counted != rows.count {
      return "\(counted) of \(rows.count) rows say \(status.text)"
    }
    if let total = claim.total, total != rows.count { return listed }
    if let percent = claim.percent, !rows.isEmpty {
      let count = claim.count ?? counted
      let total = claim.total ?? rows.count
      if total > 0, abs(percent - 100 * Double(count) / Double(total)) >= 1 {
        return "\(count) of \(total) is not \(short(percent)) %"
      }
    }
    return nil
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
      let name = mentions.last?.name ?? ""
      let number = mentions.compactMap(\.number).first.map { "#\($0)" } ?? ""
      return name.hasPrefix(number) ? name : "\(number) \(name)"
    }
  }

  // Two rows are never one objective, whatever their numbers: each table counts its own.
  private static func objectives(_ report: HandReport) -> [Objective] {
    var all = report.sections.map { Objective(mentions: [$0]) }
    var byNumber: [Int: [Int]] = [:]
    var byName: [String: [Int]] = [:]
    for (place, section) in report.sections.enumerated() {
      if let number = section.number { byNumber[number, default: []].append(place) }
      byName[section.name.lowercased(), default: []].append(place)
    }
    let rows = report.tables.flatMap(\.rows)
    let shared = Dictionary(grouping: rows.compactMap(\.number)) { $0 }.filter { $1.count > 1 }
    for row in rows {
      let numbered = row.number.flatMap { byNumber[$0] } ?? []
      let named = row.name.isEmpty ? [] : byName[row.name.lowercased()] ?? []
      let isShared = row.number.map { shared[$0] != nil } ?? true
      // Where several rows have a number, the name has to agree.
      let place =
        isShared
        ? numbered.first { all[$0].name.lowercased().contains(row.name.lowercased()) }
          ?? named.first
        : numbered.first ?? named.first
      if let place, all[place].mentions.count < 2 || row.number != nil {
        all[place].mentions.append(row)
      } else {
        all.append(.init(mentions: [row]))
      }
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
    _ kind: Contradiction.ContradictionKind, _ message: String, _ mention: HandReport.Mention,
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
    // What was looked at few times was not cut off.
    if ClaimWords(measured.text).letters.contains("sampled") { return nil }
    switch limit.isKept(by: value) {
    case .some(let isKept) where isKept != (status == .pass):
      let truth = isKept ? "keeps" : "breaks"
      return Contradiction(
        .status, "\(name) is \(status.text), and its value \(truth) the limit",
        claim: claim(mention), against: against)
    case nil where value.isCutOff && limit.isComparable(with: value):
      return Contradiction(
        .censored, "\(name) is \(status.text), and its value was cut off before it could tell",
        claim: claim(mention), against: against)
    case .some, nil: return nil
    }
  }

  // Whether value and limit say something about the status.
  private static func canJudge(_ mention: HandReport.Mention) -> Bool {
    guard let measured = mention.measured?.text else { return false }
    if ClaimedValue.isMissing(measured) { return true }
    guard let value = ClaimedValue(measured),
      let limit = mention.target.flatMap({ ClaimedLimit($0.text) })
    else { return false }
    return limit.isComparable(with: value)
  }

  // MARK: Disturbances

  private static let disturbances: [ClaimPhrase] = [
    "lock blocking", "file lock", "file locks", "lock contention", "blocked by", "waiting for",
    "while waiting", "contention", "noisy machine", "busy machine", "other process",
  ]
  // `contention of` names what is measured.
  private static let measuredContention: ClaimPhrase = "contention of"

  // What is said of the measurement itself, and not of other objectives.
  private static func isRemark(_ line: HandReport.Statement) -> Bool {
    let words = ClaimWords(line.text).letters
    return !line.text.hasPrefix("#") && !words.contains("slo") && !words.contains("objective")
  }

  private func disturbance(_ objective: Objective) -> Contradiction? {
    guard let pass = objective.mentions.first(where: { $0.status == .pass }) else { return nil }
    let lines = objective.mentions.flatMap { mention in
      [mention.measured].compactMap { $0 } + mention.text.filter(Self.isRemark)
    }
    let noted = lines.filter { line in
      let words = ClaimWords(line.text)
      return Self.disturbances.contains(where: words.states)
        && !words.holds(Self.measuredContention)
    }
    if noted.isEmpty { return nil }
    var against: [ReportClaim] = []
    for line in noted where !against.contains(where: { $0.line == line.line }) {
      against.append(ReportClaim(line: line.line, value: String(line.text.trimmed)))
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
      limit.isComparable(with: measured)
    else { return }
    let truth = (measured.low / limit.value.low, measured.high / limit.value.low)
    for line in mention.text where !ClaimWords(line.text).letters.contains("other") {
      guard let (low, high) = Self.multiple(line.text) else { continue }
      let isRight = { (stated: Double, true: Double) in
        let digit = stated == stated.rounded() ? 0.5 : 0.05
        return abs(stated - `true`) <= max(0.1 * `true`, digit)
      }
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
    for (index, word) in words.enumerated() {
      guard
        word == .word("x") || word == .word("times") || word == .sign("%") || word == .sign("×"),
        let high = index > 0 ? words[index - 1].number : nil
      else { continue }
      let behind = Array(words[(index + 1)...].prefix(3))
      let isOver = behind.contains(.word("over"))
      if word == .sign("%") {
        // `90 % over the limit` is 1.9 times as much.
        // `99.9 % over 30 days` is a period.
        if behind.first == .word("over"), behind.dropFirst().first?.number == nil {
          return (1 + high / 100, 1 + high / 100)
        }
        continue
      }
      guard
        isOver || behind.starts(with: [.word("the"), .word("limit")])
          || behind.starts(with: [.word("the"), .word("target")])
      else { continue }
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

  private static let sameness: [ClaimPhrase] = ["same as", "same measurement"]

  // `See SLO #4 (same measurement)`.
  private func reference(in text: String) -> Int? {
    let words = ClaimWords(text)
    guard words.letters.contains("see") || Self.sameness.contains(where: words.holds) else {
      return nil
    }
    let marks: [ClaimWords.Word] = [.sign("#"), .word("slo"), .word("objective")]
    return words.words.indices.dropLast().compactMap { index -> Int? in
      guard marks.contains(words.words[index]) else { return nil }
      return words.words[index + 1].number.flatMap { Int(exactly: $0) }
    }.first
  }

  private mutating func checkDuplicates(_ all: [Objective]) {
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
    var known: [String: Objective] = [:]
    for objective in all {
      for key in Set(objective.mentions.compactMap(Self.range)) {
        if let other = known[key], Self.haveCommonWord(objective, other) {
          addDuplicate(objective, other, objective.mentions.first?.measured?.text ?? "")
        }
        known[key] = known[key] ?? objective
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

  // The same range against the same limit: no two measurements of one thing come out so.
  private static func range(_ mention: HandReport.Mention) -> String? {
    guard let text = mention.measured?.text, let value = ClaimedValue(text),
      value.low != value.high, let target = mention.target?.text
    else { return nil }
    return "\(text)\u{0}\(target)"
  }

  private static func haveCommonWord(_ one: Objective, _ other: Objective) -> Bool {
    func words(_ objective: Objective) -> Set<String> {
      Set(objective.mentions.flatMap { ClaimWords($0.name).letters }.filter { $0.count > 3 })
    }
    return !words(one).isDisjoint(with: words(other))
  }
}

extension ClaimedValue {
  /// Whether it stopped somewhere, and would have gone on; what was only looked at few times did
  /// not.
  fileprivate var isCutOff: Bool { if case .atLeast = bound { true } else { false } }
}
