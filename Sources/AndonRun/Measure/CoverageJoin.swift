// Coverage reports of one attempt into one figure. A line that two reports list is one line, and
// was run when one of them says so. Where reports only count, what they cover together lies between
// the best of them and their sum. Pure, but for the question which files there are.

internal import AndonModel
internal import AndonSystem

/// Joins coverage reports.
struct CoverageJoin {
  /// A report: where it lies, relative to the stage's folder, and what it states.
  typealias Report = (path: String, coverage: ImportedCoverage)

  private let reports: [Report]
  /// The stage's folder, absolute.
  private let folder: String
  /// Whether there is a file of that name below the stage's folder.
  private let isThere: (String) -> Bool

  /// Takes the reports of an attempt.
  init(_ reports: [Report], in folder: String, isThere: @escaping (String) -> Bool) {
    self.reports = reports
    self.folder = folder
    self.isThere = isThere
  }

  /// The part of all lines, or of all branches, that was run.
  func reading(_ tally: KeyPath<ImportedCoverage.File, ImportedCoverage.Tally>) -> Reading {
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
    let places = places()
    // Where it cannot be told whether two are one file, both ways are possible.
    let shares = [places.joined, places.apart].compactMap { groups in
      Self.share(of: groups.map { $0.map { $0[keyPath: tally] }.filter { !$0.isEmpty } })
    }
    guard let least = shares.map(\.least).min(), let most = shares.map(\.most).max() else {
      return Self.nothing
    }
    return Reading(least: min(least, lowestStated(tally) ?? least), most: most)
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

  private static let nothing = Reading.missing(reason: "no file counts any")

  // MARK: Which files are one

  // The files of all reports in groups of one file each.
  private func places() -> (joined: [[ImportedCoverage.File]], apart: [[ImportedCoverage.File]]) {
    if reports.count == 1 {
      let files = reports[0].coverage.files.values.map { [$0] }
      return (files, files)
    }
    var known: [String: [ImportedCoverage.File]] = [:]
    var loose: [String: [String: [ImportedCoverage.File]]] = [:]
    for report in reports {
      let folder = Paths.parent(of: report.path)
      for (name, file) in report.coverage.files {
        let name = Self.plain(name)
        if let place = place(of: name, from: folder) {
          known[place, default: []].append(file)
        } else {
          loose[name, default: [:]][folder, default: []].append(file)
        }
      }
    }
    var (joined, apart): ([[ImportedCoverage.File]], [[ImportedCoverage.File]]) = ([], [])
    for (name, folders) in loose {
      if folders.count == 1 {
        known[name, default: []] += folders.values.joined()
      } else if Self.haveSameLines(folders.values.joined()) {
        joined.append(Array(folders.values.joined()))
        apart += folders.values
      } else {
        joined += folders.values
        apart += folders.values
      }
    }
    return (joined + known.values, apart + known.values)
  }

  // With slashes alone, and without `.` and `..`.
  private static func plain(_ name: String) -> String {
    let name = name.replacing("\\", with: "/")
    return name.hasPrefix("/") ? name : String(Paths.absolute(name, in: "/").dropFirst())
  }

  // The file that a name means: relative to a folder above the report, or absolute. nil where no
  // such file is there.
  private func place(of name: String, from reportFolder: String) -> String? {
    if name.hasPrefix("/") || name.dropFirst().hasPrefix(":") {
      return Paths.relative(Paths.absolute(name, in: folder), to: folder) ?? name
    }
    var above = reportFolder
    while true {
      let path = Paths.absolute(name, in: Paths.absolute(above, in: folder))
      if let inner = Paths.relative(path, to: folder), isThere(inner) { return inner }
      if above == "." || above == "/" { return nil }
      above = Paths.parent(of: above)
    }
  }

  private static func haveSameLines(_ files: some Collection<ImportedCoverage.File>) -> Bool {
    guard let first = files.first else { return true }
    return files.dropFirst().allSatisfy {
      $0.lines.spots.keys == first.lines.spots.keys && $0.lines.counts == first.lines.counts
    }
  }

  // MARK: What they cover together

  private struct Share {
    var least = 0.0
    var most = 0.0
    var found = 0.0
  }

  // The covered part of all groups, from and to; nil where there is nothing to cover.
  private static func share(
    of groups: [[ImportedCoverage.Tally]]
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

  private static func join(_ tallies: [ImportedCoverage.Tally]) -> Share {
    if tallies.count < 2 { return overlap(tallies.map(\.part)) }
    // One that only counts the whole file says nothing of single lines.
    if tallies.contains(where: { $0.counts[0] != nil }) { return overlap(tallies.map(\.part)) }
    var spots = ImportedCoverage.Tally()
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

  // Counts of one and the same whole.
  private static func overlap(_ parts: [ImportedCoverage.Part]) -> Share {
    let found = parts.map(\.found).max() ?? 0
    let sum = parts.reduce(0) { $0 + $1.covered }
    return Share(least: parts.map(\.covered).max() ?? 0, most: min(found, sum), found: found)
  }
}
