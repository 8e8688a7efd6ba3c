// What the lint says, on standard error, before anything runs.

internal import AndonConfig
internal import AndonModel
internal import AndonSystem
internal import AndonText

/// Shows warnings.
enum LintPrinter {
  /// Shows all of them without secrets; with `isStrict` they are a reason not to go on.
  static func show(
    _ findings: [Finding], _ source: PipelineSource?, _ masker: Masker, isStrict: Bool
  ) throws(AndonError) {
    if findings.isEmpty { return }
    let notes = SourceNotes(source?.path ?? "", source?.bytes ?? [])
    StandardStream.error.show(notes.text(findings).masked(by: masker))
    if !isStrict { return }
    let count = findings.count == 1 ? "a warning" : "\(findings.count) warnings"
    throw AndonError(
      .configuration, "the pipeline file has \(count); nothing was run",
      hint: "mend what is warned of, allow it with `lint`, or go on without --strict")
  }
}
