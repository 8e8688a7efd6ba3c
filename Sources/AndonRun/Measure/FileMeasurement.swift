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
    fileprivate let stamps: [String: FileStamp]
    /// When it was looked at, on the clock of files, in nanoseconds since 1970.
    let start: Int64

    /// Looks at the folder of a stage, absolute.
    init(_ planned: PlannedStage, in folder: String) {
      var stamps: [String: FileStamp] = [:]
      for rule in planned.metrics {
        guard case .file(let name, _) = rule.source else { continue }
        stamps[name] = FileStamp(Paths.absolute(name, in: folder))
      }
      for rule in planned.collect {
        for name in OutputFiles.names(of: rule.glob, in: folder).names {
          stamps[name] = FileStamp(Paths.absolute(name, in: folder))
        }
      }
      self.stamps = stamps
      start = Files.now()
    }

    // A file system that counts whole seconds only says too little to be taken at its word.
    fileprivate func isFresh(_ stamp: FileStamp, _ name: String) -> Bool {
      let isCoarse = stamp.modified % second == 0 && stamp.modified <= start + second
      if isCoarse { return stamp.modified >= start / second * second }
      return stamp.modified >= start && stamp != stamps[name]
    }
  }

  /// Looks at the files of an attempt.
  ///
  /// `folder` is the stage's own, absolute.
  init(
    of planned: PlannedStage, in folder: String, since before: Before, _ setting: RunSetting
  ) {
    let read = setting.readNumber
    var contents: [String: Content] = [:]
    for rule in planned.metrics {
      guard case .file(let name, let pointer) = rule.source else { continue }
      let content = contents[name] ?? Self.content(name, in: folder, since: before)
      contents[name] = content
      switch content {
      case .bytes(let bytes): metrics[rule.name] = read(bytes, pointer).scaled(by: rule.scale)
      case .missing(let reason): metrics[rule.name] = .missing(reason: reason)
      }
    }
    for rule in planned.collect {
      let (names, isWhole) = OutputFiles.names(of: rule.glob, in: folder)
      let candidates = names.map { name in
        let path = Paths.absolute(name, in: folder)
        let isFresh = FileStamp(path).map { before.isFresh($0, name) } ?? false
        return CollectedMeasurement.Candidate(name: name, isFresh: isFresh) {
          setting.readResults(path)
        }
      }
      collected.add(rule, candidates, isWhole: isWhole)
    }
    collected.finish(wanted: planned.benchmarks)
    if !planned.outputs.isEmpty { outputSize = Self.size(of: planned.outputs, in: folder) }
  }

  private enum Content {
    case bytes([UInt8])
    case missing(String)
  }

  private static func content(
    _ name: String, in folder: String, since before: Before
  ) -> Content {
    do throws(SystemError) {
      let path = Paths.absolute(name, in: folder)
      let (bytes, stamp) = try Files.readRegular(path, limit: longest)
      return before.isFresh(stamp, name)
        ? .bytes(bytes) : .missing("the file is older than the attempt")
    } catch {
      return .missing(SystemError.text(of: error.number))
    }
  }

  private static func size(of globs: [String], in folder: String) -> Reading {
    let found = OutputFiles.size(of: globs, in: folder)
    if found.files == 0 { return .missing(reason: "no file is named by `outputs`") }
    return found.isWhole ? .exact(found.bytes) : .atLeast(found.bytes)
  }
}

extension Reading {
  fileprivate func scaled(by scale: Double) -> Reading {
    if case .exact(let value) = self { .exact(value * scale) } else { self }
  }
}
