// `andon history`: what a history holds, and what is done with it.

package import AndonHistory
internal import AndonJudge
package import AndonModel
internal import AndonReport
internal import AndonSystem
package import AndonText

/// The steps of `andon history`.
package struct HistoryFlow {
  /// The file.
  let file: HistoryFile

  /// Opens the file that is named, else the pipeline's, else the usual one.
  init(_ name: String?, config: String?) throws {
    let surroundings = try ProcessEnvironment()
    var named = name
    // Without a pipeline file the usual place is meant; one that is named has to be there.
    if named == nil,
      let source = config == nil
        ? try? PipelineSource(config: nil, surroundings)
        : try PipelineSource(config: config, surroundings)
    {
      let repository = Repository(around: surroundings.folder)
      named = try source.pipeline(surroundings, repository).history
    }
    let path = Paths.absolute(named ?? Pipeline.defaultHistory, in: surroundings.folder)
    file = HistoryFile(path: path, base: surroundings.folder)
  }

  /// Carries out a step with the history open; the exit code.
  package static func run(
    _ name: String?, config: String?, canWrite: Bool = false,
    _ step: (HistoryStore) throws -> ConsoleText
  ) -> Int {
    do {
      let keeping = try HistoryFlow(name, config: config)
      StandardStream.output.show(try step(try open(keeping.file, canWrite: canWrite)))
      return 0
    } catch {
      return ErrorReporter.exit(for: error, config: config).code
    }
  }

  /// Opens a history that the caller named: a fault ends the command.
  private static func open(
    _ file: HistoryFile, canWrite: Bool
  ) throws(AndonError) -> HistoryStore {
    do throws(HistoryError) {
      return try file.open(canWrite: canWrite)
    } catch {
      throw AndonError(
        .usage, "the history \(file.path) cannot be used: \(error.reason)",
        hint: "name a history with --history; a run makes one")
    }
  }

  // MARK: Steps

  /// The newest runs.
  package static func list(_ store: HistoryStore, _ most: Int, branch: String?, asJSON: Bool) throws
    -> ConsoleText
  {
    let entries = try store.newest(most, branch: branch)
    return asJSON ? write(entries) : HistoryText.list(entries)
  }

  /// One run, by the beginning of its id.
  package static func show(_ store: HistoryStore, _ id: String, asJSON: Bool) throws -> ConsoleText
  {
    let ids = try store.ids(beginning: id)
    guard ids.count == 1, let entry = try store.entry(ids[0]) else {
      throw AndonError(
        .usage, ids.isEmpty ? "no run begins with \(id)" : "more than one run begins with \(id)",
        hint: "`andon history list` shows the ids")
    }
    return asJSON ? write([entry]) : HistoryText.run(entry)
  }

  /// The course of an indicator.
  package static func trend(
    _ store: HistoryStore, _ indicator: IndicatorReference, branch: String?, most: Int
  ) throws -> ConsoleText {
    let series = try store.series(of: indicator, branch: branch)
    if series.isEmpty {
      throw AndonError(
        .usage, "the history knows no indicator \(indicator)",
        hint: "`andon history show RUN` lists those of a run")
    }
    return try series.map { series -> ConsoleText in
      var question = HistoryStore.Question(
        indicator, pipeline: series.pipeline, unit: series.unit, most: most)
      question.branch = series.branch
      question.machineClass = series.machineClass
      let figures = try store.figures(question).filter { !$0.run.values.isEmpty }
      let changes = ChangePoints.of(figures.map { Statistic.median.value(of: $0.run.values) })
      let branch = series.branch.isEmpty ? "no branch" : series.branch
      let machine = series.machineClass.map { ", \($0)" } ?? ""
      return "\(series.pipeline), \(branch)\(machine)\n"
        + HistoryText.trend(indicator, series.unit, figures, changes: changes)
    }.joined(separator: "\n")
  }

  /// All runs as JSON lines, as they come.
  package static func export(_ store: HistoryStore) throws -> ConsoleText {
    try store.eachEntry { StandardStream.output.write(bytes: HistoryLine.write($0)) }
    return ""
  }

  /// Runs out of files: JSON lines, or a verdict.json.
  package static func add(_ paths: [String], to store: HistoryStore) throws -> ConsoleText {
    var (count, new) = (0, 0)
    for path in paths {
      let entries = try read(path)
      count += entries.count
      new += try store.add(entries)
    }
    return "\(count) runs read, \(new) of them new\n"
  }

  private static func read(_ path: String) throws -> [HistoryEntry] {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try Files.read(path)
    } catch {
      throw AndonError(.usage, error.description, hint: "name a file that can be read")
    }
    if let record = try? VerdictFile.read(bytes) { return [HistoryEntry(of: record)] }
    return try bytes.split(separator: UInt8(ascii: "\n")).enumerated().map { number, line in
      do throws(VerdictFile.StoredFormatError) {
        return try HistoryLine.read(Array(line))
      } catch {
        throw AndonError(
          .usage, "\(path), line \(number + 1): \(error.message)",
          hint: "import reads what `andon history export` writes, and verdict.json")
      }
    }
  }

  /// The runs of another history.
  package static func merge(_ paths: [String], into store: HistoryStore) throws -> ConsoleText {
    var new = 0
    let base = try ProcessEnvironment().folder
    for path in paths {
      let file = HistoryFile(path: Paths.absolute(path, in: base), base: base)
      new += try store.merge(try open(file, canWrite: false))
    }
    return "\(new) new runs\n"
  }

  // JSON lines are a document, which is written as it is; no text follows.
  private static func write(_ entries: [HistoryEntry]) -> ConsoleText {
    for entry in entries { StandardStream.output.write(bytes: HistoryLine.write(entry)) }
    return ""
  }
}
