// A plan as a graph, in the languages of Graphviz and Mermaid. Stages of the critical path stand
// out.
// Stage names hold letters, digits, - and _ only; a node is known by its number all the same.

internal import AndonModel
internal import AndonText

/// The graph.
enum PlanGraph {
  /// The DOT language: graphviz.org/doc/info/lang.html.
  static func dot(_ outline: PlanSummary) -> String {
    let critical = Set(outline.criticalPath)
    var text = "digraph andon {\n  rankdir=LR;\n  node [shape=box];\n"
    for (index, label) in nodes(outline) {
      let style = critical.contains(index) ? ", penwidth=3" : ""
      text += "  s\(index) [label=\"\(label.joined(separator: "\\n"))\"\(style)];\n"
    }
    for (from, to) in edges(outline) {
      let isCritical = critical.contains(from) && critical.contains(to)
      text += "  s\(from) -> s\(to)\(isCritical ? " [penwidth=3]" : "");\n"
    }
    return text + "}\n"
  }

  /// A flowchart of Mermaid: mermaid.js.org/syntax/flowchart.html.
  static func mermaid(_ outline: PlanSummary) -> String {
    var text = "flowchart LR\n"
    for (index, label) in nodes(outline) {
      text += "  s\(index)[\"\(label.joined(separator: "<br>"))\"]\n"
    }
    for (from, to) in edges(outline) { text += "  s\(from) --> s\(to)\n" }
    let critical = outline.criticalPath.map { "s\($0)" }.joined(separator: ",")
    if !critical.isEmpty {
      text += "  classDef critical stroke-width:3px\n  class \(critical) critical\n"
    }
    return text
  }

  private static func nodes(_ outline: PlanSummary) -> [(index: Int, label: [String])] {
    outline.plan.stages.indices.filter { outline.plan.stages[$0].isSelected }.map { index in
      let time = outline.times[index]
      let bound = time.isKnown ? "" : "at most "
      let name = Escape.graph(outline.plan.stages[index].id.text)
      return (index, [name, bound + Format.duration(time.seconds)])
    }
  }

  private static func edges(_ outline: PlanSummary) -> [(from: Int, to: Int)] {
    outline.plan.stages.enumerated().filter { $0.element.isSelected }.flatMap { index, stage in
      stage.needs.filter { outline.plan.stages[$0].isSelected }.map { ($0, index) }
    }
  }
}
