// What is allowed and yet not meant: findings about a pipeline that was read. One rule a file.
// Pure. Design, section 3, "Lint".

package import AndonModel

/// Looks through pipelines.
package enum Lint {
  /// The findings of all rules, in the order of the file; those that a stage allows are left out.
  ///
  /// `today` is the day of the check, in UTC.
  package static func findings(_ pipeline: Pipeline, today: CalendarDay) -> [Finding] {
    let all =
      TotalBelowPart.findings(pipeline) + HardDeadlineBeforeSoft.findings(pipeline)
      + UnreachableWarning.findings(pipeline) + IgnoredExitStatus.findings(pipeline)
      + ExpiredWaiver.findings(pipeline, today: today) + MissingLock.findings(pipeline)
      + LimitBeyondDeadline.findings(pipeline) + OverlappingOutputs.findings(pipeline)
    let allowed = Dictionary(pipeline.stages.map { ($0.id, $0.allowedLint) }) { first, _ in first }
    let kept = all.filter { finding in
      finding.stage.map { allowed[$0]?.contains(finding.code) != true } ?? true
    }
    return kept.enumerated().sorted { left, right in
      (left.element.place?.line ?? 0, left.offset) < (right.element.place?.line ?? 0, right.offset)
    }.map(\.element)
  }

  /// A warning about a stage at a place.
  static func warning(
    _ rule: FindingCode, _ message: String, _ stage: StageID, _ place: FileLocation?,
    objective: String? = nil
  ) -> Finding {
    var finding = Finding(rule, .notice, .warning, message, stage: stage)
    finding.place = place
    finding.objective = objective
    return finding
  }
}
