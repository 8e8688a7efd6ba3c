// Numbers from elsewhere as the record of a run that was whole: their stages came to a good end, of
// all others nothing is known. No clock and no host: the same numbers give the same record.

internal import AndonImport
internal import AndonModel

/// Makes records of numbers from elsewhere.
enum ExternalMeasurements {
  /// The record of a file's numbers, for the stages of a pipeline.
  ///
  /// Where a waiver depends on the day, the file has to say when it was measured. `digest` is that
  /// of its bytes, which tells the numbers of one file from those of another.
  static func record(
    _ file: MeasurementsFile, _ pipeline: Pipeline, digest: String?
  ) throws(AndonError) -> RunRecord {
    if file.startedAt == nil, pipeline.objectives.contains(where: { $0.waiver != nil }) {
      throw AndonError(
        .usage, "a waiver depends on the day, and the measurements do not say when they were made",
        hint: "add \"startedAt\": \"2026-01-31T12:00:00Z\" to the file")
    }
    let known = Set(pipeline.stages.map(\.id))
    if let other = file.figures.first(where: { !known.contains($0.indicator.stage) }) {
      throw AndonError(
        .usage, "the measurements name \(other.indicator), and the pipeline has no such stage",
        hint: "the stages are \(pipeline.stages.map(\.id.text).joined(separator: ", "))")
    }
    for indicator in file.figures.map(\.indicator) {
      guard let stage = pipeline.stages.first(where: { $0.id == indicator.stage }),
        stage.unit(of: indicator.name) == nil, !stage.mayHave(indicator.name)
      else { continue }
      throw AndonError(
        .usage, "the measurements name \(indicator), and \(stage.id) has no such indicator",
        hint: "name one of andon's own, such as wall or cpu, or one of the stage's metrics")
    }
    let machine = MachineIdentity(
      system: "unknown", kernel: "unknown", architecture: "unknown", hostname: "unknown",
      processors: nil, memory: nil, jobs: nil, containment: nil)
    let run = RunIdentity(
      id: digest.map { "elsewhere-\($0.prefix(32))" } ?? "elsewhere", pipeline: pipeline.name,
      startedAt: file.startedAt ?? Timestamp(milliseconds: 0), host: .plain, machine: machine)
    var record = RunRecord(
      tool: .current, run: run, verdict: .unknown, exitCode: 0,
      headline: "")
    record.complete = true
    record.stages = pipeline.stages.compactMap { stage in
      let figures = file.figures.filter { $0.indicator.stage == stage.id }
      return figures.isEmpty ? nil : self.stage(stage, figures, at: run.startedAt)
    }
    return record
  }

  private static func stage(
    _ stage: Stage, _ figures: [HistoryValues], at startedAt: Timestamp
  ) -> StageRecord {
    var record = StageRecord(id: stage.id, required: stage.required, state: .succeeded)
    let count = figures.map(\.values.count).max() ?? 0
    record.attempts = (0..<count).map { index in
      var attempt = AttemptRecord(
        number: index + 1, role: .measured, outcome: .exited(code: stage.expectation.exits[0]),
        startedAt: startedAt, log: "")
      for figure in figures {
        let reading: BoundedValue =
          index < figure.values.count
          ? .exact(figure.values[index]) : .missing(reason: "not measured as often as others")
        attempt.indicators[figure.indicator.name] = Quantity(
          reading, unit: figure.unit, source: .file, samples: reading.value == nil ? 0 : 1)
      }
      return attempt
    }
    return record
  }
}
