// What the files of a stage show after an attempt: metrics in JSON, and the size of its outputs.
// A file that is older than the attempt is an earlier attempt's: it says nothing about this one.

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

  /// Looks at nothing: the attempt never ran.
  init() {}

  /// Looks at the files of an attempt that began at `start`, in nanoseconds since 1970.
  ///
  /// `folder` is the stage's own, absolute; `read` finds a number in JSON.
  init(
    of planned: PlannedStage, in folder: String, since start: Int64,
    _ read: ([UInt8], JSONPointer) -> Reading
  ) {
    var contents: [String: Content] = [:]
    for rule in planned.metrics {
      guard case .file(let name, let pointer) = rule.source else { continue }
      let content = contents[name] ?? Self.content(Paths.absolute(name, in: folder), since: start)
      contents[name] = content
      switch content {
      case .bytes(let bytes): metrics[rule.name] = read(bytes, pointer).scaled(by: rule.scale)
      case .missing(let reason): metrics[rule.name] = .missing(reason: reason)
      }
    }
    if !planned.outputs.isEmpty { outputSize = Self.size(of: planned.outputs, in: folder) }
  }

  private enum Content {
    case bytes([UInt8])
    case missing(String)
  }

  private static func content(_ path: String, since start: Int64) -> Content {
    do throws(SystemError) {
      let (bytes, written) = try Files.readRegular(path, limit: longest)
      // A file system that counts whole seconds only says too little to be taken at its word.
      let isFresh = written % second == 0 ? written >= start / second * second : written >= start
      return isFresh ? .bytes(bytes) : .missing("the file is older than the attempt")
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
