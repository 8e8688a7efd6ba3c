// Lines that a CI host turns into annotations. They are how yellow is said where a host has no
// yellow exit. Escapes and limits: ci-consumers.md, section 4.

package import AndonModel

/// Annotation lines for the hosts that read them.
package enum Annotations {
  // GitHub shows ten of each kind a step.
  private static let most = 10

  /// The lines for a run, each with its end; empty for a host that reads none.
  package static func lines(_ record: RunRecord, host: Host) -> String {
    let results = SARIFLog(of: record, .upload).results
      .sorted { ($0.level == .error ? 0 : 1) < ($1.level == .error ? 0 : 1) }
    let shown = results.prefix(most)
    switch host {
    case .github: return shown.map(github).joined()
    case .azure:
      let task =
        record.verdict == .yellow
        ? "##vso[task.complete result=SucceededWithIssues;]\(azureData(record.headline))\n" : ""
      return shown.map(azure).joined() + task
    case .teamcity: return shown.map(teamcity).joined()
    case .plain, .gitlab, .jenkins, .buildkite: return ""
    }
  }

  private static func github(_ result: SARIFResult) -> String {
    let kind = result.level == .error ? "error" : "warning"
    let place = result.place
    let file = escape(place.file, ["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
    let data = escape(result.message, ["%": "%25", "\r": "%0D", "\n": "%0A"])
    return "::\(kind) file=\(file),line=\(place.line),title=\(result.rule.name)::\(data)\n"
  }

  private static func azure(_ result: SARIFResult) -> String {
    let kind = result.level == .error ? "error" : "warning"
    let file = escape(
      result.place.file, ["%": "%AZP25", "\r": "%0D", "\n": "%0A", ";": "%3B", "]": "%5D"])
    return "##vso[task.logissue type=\(kind);sourcepath=\(file);linenumber=\(result.place.line);]"
      + azureData(result.message) + "\n"
  }

  private static func azureData(_ text: String) -> String {
    escape(text, ["%": "%AZP25", "\r": "%0D", "\n": "%0A"])
  }

  private static func teamcity(_ result: SARIFResult) -> String {
    let status = result.level == .error ? "ERROR" : "WARNING"
    var text = ""
    for scalar in result.message.unicodeScalars {
      switch scalar {
      case "'", "|", "[", "]": text += "|\(scalar)"
      case "\n": text += "|n"
      case "\r": text += "|r"
      case _ where scalar.value > 126 && scalar.value <= 0xFFFF:
        let digits = String(scalar.value, radix: 16)
        text += "|0x" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return "##teamcity[message text='\(text)' status='\(status)']\n"
  }

  private static func escape(_ text: String, _ escapes: [Character: String]) -> String {
    text.map { escapes[$0] ?? String($0) }.joined()
  }
}
