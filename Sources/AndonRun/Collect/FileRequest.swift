// Requests of andon to its program andon-outputs about the files of a stage: the words of its
// command line. The answer is in FileMeasurement+Words.

package import AndonModel
package import AndonSystem

/// A folder that a stage runs in.
package struct StageDirectory: Equatable, Sendable {
  /// The folder that andon was started in, absolute.
  package let base: String
  /// The stage's own, absolute.
  package let path: String

  /// Joins both.
  package init(base: String, path: String) {
    self.base = base
    self.path = path
  }

  /// Opens it.
  ///
  /// Below the run's own folder no link may lead out of that (EXDEV, or ELOOP where the kernel
  /// cannot tell).
  package func directory() throws(SystemError) -> Directory {
    guard let inner = Paths.relative(path, to: base) else { return try Directory(path) }
    return try Directory(base).directory(Array(inner.utf8), links: .inside)
  }
}

/// Which files of a stage are looked at, and for what.
package struct FileRequest: Equatable, Sendable {
  /// Where they lie.
  package var place: StageDirectory
  /// Metrics in files.
  package var metrics: [MetricExtractor] = []
  /// Results of other tools.
  package var collect: [ResultSource] = []
  /// Globs of what it makes.
  package var outputs: [String] = []
  /// Indicators of benchmarks that objectives look at.
  package var benchmarks: [String] = []
  /// The files that were there before the attempt.
  package var before: FileMeasurement.Before

  init(_ planned: PlannedStage, in place: StageDirectory, since before: FileMeasurement.Before) {
    self.place = place
    self.before = before
    metrics = planned.stage.metrics.filter(\.source.isFile)
    collect = planned.stage.collect
    outputs = planned.stage.outputs
    benchmarks = planned.benchmarks
  }

  /// The words of a request.
  package var words: [String] {
    var words = [place.base, place.path, "\(before.start)"]
    for rule in metrics {
      guard case .file(let name, let pointer) = rule.source else { continue }
      words += [
        "metric", rule.name, name, pointer.description, rule.unit.rawValue, "\(rule.scale)",
      ]
    }
    for rule in collect { words += ["collect", rule.kind.rawValue, rule.glob] }
    for glob in outputs { words += ["output", glob] }
    for name in benchmarks { words += ["benchmark", name] }
    for (name, stamp) in before.stamps.sorted(by: { $0.key < $1.key }) {
      words += ["before", name] + stamp.words
    }
    return words
  }

  /// Reads words; nil where they are not a request.
  package init?(words: [String]) {
    guard words.count > 2, let start = Int64(words[2]) else { return nil }
    place = StageDirectory(base: words[0], path: words[1])
    before = FileMeasurement.Before(start: start)
    var rest = words[3...]
    while let name = rest.popFirst() {
      switch name {
      case "metric":
        guard rest.count > 4, let pointer = JSONPointer(rest[rest.startIndex + 2]),
          let unit = MeasureUnit(rawValue: rest[rest.startIndex + 3]),
          let scale = Double(rest[rest.startIndex + 4])
        else { return nil }
        let source = MetricExtractor.Source.file(rest[rest.startIndex + 1], pointer: pointer)
        metrics.append(
          MetricExtractor(name: rest[rest.startIndex], source, unit: unit, scale: scale))
        rest.removeFirst(5)
      case "collect":
        guard let kind = rest.popFirst().flatMap(ResultKind.init), let glob = rest.popFirst()
        else { return nil }
        collect.append(ResultSource(kind, glob: glob))
      case "output": rest.popFirst().map { outputs.append($0) }
      case "benchmark": rest.popFirst().map { benchmarks.append($0) }
      case "before":
        guard let name = rest.popFirst(), let stamp = FileStamp(&rest) else { return nil }
        before.stamps[name] = stamp
      default: return nil
      }
    }
  }
}
