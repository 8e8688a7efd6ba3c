// Coverage reports of one attempt into one figure. A line that two reports list is one line, and
// was run when one of them says so. Where reports only count, or count other things than lines,
// what they cover together lies between the best of them and their sum. Pure, but for the question
// which files there are.

internal import AndonModel

/// Joins coverage reports.
struct CoverageJoin {
  /// A report: where it lies, relative to the stage's folder, and what it states.
  typealias Report = (path: String, format: ImportFormat, coverage: ImportedCoverage)

  private let reports: [Report]
  private let files: CoverageFiles

  /// Takes the reports of an attempt.
  ///
  /// `folder` is the stage's folder, absolute; `isThere` says whether there is a file of a name
  /// below it.
  init(_ reports: [Report], in folder: String, isThere: @escaping (String) -> Bool) {
    self.reports = reports
    files = CoverageFiles(reports, in: folder, isThere: isThere)
  }

  /// The part of all lines, or of all branches, that was run.
  func reading(_ tally: KeyPath<ImportedCoverage.File, ImportedCoverage.Tally>) -> BoundedValue {
    let parts = reports.compactMap { $0.coverage.part(tally) }
    if !parts.allSatisfy(\.isSound) {
      return .missing(reason: "more is said to be covered than there is")
    }
    let stating = reports.filter { $0.coverage.part(tally) != nil }
    let withoutFiles = stating.filter { report in
      report.coverage.files.values.allSatisfy { $0[keyPath: tally].isEmpty }
    }
    if let total = withoutFiles.first {
      guard stating.count == 1, let part = parts.first else {
        let reason = "\(total.path) states totals only, which cannot be joined with other reports"
        return .missing(reason: reason)
      }
      return part.found > 0 ? .exact(part.covered / part.found) : Self.nothing
    }
    // Where it cannot be told whether two are one file, both ways are possible.
    let shares = files.ways.compactMap { groups in
      Self.share(of: groups.map { Self.tallies(tally, of: $0) })
    }
    guard let least = shares.map(\.least).min(), let most = shares.map(\.most).max() else {
      return Self.nothing
    }
    return BoundedValue(least: min(least, lowestStated(tally) ?? least), most: most)
  }

  // The lowest part that the head of a report states where its lines show more.
  private func lowestStated(
    _ tally: KeyPath<ImportedCoverage.File, ImportedCoverage.Tally>
  ) -> Double? {
    let lower = reports.compactMap { report -> Double? in
      guard let stated = report.coverage.stated(tally), let listed = report.coverage.part(tally),
        stated.covered * listed.found < listed.covered * stated.found
      else { return nil }
      return stated.covered / stated.found
    }
    return lower.min()
  }

  private static let nothing = BoundedValue.missing(reason: "no file counts any")

  // MARK: What they cover together

  private typealias Tally = ImportedCoverage.Tally

  private struct Share {
    var least = 0.0
    var most = 0.0
    var found = 0.0
  }

  // The tallies of one file, each with its format.
  private static func tallies(
    _ tally: KeyPath<ImportedCoverage.File, Tally>, of group: [CoverageFiles.Entry]
  ) -> [(format: ImportFormat, tally: Tally)] {
    group.flatMap { entry in
      entry.file[keyPath: tally].separated.map { (entry.format, $0) }
    }
  }

  // The covered part of all groups, from and to; nil where there is nothing to cover.
  private static func share(
    of groups: [[(format: ImportFormat, tally: Tally)]]
  ) -> (least: Double, most: Double)? {
    var all = Share()
    for group in groups {
      let part = join(group)
      all.least += part.least
      all.most += part.most
      all.found += part.found
    }
    return all.found > 0 ? (all.least / all.found, all.most / all.found) : nil
  }

  private static func join(_ group: [(format: ImportFormat, tally: Tally)]) -> Share {
    let tallies = group.map(\.tally)
    if tallies.count < 2 { return overlap(tallies.map(\.part)) }
    // One that only counts the whole file says nothing of single lines; and formats number
    // statements, blocks and branches each in their own way.
    let isMixed = Set(group.map(\.format)).count > 1 && !tallies.allSatisfy(\.listsLines)
    if isMixed { return overlap(inOneScale(tallies.map(\.part))) }
    if tallies.contains(where: { $0.counts[0] != nil }) { return overlap(tallies.map(\.part)) }
    var spots = Tally()
    var counts: [Int32: [ImportedCoverage.Part]] = [:]
    let counted = Set(tallies.flatMap(\.counts.keys))
    for tally in tallies {
      var ofLine = tally.counts
      for (spot, weight) in tally.spots {
        if counted.contains(spot.line) {
          ofLine[spot.line, default: .init(covered: 0, found: 0)].found += Double(abs(weight))
          ofLine[spot.line]?.covered += Double(max(0, weight))
        } else {
          spots.add(spot, isCovered: weight > 0, weight: Int(abs(weight)))
        }
      }
      for (line, part) in ofLine { counts[line, default: []].append(part) }
    }
    var share = overlap([spots.part])
    for parts in counts.values {
      let part = overlap(parts)
      share.least += part.least
      share.most += part.most
      share.found += part.found
    }
    return share
  }

  // Parts of one whole that are counted in statements, blocks or lines.
  private static func inOneScale(_ parts: [ImportedCoverage.Part]) -> [ImportedCoverage.Part] {
    let most = parts.map(\.found).max() ?? 0
    return parts.filter { $0.found > 0 }.map {
      .init(covered: $0.covered / $0.found * most, found: most)
    }
  }

  // Counts of one and the same whole.
  private static func overlap(_ parts: [ImportedCoverage.Part]) -> Share {
    let found = parts.map(\.found).max() ?? 0
    let sum = parts.reduce(0) { $0 + $1.covered }
    return Share(least: parts.map(\.covered).max() ?? 0, most: min(found, sum), found: found)
  }
}
