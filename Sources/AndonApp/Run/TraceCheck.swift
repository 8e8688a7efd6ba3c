// The files of stages at the end of the run, compared with those at the stages' ends.

internal import AndonModel
internal import AndonRun
internal import AndonSystem
internal import AndonText
internal import Glibc

/// Looks for outputs and logs that a later stage, or anything else, has changed.
struct TraceCheck {
  // The most files that are named; the first ones say enough.
  private static let most = 100

  // Seconds.
  private static let patience = 10.0

  let traces: [StageTraces]
  /// The report folder; nil where it was taken away, which is told by itself.
  let reports: Directory?
  /// The working folder, absolute.
  let base: String

  /// The names of the files that were changed, by stage.
  ///
  /// An output that a later stage makes as well is that stage's.
  ///
  /// After a signal, or some seconds, what has another stamp counts as changed without being read.
  func changed(_ interruption: Interruption) -> [StageID: [String]] {
    let end = ContinuousClock.now + .seconds(Self.patience)
    let isOver = { interruption.signal != nil || ContinuousClock.now > end }
    var seen: Set<String> = []
    var found: [StageID: [String]] = [:]
    for trace in traces.reversed() {
      var names = trace.logs.filter { log in
        reports.map { log.content.isChanged(log.name, in: $0, until: isOver) } ?? false
      }.map(\.name)
      if let outputs = trace.outputs {
        let changed = Self.changed(outputs, in: trace.place, until: isOver)
        names += changed.map { Self.name($0, of: trace, base) }.filter { !seen.contains($0) }
        seen.formUnion(outputs.entries.map { Self.name($0.path, of: trace, base) })
      }
      if !names.isEmpty { found[trace.id] = Array(names.prefix(Self.most)) }
    }
    return found
  }

  // Where their folder cannot be looked into any more, all of them are others.
  private static func changed(
    _ outputs: OutputDigests, in place: StageDirectory, until isOver: @escaping () -> Bool
  ) -> [[UInt8]] {
    do throws(SystemError) {
      return outputs.changed(in: try place.directory(), until: isOver)
    } catch {
      return error.number == ENOENT ? [] : outputs.entries.map(\.path)
    }
  }

  /// An output as receipts and reports name it: from the working folder, or absolute.
  static func name(_ path: [UInt8], of trace: StageTraces, _ base: String) -> String {
    let place = trace.place.path
    let prefix = place == base ? "" : (Paths.relative(place, to: base) ?? place) + "/"
    return prefix + PathName.text(path)
  }
}
