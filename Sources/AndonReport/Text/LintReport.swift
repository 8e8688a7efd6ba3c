// What the lint says, as a compiler says it: place, warning, rule, way out.

package import AndonModel
internal import AndonText

/// The text of warnings about a pipeline file.
package enum LintReport {
  /// Two lines for each finding, each with its end.
  package static func text(_ findings: [Finding]) -> String {
    findings.map { finding in
      let place = finding.place.map { "\(SafeText.line($0.file)):\($0.line):\($0.column): " } ?? ""
      return "\(place)\(finding.level.rawValue): \(SafeText.line(finding.message)) "
        + "[\(finding.rule.rawValue)]\n  = help: \(finding.rule.help)\n"
    }.joined()
  }
}
