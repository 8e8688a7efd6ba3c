// Which files of several coverage reports are one and the same. Pure, but for the question which
// files there are.

internal import AndonModel
internal import AndonSystem

/// The files of coverage reports, in groups of one file each.
struct CoverageFiles {
  /// The lines and branches of a file in one report.
  struct Entry {
    let format: ImportFormat
    let file: ImportedCoverage.File
    fileprivate let report: Int
  }

  /// The ways in which they can be grouped: one, or two where it cannot be told whether some are
  /// one file.
  let ways: [[[Entry]]]

  // A file that is there by its place, and any other one by its name and what that is relative to.
  private struct Key: Hashable {
    let name: String
    let folder: String?

    var isSure: Bool { folder == nil }
  }

  /// Takes the reports of an attempt; `folder` is the stage's.
  init(
    _ reports: [CoverageJoin.Report], in folder: String, isThere: @escaping (String) -> Bool
  ) {
    let places = Places(folder: folder, isThere: reports.count > 1 ? isThere : { _ in false })
    var groups: [Key: [Entry]] = [:]
    for (number, report) in reports.enumerated() {
      let above = Paths.parent(of: report.path)
      for (name, file) in report.coverage.files {
        let found = places.find(name, below: report.coverage.roots, from: above)
        // Within one report equal names are one file.
        let isSure = found.isSure || reports.count == 1
        groups[Key(name: found.name, folder: isSure ? nil : found.folder), default: []]
          .append(Entry(format: report.format, file: file, report: number))
      }
    }
    let apart = Array(groups.values)
    let joined = reports.count > 1 ? Self.joined(groups) : nil
    ways = joined.map { [$0, apart] } ?? [apart]
  }

  // All that may be one file as one: those of which one name ends with the other, in other reports.
  // nil where there are none.
  private static func joined(_ groups: [Key: [Entry]]) -> [[Entry]]? {
    let byName = Dictionary(grouping: groups.keys, by: \.name)
    let longestFirst = groups.keys.sorted {
      ($1.name.utf8.count, $0.name, $0.folder ?? "") < (
        $0.name.utf8.count, $1.name, $1.folder ?? ""
      )
    }
    var taken: Set<Key> = []
    var isAny = false
    var result: [[Entry]] = []
    for key in longestFirst where taken.insert(key).inserted {
      var group = groups[key] ?? []
      for other in ends(of: key.name).flatMap({ byName[$0] ?? [] })
      where !taken.contains(other) && mayBeOne(key, other, groups) {
        taken.insert(other)
        group += groups[other] ?? []
        isAny = true
      }
      result.append(group)
    }
    return isAny ? result : nil
  }

  // `src/a.c` and `a.c` of `src/a.c`; of a name that no person wrote only the longest.
  private static func ends(of name: String) -> [String] {
    var ends = [name]
    var rest = name[...]
    while ends.count < maxEnds, let slash = rest.firstIndex(of: "/") {
      rest = rest[rest.index(after: slash)...]
      ends.append(String(rest))
    }
    return ends
  }

  private static let maxEnds = 32

  private static func mayBeOne(_ long: Key, _ short: Key, _ groups: [Key: [Entry]]) -> Bool {
    if long.isSure, short.isSure { return false }
    guard long.name == short.name || long.name.hasSuffix("/" + short.name) else { return false }
    let reports = Set((groups[long] ?? []).map(\.report))
    return !(groups[short] ?? []).contains { reports.contains($0.report) }
  }

  // Where files are looked for.
  private struct Places {
    let folder: String
    let isThere: (String) -> Bool

    // Below them a build tool keeps the packages by which JaCoCo names files.
    private static let packageFolders = ["java", "kotlin", "scala", "groovy"].map {
      "src/main/\($0)"
    }

    /// The place of a file, or its name and the folder that it may be relative to.
    func find(
      _ name: String, below roots: [String], from reportFolder: String
    ) -> (name: String, folder: String, isSure: Bool) {
      let name = Self.plain(name)
      if Self.isAbsolute(name) { return absolute(name) }
      let rooted = roots.map { Self.plain($0 + "/" + name) }
      if let only = rooted.first, rooted.count == 1 {
        return Self.isAbsolute(only) ? absolute(only) : (only, ".", isThere(only))
      }
      for candidate in rooted where !Self.isAbsolute(candidate) {
        if isThere(candidate) { return (candidate, ".", true) }
      }
      var names = [name]
      if [".java", ".kt", ".scala", ".groovy"].contains(where: name.hasSuffix) {
        names += Self.packageFolders.map { "\($0)/\(name)" }
      }
      var above = reportFolder
      while true {
        for candidate in names {
          let path = Paths.absolute(candidate, in: Paths.absolute(above, in: folder))
          if let inner = Paths.relative(path, to: folder), isThere(inner) {
            return (inner, ".", true)
          }
        }
        if above == "." || above == "/" { return (name, reportFolder, false) }
        above = Paths.parent(of: above)
      }
    }

    private func absolute(_ name: String) -> (name: String, folder: String, isSure: Bool) {
      guard let inner = Paths.relative(name, to: folder) else { return (name, "/", false) }
      return (inner, ".", isThere(inner))
    }

    private static func isAbsolute(_ name: String) -> Bool {
      name.hasPrefix("/") || name.dropFirst().hasPrefix(":/")
    }

    // With slashes alone, without `.` and `..`, and with a large letter for a drive.
    private static func plain(_ name: String) -> String {
      var name = name.replacing("\\", with: "/")
      if name.dropFirst().hasPrefix(":/") { name = name.prefix(1).uppercased() + name.dropFirst() }
      let path = Paths.absolute(name, in: "/")
      return name.hasPrefix("/") ? path : String(path.dropFirst())
    }
  }
}
