// What the files of a stage show after an attempt: metrics in JSON, and the size of its outputs.
// A file that was there before the attempt is an earlier one's: it says nothing about this one.

internal import AndonModel
internal import AndonSystem

/// Figures from files.
struct FileMeasurement {
  // A longer file is no list of figures; in bytes.
  private static let longest = 16 << 20
  private static let second: Int64 = 1_000_000_000

  /// Metrics that are read from files, by name.
  private(set) var metrics: [String: Reading] = [:]
  /// Bytes of the files that the stage's `outputs` name; nil when it names none.
  private(set) var outputSize: Reading?

  /// What results of other tools show.
  private(set) var collected = CollectedMeasurement()

  /// Looks at nothing: the attempt never ran.
  init() {}

  /// What is there before an attempt, of what its metrics are read from.
  struct Before {
    fileprivate var stamps: [String: FileStamp] = [:]
    /// When it was looked at, on the clock of files, in nanoseconds since 1970.
    let start: Int64

    /// Knows of no file.
    init() { start = Files.now() }

    /// Looks at the folder of a stage.
    init(_ planned: PlannedStage, in directory: Directory) {
      for rule in planned.metrics {
        guard case .file(let name, _) = rule.source else { continue }
        stamps[name] = FileMeasurement.stamp(name, in: directory)
      }
      for rule in planned.collect {
        for name in OutputFiles.names(of: rule.glob, in: directory).names {
          stamps[name] = FileMeasurement.stamp(name, in: directory)
        }
      }
      start = Files.now()
    }

    // A file that is the same as before was not written by the attempt, whatever its time says. A
    // file system that counts whole seconds only says too little to be taken at its word.
    fileprivate func isFresh(_ stamp: FileStamp, _ name: String) -> Bool {
      if stamp == stamps[name] { return false }
      let isCoarse = stamp.modified % second == 0 && stamp.modified <= start + second
      return stamp.modified >= (isCoarse ? start / second * second : start)
    }
  }

  /// Looks at the files of an attempt in the stage's own folder.
  init(
    of planned: PlannedStage, in directory: Directory, since before: Before, _ setting: RunSetting
  ) {
    let read = setting.readNumber
    var contents: [String: Content] = [:]
    for rule in planned.metrics {
      guard case .file(let name, let pointer) = rule.source else { continue }
      let content = contents[name] ?? Self.content(name, in: directory, since: before)
      contents[name] = content
      switch content {
      case .bytes(let bytes): metrics[rule.name] = read(bytes, pointer).scaled(by: rule.scale)
      case .missing(let reason): metrics[rule.name] = .missing(reason: reason)
      }
    }
    for rule in planned.collect {
      let (names, isWhole) = OutputFiles.names(of: rule.glob, in: directory)
      let candidates = names.map { name in
        let stamp = Self.stamp(name, in: directory)
        let isFresh = stamp.map { before.isFresh($0, name) } ?? false
        return CollectedMeasurement.Candidate(name: name, isFresh: isFresh) {
          setting.readResults(name, directory)
        }
      }
      collected.add(rule, candidates, isWhole: isWhole)
    }
    collected.finish(wanted: planned.benchmarks)
    if !planned.outputs.isEmpty { outputSize = Self.size(of: planned.outputs, in: directory) }
  }

  private enum Content {
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
  ) -> Content {
    guard let (directory, inner) = place(name, in: directory) else {
      return .missing("the folder that it lies in cannot be opened")
    }
    do throws(SystemError) {
      let (bytes, stamp) = try directory.read(inner, limit: longest, links: .inside)
      return before.isFresh(stamp, name)
        ? .bytes(bytes) : .missing("the file is older than the attempt")
    } catch {
      return .missing(SystemError.text(of: error.number))
    }
  }

  private static func size(of globs: [String], in directory: Directory) -> Reading {
    let found = OutputFiles.size(of: globs, in: directory)
    if found.files == 0 { return .missing(reason: "no file is named by `outputs`") }
    return found.isWhole ? .exact(found.bytes) : .atLeast(found.bytes)
  }
}

extension Reading {
  fileprivate func scaled(by scale: Double) -> Reading {
    if case .exact(let value) = self { .exact(value * scale) } else { self }
  }
}
