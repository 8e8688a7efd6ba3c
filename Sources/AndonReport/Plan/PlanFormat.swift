// The forms in which a plan is shown.

package import AndonModel
internal import AndonText

/// A form of a plan.
package enum PlanFormat: String, CaseIterable, Sendable {
  case text
  case json
  /// Graphviz.
  case dot
  case mermaid

  /// The plan in that form.
  package func write(_ outline: PlanSummary) -> [UInt8] {
    switch self {
    case .text: Array(PlanText.write(outline).lines.utf8)
    case .json: PlanFile.write(outline)
    case .dot: Array(PlanGraph.dot(outline).utf8)
    case .mermaid: Array(PlanGraph.mermaid(outline).utf8)
    }
  }
}
