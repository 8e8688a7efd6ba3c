// A reproducible stage whose outputs may be another stage's as well: what it did not make would be
// moved aside, compared and removed with what it did.

internal import AndonModel

/// Finding AND038.
enum OverlappingOutputs {
  /// One finding for each reproducible stage and the first other stage that it may meet.
  static func findings(_ pipeline: Pipeline) -> [Finding] {
    let globs = pipeline.stages.map { stage in
      stage.outputs.map { Glob("\(stage.folder ?? "")/\($0)") }
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

/// A glob by its parts.
private struct Glob {
  private let parts: [Substring]

  init(_ text: String) {
    // What goes up leads to where the lint does not follow.
    parts = text.split(separator: "/").filter { $0 != "." }
  }

  /// Whether there may be a path that both name; in doubt there may.
  func mayMeet(_ other: Glob) -> Bool { Self.mayMeet(parts[...], other.parts[...]) }

  private static func mayMeet(
    _ one: ArraySlice<Substring>, _ two: ArraySlice<Substring>
  ) -> Bool {
    guard let first = one.first, let other = two.first else {
      return (one + two).allSatisfy { $0 == "**" }
    }
    if first == "**" { return mayMeet(one.dropFirst(), two) || mayMeet(one, two.dropFirst()) }
    if other == "**" { return mayMeet(one, two.dropFirst()) || mayMeet(one.dropFirst(), two) }
    return mayMeet(first, other) && mayMeet(one.dropFirst(), two.dropFirst())
  }

  // Names with patterns meet where what stands before the first pattern goes together.
  private static func mayMeet(_ one: Substring, _ two: Substring) -> Bool {
    let (first, other) = (literal(one), literal(two))
    if first.count == one.count, other.count == two.count { return one == two }
    return first.hasPrefix(other) || other.hasPrefix(first)
  }

  private static func literal(_ part: Substring) -> Substring {
    part.prefix { !"*?[\\".contains($0) }
  }
}
