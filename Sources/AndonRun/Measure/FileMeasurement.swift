// What the files of a stage show after an attempt: metrics in JSON, and the size of its outputs.
// A file that is older than the attempt is an earlier attempt's: it says nothing about this one.

internal import AndonModel
internal import AndonSystem

/// Figures from files.
struct FileMeasurement {
  // A longer file is no list of figures; in bytes.
  private static let longest = 64 << 20

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
    for rule in planned.metrics {
      guard case .file(let name, let pointer) = rule.source else { continue }
      let found = Self.reading(Paths.absolute(name, in: folder), pointer, since: start, read)
      metrics[rule.name] = found.scaled(by: rule.scale)
    }
    if !planned.outputs.isEmpty {
      let (files, bytes) = OutputFiles.size(of: planned.outputs, in: folder)
      outputSize = files > 0 ? .exact(bytes) : .missing(reason: "no file is named by `outputs`")
    }
  }

  private static func reading(
    _ path: String, _ pointer: JSONPointer, since start: Int64,
    _ read: ([UInt8], JSONPointer) -> Reading
  ) -> Reading {
    guard let written = Files.modified(path) else {
      return .missing(reason: "the file is not there")
    }
    if written < start { return .missing(reason: "the file is older than the attempt") }
    do throws(SystemError) {
      return read(try Files.read(path, limit: longest), pointer)
    } catch {
      return .missing(reason: SystemError.text(of: error.number))
    }
  }
}

extension Reading {
  fileprivate func scaled(by scale: Double) -> Reading {
    if case .exact(let value) = self { .exact(value * scale) } else { self }
  }
}
