// A reproducible stage whose outputs may be another stage's as well: what it did not make would be
// moved aside, compared and removed with what it did.

internal import AndonModel

/// Finding AND038.
enum OverlappingOutputs {
  /// One finding for each reproducible stage and the first other stage that it may meet.
  static func findings(_ pipeline: Pipeline) -> [Finding] {
    // A part `..` is compared like any other name.
    let globs = pipeline.stages.map { stage in
      stage.outputs.map { GlobPattern("\(stage.folder ?? "")/\($0)") }
    }
    return pipeline.stages.enumerated().compactMap { index, stage in
      if stage.reproducible == nil { return nil }
      let met = pipeline.stages.indices.first { other in
        other != index
          && globs[index].contains { glob in globs[other].contains { glob.mayMeet($0) } }
      }
      return met.map { other in
        Lint.warning(
          .overlappingOutputs,
          "outputs of \(stage.id) may be those of \(pipeline.stages[other].id), and would be moved "
            + "and removed with its own", stage.id,
          stage.place(of: .outputs))
      }
    }
  }
}
