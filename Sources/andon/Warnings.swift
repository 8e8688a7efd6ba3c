// What the lint says, on standard error, before anything runs.

internal import AndonModel
internal import AndonReport
internal import AndonSystem

/// Tells about warnings.
enum Warnings {
  /// Shows all of them; with `isStrict` they are a reason not to go on.
  static func tell(_ findings: [Finding], isStrict: Bool) throws(AndonError) {
    if findings.isEmpty { return }
    StandardStream.error.show(LintReport.text(findings))
    if !isStrict { return }
    let count = findings.count == 1 ? "a warning" : "\(findings.count) warnings"
    throw AndonError(
      .configuration, "the pipeline file has \(count); nothing was run",
      hint: "mend what is warned of, allow it with `lint`, or go on without --strict")
  }
}
