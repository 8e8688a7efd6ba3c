// What the files of a stage show after an attempt: metrics in JSON, and the size of its outputs.
// A file that was there before the attempt is an earlier one's: it says nothing about this one.

package import AndonModel
package import AndonSystem

/// Figures from files.
package struct FileMeasurement {
  // A longer file is no list of figures; in bytes.
  private static let longest = 16 << 20
  private static let second: Int64 = 1_000_000_000

  /// Metrics that are read from files, by name.
  var metrics: [String: BoundedValue] = [:]
  /// Bytes of the files that the stage's `outputs` name; nil when it names none.
  var outputSize: BoundedValue?

  /// What results of other tools show.
  var collected = CollectedMeasurement()

  /// Looks at nothing: the attempt never ran.
  package init() {}

  /// What is there before an attempt, of what its metrics are read from.
  package struct Before: Equatable, Sendable {
    /// Those whose times do not tell by themselves that they are older.
    var stamps: [String: FileStamp] = [:]
    /// When it was looked at, on the clock of files, in nanoseconds since 1970.
    let start: Int64

    /// Knows of no file.
    init(start: Int64 = Files.now()) { self.start = start }

    /// Looks at the folder of a stage.
    init(_ planned: PlannedStage, in directory: Directory) {
      var names = planned.stage.collect.flatMap {
        OutputFiles.names(of: $0.glob, in: directory).names
      }
      for rule in planned.stage.metrics {
        if case .file(let name, _) = rule.source { names.append(name) }
      }
      var found: [String: FileStamp] = [:]
      for name in names { found[name] = FileMeasurement.stamp(name, in: directory) }
      let newest = found.values.map(\.changed).max() ?? 0
      start = Files.now(after: newest)
      for (name, stamp) in found where stamp.changed >= start || Self.isCoarse(stamp) {
        stamps[name] = stamp
      }
    }

    // A time of whole seconds, which a program may have set, or a file system that knows no others.
    private static func isCoarse(_ stamp: FileStamp) -> Bool {
      stamp.changed % second == 0 || stamp.modified % second == 0
    }

    // The time of its last change is the kernel's; that of its content is what a program says. A
    // file that has the time of the one before was not written by the attempt, whatever else has
    // changed; and one whose content is of a later time than its last change has a time that was
    // made up.
    fileprivate func isFresh(_ stamp: FileStamp, _ name: String) -> Bool {
      if let old = stamps[name], old.modified == stamp.modified, old.size == stamp.size {
        return false
      }
      let floor = start / second * second
      let isWhole = stamp.modified % second == 0
      return stamp.changed >= (stamp.changed % second == 0 ? floor : start)
        && stamp.modified >= (isWhole ? floor : start)
        && stamp.modified <= max(stamp.changed, start)
    }
  }

  /// Looks at the files of an attempt, in a process of its own: they may be hostile.
  ///
  /// `readNumber`: the number in a JSON file's bytes that a pointer leads to; `readResults`: what a
  /// file of another tool holds, by its path below a folder. Both are the import's to say.
  package init(
    _ request: FileRequest, readNumber: ([UInt8], JSONPointer) -> BoundedValue,
    readResults: @escaping (String, Directory) -> ImportedFile
  ) throws(SystemError) {
    let directory = try request.place.directory()
    var contents: [String: ReadContent] = [:]
    for rule in request.metrics {
      guard case .file(let name, let pointer) = rule.source else { continue }
      let content = contents[name] ?? Self.content(name, in: directory, since: request.before)
      contents[name] = content
      switch content {
      case .bytes(let bytes):
        metrics[rule.name] = readNumber(bytes, pointer).scaled(by: rule.scale)
      case .missing(let reason): metrics[rule.name] = .missing(reason: reason)
      }
    }
    for rule in request.collect {
      let (names, isWhole) = OutputFiles.names(of: rule.glob, in: directory)
      let candidates = names.map { name in
        let stamp = Self.stamp(name, in: directory)
        let isFresh = stamp.map { request.before.isFresh($0, name) } ?? false
        return CollectedMeasurement.Candidate(name: name, isFresh: isFresh) {
          readResults(name, directory)
        }
      }
      collected.add(rule, candidates, isWhole: isWhole)
    }
    collected.finish(
      wanted: request.benchmarks,
      in: .init(folder: request.place.path) { directory.stamp(of: $0, links: .inside) != nil })
    if !request.outputs.isEmpty { outputSize = Self.size(of: request.outputs, in: directory) }
  }

  /// The same where the files could not be looked at: every figure is missing.
  init(of planned: PlannedStage, missing reason: String) {
    for rule in planned.stage.metrics where rule.source.isFile {
      metrics[rule.name] = .missing(reason: reason)
    }
    for kind in ResultKind.allCases
    where planned.stage.collect.contains(where: { $0.kind == kind }) {
      collected.add(ResultSource(kind, glob: ""), [], isWhole: false, reason)
    }
    collected.finish(wanted: planned.benchmarks)
    if !planned.stage.outputs.isEmpty { outputSize = .missing(reason: reason) }
  }

  private enum ReadContent {
    case bytes([UInt8])
    case missing(String)
  }

  // A name that leads elsewhere by its text was written so in the pipeline file.
  private static func place(_ name: String, in directory: Directory) -> (Directory, String)? {
    let path = Paths.absolute(name, in: directory.path)
    if let inner = Paths.relative(path, to: directory.path) { return (directory, inner) }
    return (try? Directory(Paths.parent(of: path))).map { ($0, Paths.name(of: path)) }
  }

  private static func stamp(_ name: String, in directory: Directory) -> FileStamp? {
    place(name, in: directory).flatMap { $0.stamp(of: $1, links: .inside) }
  }

  private static func content(
    _ name: String, in directory: Directory, since before: Before
  ) -> ReadContent {
    guard let (directory, inner) = place(name, in: directory) else {
      return .missing("its folder cannot be opened")
    }
    do throws(SystemError) {
      let (bytes, stamp) = try directory.read(inner, limit: longest, links: .inside)
      return before.isFresh(stamp, name)
        ? .bytes(bytes) : .missing("the file is older than the attempt")
    } catch {
      return .missing(SystemError.text(of: error.number))
    }
  }

  private static func size(of globs: [String], in directory: Directory) -> BoundedValue {
    let found = OutputFiles.size(of: globs, in: directory)
    if found.files == 0 { return .missing(reason: "no file is named by `outputs`") }
    return found.isWhole ? .exact(found.bytes) : .atLeast(found.bytes)
  }
}

extension BoundedValue {
  fileprivate func scaled(by scale: Double) -> BoundedValue {
    if case .exact(let value) = self { .exact(UnitScale.scaled(value, by: scale)) } else { self }
  }
}
